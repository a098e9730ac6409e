"""What authors write, field by field: front matter, annotations, comments, site.yaml, entities.

Plain frozen dataclasses. `core/yamltree` reads YAML into them through the schema door
(`core/schema`), which takes the limits and descriptions from each field's `metadata`; the
descriptions become the hover text of the JSON Schemas in `schemas/`. The newcomer's trap: a
field added here is at once accepted from authors, so the committed schemas must be written anew
(`python3 build.py schema`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any, Literal, TypeAlias

from .dates import Day, PartialDate
from .values import dataclass

Strict: dict[str, Any] = {"extra": "forbid"}
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
LONGEST_LANGUAGE = 60
"""Characters of a language's tag, after which files of words are named."""


@dataclass(frozen=True, slots=True)
class Most:
    """How long one of several may be, which the limits of a field do not say: those are of the list."""

    max_length: int
    """Characters of words, entries of a list."""

    def __get_pydantic_core_schema__(self, kind: Any, rules_of: Any) -> Any:
        """Return the rules that pydantic makes of a kind, with this one."""
        return {**rules_of(kind), "max_length": self.max_length}


Tag: TypeAlias = Annotated[str, Most(100)]
PersonName: TypeAlias = Annotated[str, Most(300)]
OtherName: TypeAlias = Annotated[str, Most(200)]


def _says(description: str, /, **limits: Any) -> dict[str, Any]:
    return {"description": description, **limits}


