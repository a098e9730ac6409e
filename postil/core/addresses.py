"""Addresses of the site: how paths become them and how one page names another.

An address is a path from the site's root without a leading slash: `essays/axis/` for a page,
`essays/map.png` for a file, `` for the home page. Pages link to one another by relative paths
that name `index.html`, so that the same site works at the root of a domain, below a project's
path, and from disk.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

UNSAFE_NAMES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""Names that Windows reserves whatever their ending."""
LONGEST_PART = 100
"""Bytes of UTF-8 in one part of an address."""
SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
"""What is part of an address as it is; most names of files are."""


def output_path(address: str) -> str:
    """Return the file in which the page at `address` stands: `essays/axis/index.html`."""
    return address + "index.html" if not address or address.endswith("/") else address


def relative(target: str, *, origin: str) -> str:
    """Return the link from the page at `origin` to `target`, which may end in a fragment.

    `relative("essays/axis/#ref-x", origin="people/kim/")` is `../../essays/axis/index.html#ref-x`;
    a fragment of the page itself stays alone.
    """
    address, hash_, fragment = target.partition("#")
    if hash_ and address == origin:
        return hash_ + fragment
    # Addresses hold no dots to be resolved, and a large site has millions of links.
    here, there = output_path(origin).split("/")[:-1], output_path(address).split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) + hash_ + fragment


def on_any_disk(path: str) -> str:
    """Return the form in which file systems that ignore case and composition compare names."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def text_name(path: str) -> str | None:
    """Return a new text's path in content/, without `.md`, `None` when there could be no page for it.

    That is so when the path leads out of content/, or a part of it has no letters or is a name that Windows reserves.
    """
    inside = path.replace("\\", "/").removeprefix("./").removeprefix("content/").removesuffix(".md").strip("/")
    parts = [_file_name(part) for part in inside.split("/")]
    return "/".join(parts) if all(part and not UNSAFE_NAMES.match(part) for part in parts) else None


def _file_name(words: str) -> str:
    """Return the slug of words, as many of them as the part of an address may have bytes."""
    names = (slug(words, longest=longest) for longest in range(80, 0, -8))
    return next(name for name in names if len(name.encode()) <= LONGEST_PART)


def slug(text: str, *, longest: int = 80) -> str:
    """Return `text` as part of an address: lower-case letters and digits joined by hyphens.

    Letters of every script stay, with the marks they are written with, since addresses may hold
    them; Latin letters lose their accents. Everything else separates. Empty when nothing is left.
    """
    if len(text) <= longest and SLUG.fullmatch(text):
        return text
    words = "".join(map(_in_slug, unicodedata.normalize("NFC", text.casefold()))).split()
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word
        if len(longer) > longest:
            return result or word[:longest]
        result = longer
    return result


@lru_cache(maxsize=4096)
def _in_slug(character: str) -> str:
    """Return what an address keeps of a character: a letter without the accent if it is Latin, else a space.

    Nothing of an apostrophe. `é` becomes `e`, `й` stays itself.
    """
    base = unicodedata.normalize("NFD", character)[0]
    kept = base if base.isascii() else character
    if kept.isalnum() or unicodedata.category(kept) in ("Mn", "Mc"):
        return kept
    return "" if kept in "'’" else " "
