"""What differs between languages: quotation marks, the direction of the script, brackets.

A language's four marks are a tuple of strings, not a string of four characters, since French sets
a no-break space inside its own.
"""

from __future__ import annotations

_CURLED = ("“", "”", "‘", "’")
_LOW = ("„", "“", "‚", "‘")
_LOW_CURLED = ("„", "”", "‚", "’")
_ANGLED = ("«", "»", "“", "”")
_ANGLED_LOW = ("«", "»", "„", "“")
_SWEDISH = ("”", "”", "’", "’")
_CORNERS = ("「", "」", "『", "』")

QUOTES: dict[str, tuple[str, str, str, str]] = {
    "ar": ("«", "»", "‹", "›"),
    "be": _ANGLED_LOW,
    "bg": _LOW,
    "ca": _ANGLED,
    "cs": _LOW,
    "da": ("»", "«", "›", "‹"),
    "de": _LOW,
    "de-ch": ("«", "»", "‹", "›"),
    "el": ("«", "»", "“", "”"),
    "en": _CURLED,
    "es": _ANGLED,
    "et": _LOW,
    "fa": ("«", "»", "‹", "›"),
    "fi": _SWEDISH,
    "fr": ("«\u00a0", "\u00a0»", "“", "”"),
    "fr-ch": ("«", "»", "‹", "›"),
    "he": ("”", "”", "’", "’"),
    "hr": _LOW_CURLED,
    "hu": ("„", "”", "»", "«"),
    "is": _LOW,
    "it": _ANGLED,
    "ja": _CORNERS,
    "ko": _CURLED,
    "lt": _LOW,
    "lv": _ANGLED_LOW,
    "nl": _CURLED,
    "no": ("«", "»", "‘", "’"),
    "nb": ("«", "»", "‘", "’"),
    "nn": ("«", "»", "‘", "’"),
    "pl": ("„", "”", "«", "»"),
    "pt": _CURLED,
    "pt-pt": _ANGLED,
    "ro": ("„", "”", "«", "»"),
    "ru": _ANGLED_LOW,
    "sk": _LOW,
    "sl": _LOW,
    "sr": _LOW_CURLED,
    "sv": _SWEDISH,
    "tr": _CURLED,
    "uk": _ANGLED_LOW,
    "zh": _CURLED,
    "zh-hant": _CORNERS,
    "zh-hk": _CORNERS,
    "zh-tw": _CORNERS,
}
"""Opening and closing marks, then those for a quotation within a quotation."""

RIGHT_TO_LEFT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"])
FULL_WIDTH = frozenset({"ja", "zh"})


def quotes(lang: str) -> tuple[str, str, str, str]:
    """Return the four quotation marks of a BCP 47 tag; the English ones for a language not listed."""
    tag = lang.lower()
    while tag:
        if tag in QUOTES:
            return QUOTES[tag]
        tag = tag.rpartition("-")[0]
    return _CURLED


def direction(lang: str) -> str:
    """Return `rtl` or `ltr`, the direction in which a language is written."""
    return "rtl" if lang.lower().partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def brackets(lang: str) -> tuple[str, str]:
    """Return the brackets around a citation: full-width ones in Chinese and Japanese."""
    return ("\uff08", "\uff09") if lang.lower().partition("-")[0] in FULL_WIDTH else ("(", ")")
