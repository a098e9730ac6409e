"""Where things stand in the site, and how a page names them.

`addresses` gives every text its address; `Ways` knows them all; `Standpoint` is one page's view of
them. The trap: a page is linked as `…/index.html`, or the site could not be read from disk, and
only the 404 page, which is shown at any depth, uses absolute addresses.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from postil import markup
from postil.core.addresses import LONGEST_PART, UNSAFE_NAMES, on_any_disk, output_path, relative, slug
from postil.core.model import Asset, Source
from postil.core.problems import Checked, Place, Problem
from postil.core.values import dataclass
from postil.markup.headings import is_reserved

LONGEST_MADE = 60
"""Characters of a part that is made from words such as a tag: at most 240 bytes, which any disk takes."""


@lru_cache(maxsize=4096)
def name_in_address(words: str) -> str:
    """Return words as part of the address of a page of their own; empty when they hold no letter or digit."""
    name = slug(words, longest=LONGEST_MADE)
    return f"{name}-" if UNSAFE_NAMES.match(name) else name


def addresses(texts: Iterable[tuple[str, Source, str | None]]) -> Checked[Mapping[str, str]]:
    """Return the address of each text by its name, refusing bad ones and two that are one.

    Takes the name of each text, its file, and the `slug` of its front matter.
    """
    found: dict[str, str] = {}
    takers: dict[str, str] = {}
    problems: list[Problem] = []
    for name, source, given in texts:
        path = source.path
        address = _address(name, source, given, problems)
        if address is None:
            continue
        key = on_any_disk(address)
        if key in takers:
            problems.append(
                Problem(
                    "address-taken",
                    f"{path} and {takers[key]} would both be published at /{address}",
                    _slug_place(source),
                    "give one of them another `slug` in its front matter",
                )
            )
            continue
        takers[key] = path
        found[name] = address
    return Checked(found, tuple(problems))


def _address(name: str, source: Source, given: str | None, problems: list[Problem]) -> str | None:
    *folders, last = name.split("/")
    if given is not None and (given != slug(given, longest=LONGEST_PART) or not given):
        problems.append(
            Problem(
                "bad-address",
                f'"{given}" cannot be the last part of an address',
                _slug_place(source),
                f"write letters, digits and hyphens, as in `slug: {slug(given) or 'my-text'}`",
            )
        )
        return None
    parts = [slug(part, longest=LONGEST_PART) for part in folders]
    if last != "index" or given is not None:
        parts.append(given or slug(last, longest=LONGEST_PART))
    for part, written in zip(parts, [*folders, given or last], strict=False):
        if not part or UNSAFE_NAMES.match(part) or len(part.encode()) > LONGEST_PART:
            problems.append(
                Problem(
                    "bad-address",
                    f'"{written}" cannot be part of an address',
                    _slug_place(source) if part == given else Place(source.path),
                    "rename the file or folder, or give the text a `slug` of letters, digits and hyphens",
                )
            )
            return None
    return "".join(f"{part}/" for part in parts)


def _slug_place(source: Source) -> Place:
    match = re.search(r"^slug:[ \t]*(.*)$", source.text, re.MULTILINE)
    return source.place_at(match.start(1), len(match[1])) if match else Place(source.path)


@dataclass(frozen=True, slots=True)
class Ways:
    """Every address of the site."""

    texts: Mapping[str, str]
    """Address of each text by its path: `content/essays/axis.md` to `essays/axis/`."""
    assets: Mapping[str, str]
    """Address of each asset by its path."""
    base_path: str = "/"
    """Path of the site at its domain, with a slash at both ends."""
    headings: Callable[[str], Collection[str] | None] = field(default=lambda _: None, compare=False, repr=False)
    """Gives the ids of the headings of a text by its path, `None` for one that may have any."""
    _answers: dict[tuple[str, str], str | None] = field(default_factory=dict, compare=False, repr=False)
    """What was asked since the last `asked`."""

    @classmethod
    def of(
        cls,
        texts: Mapping[str, str],
        assets: Iterable[Asset],
        *,
        base_url: str | None,
        headings: Callable[[str], Collection[str] | None] = lambda _: None,
    ) -> Ways:
        """Return the ways of a site, from the addresses of its texts by path."""
        path = urlsplit(base_url or "").path
        return cls(
            texts,
            {asset.path: asset.address for asset in assets},
            "/" + path.strip("/") + "/" if path.strip("/") else "/",
            headings,
        )

    def asked(self) -> tuple[tuple[str, str, str | None], ...]:
        """Return each path that `target` was asked for since the last call, beside which file, with the answer."""
        asked = tuple((href, beside, answer) for (href, beside), answer in self._answers.items())
        self._answers.clear()
        return asked

    def lead_as_before(self, asked: Iterable[tuple[str, str, str | None]]) -> bool:
        """Return whether each path that was asked for leads where it did; takes what `asked` gave."""
        return all(self.target(href, beside=beside) == answer for href, beside, answer in asked)

    def text(self, path: str) -> str | None:
        """Return the path of the text that a link means, also by its folder or without `.md`."""
        return next((name for name in (path, f"{path}.md", f"{path}/index.md") if name in self.texts), None)

    def target(self, href: str, *, beside: str) -> str | None:
        """Return where a path as an author wrote it leads: an address of the site with its fragment.

        `beside` is the path of the file it was written in: `map.png` and `other.md#part` are sought
        there, `/about.md` from content/. `None` when it leads to no file or heading.
        """
        if (href, beside) not in self._answers:
            self._answers[href, beside] = self._target(href, beside)
        return self._answers[href, beside]

    def _target(self, href: str, beside: str) -> str | None:
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", href):
            return None
        path, hash_, fragment = href.partition("#")
        path, fragment = unicodedata.normalize("NFC", unquote(path.partition("?")[0])), unquote(fragment)
        base = "content" if path.startswith("/") else posixpath.dirname(beside)
        target = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        text = self.text(target)
        address = self.texts[text] if text else self.assets.get(target)
        if address is None or (text and not self.has(text, fragment)):
            return None
        return address + hash_ + fragment

    def has(self, text: str, fragment: str) -> bool:
        """Return whether the page of a text has that fragment, as far as can be known."""
        if not fragment or is_reserved(fragment):
            return True
        known = self.headings(text)
        return known is None or fragment in known


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A page from which links are drawn."""

    ways: Ways
    address: str
    """Of the page itself."""

    def to(self, target: str) -> str:
        """Return the link to a page or file of the site, given by its address and fragment."""
        address, hash_, fragment = target.partition("#")
        if self.address == "404.html":
            path = quoted(self.ways.base_path + address)
        elif hash_ and address == self.address:
            path = ""
        else:
            path = _way(address, self.address)
        return path + hash_ + _quoted_fragment(fragment) if hash_ else path

    @property
    def root(self) -> str:
        """The link to the site's root folder: empty or ending in a slash."""
        if self.address == "404.html":
            return quote(self.ways.base_path)
        return _root(self.address)

    def link(self, href: str, *, beside: str) -> str | None:
        """Return the link for an address as an author wrote it, `None` when it leads to no file or heading.

        `beside` is the path of the file it was written in, as in `Ways.target`.
        """
        if href.startswith("#") or markup.is_external(href):
            return href
        target = self.ways.target(href, beside=beside)
        return None if target is None else self.to(target)


# A page has many links to few pages, and several pages of a text have the same fragments.


@lru_cache(maxsize=4096)
def quoted(path: str) -> str:
    """Return a path as an address holds it."""
    return quote(path)


@lru_cache(maxsize=4096)
def _way(address: str, origin: str) -> str:
    if address.partition("/")[0] == origin.partition("/")[0]:
        return quote(relative(address, origin=origin))
    return _root(origin) + _file(address)


@lru_cache(maxsize=4096)
def _root(origin: str) -> str:
    return "../" * output_path(origin).count("/")


@lru_cache(maxsize=4096)
def _file(address: str) -> str:
    return quote(output_path(address))


@lru_cache(maxsize=4096)
def _quoted_fragment(fragment: str) -> str:
    return quote(fragment, safe="-._~!$&'()*+,;=:@/?")
