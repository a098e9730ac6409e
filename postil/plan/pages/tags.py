"""The pages of tags: the register of all, and one page for each with its texts and notes.

A tag is known by its letters: `Kursk` and `kursk` are one, under the writing used most. Tags that
only look alike when their signs are taken away, as `C` and `C#`, are a problem instead of one page.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from itertools import chain

from postil.core.model import Page
from postil.core.problems import Place, Problem, Severity, shortened
from postil.core.values import dataclass, replace
from postil.plan.context import Context
from postil.plan.divided import DIGITS, initial, pager, place_in_alphabet, sheets
from postil.plan.framing import Index
from postil.plan.ground import Ground
from postil.plan.lines import line_groups
from postil.plan.notes import Desk
from postil.plan.registers import (
    CollectionView,
    EntryGroup,
    EntryView,
    RegisterView,
)
from postil.plan.summaries import NoteSummary, TextSummary
from postil.plan.views import LinkView
from postil.plan.ways import name_in_address
from postil.plan.words import counted

from .folders import text_cards

LIST_ADDRESS = "tags/"
LONGEST_PAGE = 300
"""Notes on one page of a tag."""
FEWEST_FOR_INITIALS = 40
"""Entries from which a register is divided by initials."""


@dataclass(slots=True)
class Tag:
    """A tag with everything that bears it."""

    name: str
    """Its letters, as part of an address."""
    written: Counter[str] = field(default_factory=Counter)
    """How often it is written in which way."""
    texts: list[TextSummary] = field(default_factory=list)
    notes: list[NoteSummary] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The writing used most, of several the first in the alphabet."""
        return min(self.written, key=lambda written: (-self.written[written], written))

    @property
    def address(self) -> str:
        """Where its page stands."""
        return f"{LIST_ADDRESS}{self.name}/"


def index(texts: Mapping[str, TextSummary], _ground: Ground) -> Index | None:
    """Return the register of tags as an index of the site, if there are any."""
    return Index("tags", LIST_ADDRESS) if any(text.has_tags for text in texts.values()) else None


def tag_pages(context: Context) -> Iterator[Page]:
    """Yield the register of tags and the pages of each."""
    tags = tags_by_name(context)
    if not tags:
        return
    desk = context.desk(LIST_ADDRESS)
    yield Page(LIST_ADDRESS, "register.html", _register(tags, context, desk))
    for tag in tags.values():
        yield from _pages(tag, context)


def tags(context: Context) -> tuple[str, ...]:
    """Return every tag as it is written most, in the order of the alphabet."""
    return tuple(tag.title for tag in tags_by_name(replace(context, allowed=("tagged",))).values())


def tags_by_name(context: Context) -> Mapping[str, Tag]:
    """Return every tag of texts and notes, in the order of the alphabet."""
    found: dict[str, Tag] = {}
    name_of = cache(name_in_address)

    def tagged(tags: Sequence[str]) -> Iterator[Tag]:
        for name, written in {name_of(tag): tag for tag in reversed(tags)}.items():
            if name:
                if (tag := found.get(name)) is None:
                    tag = found[name] = Tag(name)
                tag.written[written] += 1
                yield tag

    for text in context.summaries.values():
        for tag in tagged(text.tags):
            tag.texts.append(text)
    for note in chain.from_iterable(context.told("tagged").values()):
        for tag in tagged(note.tags):
            tag.notes.append(note)
    return dict(sorted(found.items(), key=lambda pair: place_in_alphabet(pair[1].title)))


def problems(context: Context) -> Iterator[Problem]:
    """Yield a problem for each way of writing a tag that shares its page with another tag."""
    first: dict[str, tuple[str, str]] = {}
    seen: set[str] = set()
    texts = ((tag, text) for text in context.summaries.values() for tag in text.tags)
    notes = ((tag, note.text) for note in chain.from_iterable(context.told("tagged").values()) for tag in note.tags)
    for written, text in chain(texts, notes):
        if written in seen:
            continue
        seen.add(written)
        name = name_in_address(written)
        if not name:
            hint = "give it at least one letter or digit"
            sentence = f"the tag “{shortened(written)}” has no page"
            yield Problem("bad-tag", sentence, Place(text.path), hint, Severity.WARNING)
            continue
        known, path = first.setdefault(name, (written, text.path))
        if _letters(known) != _letters(written):
            both = f"“{shortened(known)}” (in {path}) and “{shortened(written)}”"
            sentence = f"the tags {both} share the page tags/{name}/"
            hint = "write both in one way, or rename one of them"
            yield Problem("bad-tag", sentence, Place(text.path), hint, Severity.WARNING)


def _letters(tag: str) -> str:
    """Return what a tag is compared by: its words, whatever joins them."""
    return " ".join(unicodedata.normalize("NFC", tag.casefold()).replace("-", " ").replace("_", " ").split())


def _register(tags: Mapping[str, Tag], context: Context, desk: Desk) -> RegisterView:
    entries = [
        (
            initial(tag.title),
            EntryView(
                tag.title,
                desk.here.to(tag.address),
                " · ".join(filter(None, _counts(tag, desk))),
            ),
        )
        for tag in tags.values()
    ]
    return RegisterView(
        site=context.site(desk.here),
        words=desk.words,
        title=desk.words["tags"],
        lang=context.lang,
        dir=context.dir,
        groups=by_initial(entries),
        name="tags",
        description=desk.words["tags-notice"],
    )


def by_initial(entries: Sequence[tuple[str, EntryView]]) -> tuple[EntryGroup, ...]:
    """Return the entries of a register under their initials, or together where they are few."""
    if len(entries) < FEWEST_FOR_INITIALS:
        return (EntryGroup("", tuple(entry for _, entry in entries)),)
    groups: dict[str, list[EntryView]] = {}
    for heading, entry in entries:
        groups.setdefault(heading, []).append(entry)
    ordered = sorted(groups, key=lambda heading: heading != DIGITS)
    return tuple(EntryGroup(heading, tuple(groups[heading])) for heading in ordered)


def _pages(tag: Tag, context: Context) -> Iterator[Page]:
    parts = sheets(tag.address, tag.notes, longest=LONGEST_PAGE)
    for number, sheet in enumerate(parts):
        desk = context.desk(sheet.address)
        view = CollectionView(
            site=context.site(desk.here),
            words=desk.words,
            title=tag.title,
            lang=context.lang,
            dir=context.dir,
            counts_label=" · ".join(filter(None, _counts(tag, desk))),
            listing=text_cards(tag.texts, desk) if number == 0 else (),
            groups=line_groups(sheet.members, desk),
            breadcrumbs=(LinkView(desk.words["tags"], desk.here.to(LIST_ADDRESS)),),
            pager=pager(parts, number, desk.here),
        )
        yield Page(sheet.address, "collection.html", view)


def _counts(tag: Tag, desk: Desk) -> tuple[str, str]:
    return counted(desk.words, "texts", len(tag.texts)), counted(desk.words, "notes", len(tag.notes))