# ------------------------------------------------------------------------------------ texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a text was first published: `source` in its front matter."""

    __pydantic_config__ = Strict
    title: str | None = field(default=None, metadata=_says("Title of the original.", max_length=300))
    url: str | None = field(default=None, metadata=_says("Address of the original.", max_length=2000))
    publisher: str | None = field(default=None, metadata=_says("Who published it.", max_length=300))
    date: PartialDate | None = field(default=None, metadata=_says("When it was published."))
    accessed: Day | None = field(default=None, metadata=_says("When the address was last visited."))
    license: str | None = field(
        default=None, metadata=_says("Under which licence, or by whose permission.", max_length=300)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The fields between `---` lines at the head of a text."""

    __pydantic_config__ = Strict
    title: str | None = field(
        default=None,
        metadata=_says("Title of the text. The first heading, or the file's name, when absent.", max_length=300),
    )
    subtitle: str | None = field(default=None, metadata=_says("Second line of the title.", max_length=300))
    author: PersonName | Annotated[tuple[PersonName, ...], Most(50)] | None = field(
        default=None, metadata=_says("Who wrote the text: a name, or a list of names.")
    )
    date: PartialDate | None = field(default=None, metadata=_says("When the text was written."))
    lang: str | None = field(
        default=None,
        metadata=_says("Language, as a BCP 47 tag: en, de, uk, ar.", pattern=LANGUAGE, max_length=LONGEST_LANGUAGE),
    )
    dir: Literal["ltr", "rtl", "auto"] | None = field(
        default=None, metadata=_says("Direction of the script. Known from `lang` when absent.")
    )
    tags: tuple[Tag, ...] = field(default=(), metadata=_says("Subjects of the text.", max_length=50))
    description: str | None = field(
        default=None,
        metadata=_says(
            "One or two sentences, shown under the title and author, in lists and by search engines.", max_length=1000
        ),
    )
    draft: bool = field(default=False, metadata=_says("A draft is built only with --drafts."))
    slug: str | None = field(
        default=None, metadata=_says("Last part of the address, instead of the file's name.", max_length=100)
    )
    order: int | None = field(default=None, metadata=_says("Place in lists; texts without it follow, newest first."))
    source: Origin | None = field(default=None, metadata=_says("Where the text comes from."))
    rights: Literal["full", "excerpts"] = field(
        default="full",
        metadata=_says("excerpts: only the annotated sentences are published, with ellipses between them."),
    )


# ------------------------------------------------------------------------------ annotations


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A passage, named by its own words: the W3C text quote selector."""

    __pydantic_config__ = Strict
    quote: str = field(metadata=_says("The passage, as the reader sees it.", min_length=1, max_length=2000))
    prefix: str | None = field(
        default=None, metadata=_says("Words just before the quote, when it occurs more than once.", max_length=2000)
    )
    suffix: str | None = field(
        default=None, metadata=_says("Words just after the quote, when it occurs more than once.", max_length=2000)
    )
    occurrence: int | None = field(
        default=None, metadata=_says("Which occurrence is meant, counted from 1.", ge=1, le=100_000)
    )
    until: str | None = field(
        default=None,
        metadata=_says("Last words of a long passage, which then runs from `quote` to here.", max_length=2000),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A source that a note rests on: written out, or by its key in references.json."""

    __pydantic_config__ = Strict
    ref: str | None = field(default=None, metadata=_says("Key of an entry in references.json.", max_length=200))
    locator: str | None = field(default=None, metadata=_says("Page, section or paragraph: p. 9, §8.", max_length=100))
    title: str | None = field(default=None, metadata=_says("Title of the source.", max_length=300))
    url: str | None = field(default=None, metadata=_says("Address of the source.", max_length=2000))
    publisher: str | None = field(default=None, metadata=_says("Who published it.", max_length=300))
    author: str | None = field(default=None, metadata=_says("Who wrote it.", max_length=300))
    date: PartialDate | None = field(default=None, metadata=_says("When it was published."))
    accessed: Day | None = field(default=None, metadata=_says("When the address was last visited."))
    quote: str | None = field(
        default=None, metadata=_says("The sentence of the source that supports the note.", max_length=2000)
    )
    archive: str | None = field(default=None, metadata=_says("Address of an archived copy.", max_length=2000))
    broken: Day | None = field(default=None, metadata=_says("When the address was found dead."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What happened since a note was written: added, never overwritten."""

    __pydantic_config__ = Strict
    date: Day = field(metadata=_says("When this was added."))
    note: str = field(metadata=_says("Markdown.", min_length=1, max_length=20_000))
    sources: tuple[CitedSource, ...] = field(default=(), metadata=_says("Sources of the update.", max_length=20))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationFields(Quotation):
    """One annotation, as written."""

    __pydantic_config__ = Strict
    id: str | None = field(
        default=None,
        metadata=_says("Stable name: the note's address is #note-ID. Made from the quote when absent.", max_length=80),
    )
    also: tuple[Quotation, ...] = field(
        default=(), metadata=_says("Further passages that the same note explains.", max_length=50)
    )
    on: str | None = field(
        default=None, metadata=_says("Id of the reader comment in which the quote stands.", max_length=80)
    )
    kind: str = field(
        default="context",
        metadata=_says("context, definition, check, source, dispute, update, or a kind of site.yaml.", max_length=50),
    )
    verdict: str | None = field(
        default=None, metadata=_says("Outcome of a check, from the scale in site.yaml.", max_length=50)
    )
    note: str | None = field(
        default=None, metadata=_says("The note, in Markdown. A | block is safest.", max_length=20_000)
    )
    sources: tuple[CitedSource, ...] = field(default=(), metadata=_says("What the note rests on.", max_length=20))
    by: str | None = field(
        default=None, metadata=_says("Who wrote the note: an annotator of site.yaml.", max_length=50)
    )
    date: Day | None = field(default=None, metadata=_says("When the note was written."))
    checked: Day | None = field(default=None, metadata=_says("When somebody last verified it."))
    recheck: Day | None = field(default=None, metadata=_says("When it is due to be verified again."))
    updates: tuple[Update, ...] = field(
        default=(), metadata=_says("What happened since, oldest first.", max_length=100)
    )
    tags: tuple[Tag, ...] = field(default=(), metadata=_says("Subjects of the note.", max_length=50))
    about: tuple[str, ...] = field(
        default=(), metadata=_says("Entities of entities.yaml that the note is about.", max_length=50)
    )
    draft: bool = field(default=False, metadata=_says("A draft is published only with --drafts."))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationsFile:
    """`X.annotations.yaml`: the annotations of the text `X.md`."""

    __pydantic_config__ = Strict
    annotations: tuple[AnnotationFields, ...] = field(
        default=(), metadata=_says("The annotations, in any order.", max_length=5000)
    )


# --------------------------------------------------------------------------------- comments


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentFields:
    """One reader comment, as written."""

    __pydantic_config__ = Strict
    id: str = field(metadata=_says("Stable name: the comment's address is #comment-ID.", max_length=80))
    author: str | None = field(default=None, metadata=_says("Name the reader gave.", max_length=100))
    date: Day | None = field(default=None, metadata=_says("When it was written."))
    url: str | None = field(default=None, metadata=_says("Where it was published.", max_length=2000))
    answers: Quotation | None = field(default=None, metadata=_says("The passage of the text that it answers."))
    reply_to: str | None = field(default=None, metadata=_says("Id of the comment that it replies to.", max_length=80))
    stance: Literal["agrees", "disputes", "adds", "asks", "neutral"] | None = field(
        default=None, metadata=_says("How it stands to what it answers.")
    )
    text: str = field(
        metadata=_says("The comment, in Markdown without images or HTML.", min_length=1, max_length=50_000)
    )
    draft: bool = field(default=False, metadata=_says("A draft is published only with --drafts."))


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsFile:
    """`X.comments.yaml`: the reader comments on the text `X.md`."""

    __pydantic_config__ = Strict
    comments: tuple[CommentFields, ...] = field(
        default=(), metadata=_says("The comments, oldest first.", max_length=5000)
    )


# --------------------------------------------------------------------------------- the site


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationEntry:
    """One entry of the navigation."""

    __pydantic_config__ = Strict
    title: str = field(metadata=_says("Words of the link.", max_length=100))
    to: str = field(metadata=_says("A file in content/ (about.md) or an address (https://…).", max_length=2000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """Somebody who writes notes."""

    __pydantic_config__ = Strict
    name: str = field(metadata=_says("Name as published.", max_length=100))
    url: str | None = field(default=None, metadata=_says("Home page.", max_length=2000))
    about: str | None = field(default=None, metadata=_says("A sentence on who this is.", max_length=1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of annotation, besides or instead of the ones that come along."""

    __pydantic_config__ = Strict
    label: str = field(metadata=_says("Name shown to readers.", max_length=50))
    plural: str | None = field(default=None, metadata=_says("Name for several, in the summary.", max_length=50))
    mark: str | None = field(default=None, metadata=_says("One character shown before the label.", max_length=2))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownSettings:
    """How the author's texts are read."""

    __pydantic_config__ = Strict
    html: bool = field(
        default=False, metadata=_says("Let raw HTML of texts through, cleaned. Never in notes or comments.")
    )
    smart_quotes: bool = field(default=True, metadata=_says("Turn straight quotation marks into typographic ones."))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSettings:
    """How notes are set."""

    __pydantic_config__ = Strict
    reference: Literal["after-punctuation", "before-punctuation"] = field(
        default="after-punctuation", metadata=_says("Where a note's number stands at the end of a sentence.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """`content/site.yaml`."""

    __pydantic_config__ = Strict
    title: str = field(default="Commentary", metadata=_says("Title of the site.", max_length=300))
    description: str | None = field(default=None, metadata=_says("One or two sentences on the site.", max_length=1000))
    author: str | None = field(default=None, metadata=_says("Who publishes the site.", max_length=100))
    lang: str = field(
        default="en",
        metadata=_says("Language of the site, as a BCP 47 tag.", pattern=LANGUAGE, max_length=LONGEST_LANGUAGE),
    )
    base_url: str | None = field(
        default=None, metadata=_says("Where the site is published: https://name.github.io/project/", max_length=500)
    )
    license: str | None = field(default=None, metadata=_says("Licence of the notes.", max_length=300))
    repository: str | None = field(
        default=None,
        metadata=_says("Address of the repository on GitHub: https://github.com/name/project", max_length=500),
    )
    navigation: tuple[NavigationEntry, ...] = field(
        default=(), metadata=_says("Links at the head of every page.", max_length=50)
    )
    annotators: Mapping[str, Annotator] = field(
        default_factory=dict, metadata=_says("Who writes notes: short name to person.")
    )
    kinds: Mapping[str, Kind] = field(
        default_factory=dict, metadata=_says("Further kinds of annotation: name to description.")
    )
    verdicts: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_says("The scale for checks, best first: name to label. Replaces the one that comes along."),
    )
    markdown: MarkdownSettings = field(default_factory=MarkdownSettings, metadata=_says("How texts are read."))
    notes: NoteSettings = field(default_factory=NoteSettings, metadata=_says("How notes are set."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, place, organisation or event that notes are about."""

    __pydantic_config__ = Strict
    name: str = field(metadata=_says("Name as published.", max_length=200))
    type: Literal["person", "place", "organisation", "event", "work", "concept"] = field(metadata=_says("What it is."))
    also: tuple[OtherName, ...] = field(default=(), metadata=_says("Other names.", max_length=50))
    description: str | None = field(default=None, metadata=_says("Who or what it is, in Markdown.", max_length=20_000))
    url: str | None = field(default=None, metadata=_says("A page about it.", max_length=2000))
    wikidata: str | None = field(default=None, metadata=_says("Wikidata identifier: Q7747.", pattern=r"^Q[1-9]\d*$"))
    date: PartialDate | None = field(default=None, metadata=_says("When it happened, or began."))
    until: PartialDate | None = field(default=None, metadata=_says("When it ended."))
    sources: tuple[CitedSource, ...] = field(
        default=(), metadata=_says("What the description rests on.", max_length=20)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitiesFile:
    """`content/entities.yaml`: reusable context."""

    __pydantic_config__ = Strict
    entities: Mapping[str, Entity] = field(
        default_factory=dict, metadata=_says("Short name to entity; [[short-name]] in a note links to it.")
    )
