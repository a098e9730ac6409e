"""What characters are to a reader: spaces, quotation marks, dashes, marks, and the edges between them.

Tables and questions about single characters and single offsets, for everything that compares or
cuts text. Python's own database answers most of them; what it lacks (which marks belong to which
script, where a cluster ends) is written down here, in code points so that nothing hides. The trap:
an *edge* is a place between two characters, given as the offset of the second.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

UNWRITABLE = re.compile(
    "[^\t\n\r -~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
    + "".join(f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 17))
    + "]"
)
"""What neither HTML nor XML may hold: control characters, halves of characters, code points that are
none. U+0080 to U+009F come of text saved in an old encoding. Written as what is allowed, since that
is searched thirteen times as fast."""

SINGLE_QUOTES = (
    "`\u00b4\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a"
    "\u055a\u05f3\u275b\u275c\uff07\uff40"
)
"""Besides `'`: grave, acute, turned commas, primes, single guillemets, geresh, full width."""
DOUBLE_QUOTES = (
    "\u00ab\u00bb\u02ba\u02ee\u201c\u201d\u201e\u201f\u2033\u2036\u05f4\u275d\u275e\u2e42"
    "\u300c\u300d\u300e\u300f\u301d\u301e\u301f\ufe41\ufe42\ufe43\ufe44\uff02\uff62\uff63"
)
"""Besides `"`: turned commas, primes, guillemets, gershayim, corner brackets, full width."""
DASHES = (
    "\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2e3a\u2e3b\u301c\u30a0"
    "\ufe31\ufe32\ufe58\ufe63\uff0d"
)
"""Besides `-`: hyphens, dashes and minus signs of every width and height."""
SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""Besides the space itself: breaks, fixed and no-break spaces, line and paragraph separators."""

VARIATION_SELECTORS = (
    "".join(map(chr, range(0xFE00, 0xFE10))) + "".join(map(chr, range(0xE0100, 0xE01F0))) + "\u180b\u180c\u180d\u180f"
)
JOINERS = "\u034f\u200c\u200d" + VARIATION_SELECTORS
"""Invisible, and part of the cluster of the character before them."""
CONTROLS = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064" + (
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
)
"""Invisible, and standing alone: soft hyphen, zero-width space, bidi marks, byte-order mark."""
IGNORABLE = JOINERS + CONTROLS

LEADING_JAMO = "\u1100-\u115f\ua960-\ua97c"
VOWEL_JAMO = "\u1160-\u11a7\ud7b0-\ud7c6"
TRAILING_JAMO = "\u11a8-\u11ff\ud7cb-\ud7fb"
SYLLABLES = "\uac00-\ud7a3"
"""Parts of Korean syllables and whole ones, as ranges for a class of a regular expression."""

_JAMO_PAIR = re.compile(
    f"[{LEADING_JAMO}][{LEADING_JAMO}{VOWEL_JAMO}{SYLLABLES}]|[{VOWEL_JAMO}{SYLLABLES}][{VOWEL_JAMO}{TRAILING_JAMO}]"
    f"|[{TRAILING_JAMO}]{{2}}"
)
_UNSPACED = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u2e80", "\u2fdf"),
    ("\u3005", "\u3007"),
    ("\u3021", "\u3029"),
    ("\u3031", "\u30ff"),
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff66", "\uff9f"),
    ("\U00020000", "\U0003ffff"),
)
"""Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese. First and last letters,
since an expression of so many takes 2 ms to compile."""

_MOST_EXTENDERS = 16
"""How far back the picture before a joiner is looked for, past selectors and skin tones."""
_LONGEST_FLAG_RUN = 200
"""How far back flags are paired. A longer row of flags is no text, and looking back costs time."""


@cache
def is_mark(character: str) -> bool:
    """Return whether `character` is written onto the one before it and is visible."""
    code = ord(character)
    return code > 0x2FF and (
        (unicodedata.category(character)[0] == "M" and character not in JOINERS)
        or code in (0xFF9E, 0xFF9F)  # half-width voicing signs, which Unicode calls letters
        or 0xE0020 <= code <= 0xE007F  # the letters of regional flags
        or 0x1F3FB <= code <= 0x1F3FF  # skin tones
    )


@cache
def is_loose_mark(character: str) -> bool:
    """Return whether `character` is a mark that Latin, Greek, Cyrillic, Hebrew or Arabic can do without.

    The signs of Indic scripts and of Thai, and the voicing of kana, make other words instead.
    """
    if not is_mark(character):
        return False
    name = unicodedata.name(character, "")
    return name.startswith(("COMBINING", "HEBREW", "ARABIC", "CYRILLIC")) and "KATAKANA" not in name


@cache
def is_word_character(character: str) -> bool:
    """Return whether `character` is a letter, a digit, or a mark on one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


@cache
def is_unspaced(character: str) -> bool:
    """Return whether `character` belongs to a script that puts no spaces between words."""
    return any(first <= character <= last for first, last in _UNSPACED)


def is_word_edge(text: str, offset: int) -> bool:
    """Return whether a word may begin or end at `offset`; in scripts without spaces, it may anywhere."""
    if not 0 < offset < len(text):
        return True
    before, after = text[offset - 1], text[offset]
    return not (is_word_character(before) and is_word_character(after)) or is_unspaced(before) or is_unspaced(after)


def is_grapheme_edge(text: str, offset: int) -> bool:
    """Return whether a reader sees one character end and another begin at `offset`.

    Follows the Unicode rules for extended grapheme clusters (UAX 29) for marks, joiners, variation
    selectors, skin tones, flags and Korean syllables. A mark on a space stands for itself here, since
    spaces are not compared.
    """
    if not 0 < offset < len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if after < "\u0300" and before < "\u0300":
        return True
    if after in JOINERS or is_mark(after):
        return before in CONTROLS or before.isspace() or unicodedata.category(before) == "Cc"
    if before == "\u200d" and _is_pictograph(after):
        base = offset - 2
        while base > 0 and offset - base < _MOST_EXTENDERS and (text[base] in JOINERS or is_mark(text[base])):
            base -= 1
        return base < 0 or not _is_pictograph(text[base])
    if _is_flag_half(after) and _is_flag_half(before):
        first = offset - 1
        while first > 0 and offset - first < _LONGEST_FLAG_RUN and _is_flag_half(text[first - 1]):
            first -= 1
        return (offset - first) % 2 == 0
    return not ("\u1100" <= before <= "\ud7fb" and _JAMO_PAIR.match(before + after))


def _is_pictograph(character: str) -> bool:
    return character >= "\U0001f000" or unicodedata.category(character) == "So"


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
