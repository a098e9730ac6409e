"""Judges pictures that are documents: an SVG to what in it could run or lead astray, by an XML parser.

A browser that opens such a picture by itself runs what it holds, with no page's policy over it, in the name of the
site that it lies in. So it is read as browsers read it, with prefixes, references and defaults resolved, and what
they might read in another way is refused: a type of its own, names for characters, encodings in which a letter may
be another. The newcomer's trap: names are compared without their namespaces, since any prefix may stand for any.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NoReturn
from xml.parsers import expat

from .values import dataclass

RUNNING = frozenset({"script", "foreignobject", "handler", "listener", "iframe", "embed", "object"})
"""Elements that run something or hold what is no picture, in any namespace."""
OF_PAGES = "http://www.w3.org/1999/xhtml"
"""Elements of this namespace are those of a page, each of which is refused."""
ADDRESSES = frozenset({"href", "src"})
"""Attributes that lead somewhere."""
ANIMATED = "attributename"
"""The attribute that names another one, which is given values over time."""
NAMES_REMEMBERED = 1024
SHOWN = 40
"""Characters of what was found that are shown."""
SPLIT = r"[\t\n\r ]*"
"""What a browser passes over in front of an address and in the middle of its scheme."""
SCHEME = re.compile(rf"{SPLIT}((?:[a-z0-9+.-]{SPLIT})+):", re.IGNORECASE)
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
SAFE_DATA = re.compile(rf"{SPLIT}data:image/(?:png|jpe?g|gif|webp|avif)[;,]", re.IGNORECASE)
"""Pictures that are written into an attribute and are no documents themselves."""
RUNS = re.compile(
    rf"(?:^|;){SPLIT}(?:{SPLIT.join('javascript')}|{SPLIT.join('vbscript')}|{SPLIT.join('data')}{SPLIT}:{SPLIT}text)"
    rf"{SPLIT}[:/]",
    re.IGNORECASE,
)
"""An address that runs, by itself or among values of an animation."""
EVENTS = "on"
"""What the names of attributes that hold scripts begin with."""
KNOWN_TYPES = re.compile(r"-//W3C//DTD SVG 1\.[01](?: Basic| Tiny)?//EN")
"""Types that drawing programs write, and of which no browser reads anything."""
PLAIN_ENCODINGS = frozenset({"utf-8", "us-ascii", "ascii", "iso-8859-1"})
"""Encodings in which `<` is `<` and nothing else is."""
NAMED_CHARACTER = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[^\s#;&<]+;")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a picture is not shown."""

    start: int
    """Offset in its text."""
    sentence: str
    """What is wrong with it: "it holds `<script>`, which can run a script"."""


class _FoundError(Exception):
    """Ends the reading. Its arguments are the sentence, and the byte where the parser stood."""


def objection(text: str) -> Objection | None:
    """Return the first thing in an SVG document that could run, or why it cannot be read; `None` for a picture."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.ordered_attributes = True
    parser.buffer_text = True
    is_typed = False

    def refuse(sentence: str) -> NoReturn:
        # Once it has ended, the parser stands elsewhere.
        raise _FoundError(sentence, parser.CurrentByteIndex)

    def runs(found: str) -> NoReturn:
        refuse(f"it holds `{_in_a_line(found)}`, which can run a script")

    def begin(name: str, attributes: list[str]) -> None:
        if _runs(name):
            runs(f"<{_local(name)}>")
        for attribute, value in zip(attributes[::2], attributes[1::2], strict=True):
            kind = _kind(attribute)
            if kind == EVENTS:
                runs(f"{_local(attribute)}=")
            if ":" in value and RUNS.search(value):
                runs(value)
            if kind in ADDRESSES and _leads_astray(value):
                refuse(f"it holds `{_in_a_line(value)}`, which is neither in the web nor a picture")
            if kind == ANIMATED and _kind(value.strip()) in {EVENTS, *ADDRESSES}:
                runs(f'attributeName="{value}"')

    def declare(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in PLAIN_ENCODINGS:
            refuse(f"it is written in {encoding[:SHOWN]}, and not in UTF-8")

    def typed(_name: str, system: str | None, public: str | None, has_own: int) -> None:
        nonlocal is_typed
        is_typed = True
        if has_own or not (KNOWN_TYPES.fullmatch(public) if public else system is None):
            runs("<!DOCTYPE")

    def instruct(target: str, _words: str) -> None:
        if target.lower() == "xml-stylesheet":
            runs(f"<?{target}")

    parser.StartElementHandler = begin
    parser.XmlDeclHandler = declare
    parser.StartDoctypeDeclHandler = typed
    parser.ProcessingInstructionHandler = instruct
    try:
        parser.Parse(text, True)  # noqa: FBT003 -- the parser takes it without a name
    except _FoundError as found:
        sentence, index = found.args
        return Objection(_offset(text, index), sentence)
    except expat.ExpatError as error:
        sentence = f"it cannot be read as XML ({expat.ErrorString(error.code)})"
        return Objection(_offset(text, parser.ErrorByteIndex), sentence)
    # A parser passes over names that a type it has not read might give; a browser may know some of them.
    if is_typed and (named := NAMED_CHARACTER.search(text)):
        return Objection(named.start(), f"it holds `{named[0][:SHOWN]}`, a name for a character that it does not give")
    return None


@lru_cache(NAMES_REMEMBERED)
def _runs(element: str) -> bool:
    return element.startswith(f"{OF_PAGES} ") or _local(element).lower() in RUNNING


@lru_cache(NAMES_REMEMBERED)
def _kind(attribute: str) -> str:
    """Return the name of an attribute as far as it counts: `on` for all that hold scripts."""
    local = _local(attribute).lower()
    return EVENTS if local.startswith(EVENTS) else local


def _local(name: str) -> str:
    """Return a name without its namespace, or its prefix."""
    return name.rpartition(" ")[2].rpartition(":")[2]


def _leads_astray(address: str) -> bool:
    """Return whether an address is neither one of the web or of the site, nor a picture."""
    scheme = SCHEME.match(address)
    if scheme is None or re.sub(SPLIT, "", scheme[1]).lower() in SAFE_SCHEMES:
        return False
    return not SAFE_DATA.match(address)


def _in_a_line(found: str) -> str:
    return " ".join(found[:SHOWN].split())


def _offset(text: str, index: int) -> int:
    """Return the offset of a character in a text whose bytes a parser has counted."""
    return len(text.encode()[: max(0, index)].decode(errors="ignore"))
