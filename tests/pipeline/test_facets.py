"""An index sees what it names of the texts and nothing else, so it is drawn again only when that changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from postil import pipeline, plan
from postil.core.files import Files
from tests.site import Site

from .builds import built, drawn, many, town

NAMED = [
    (kind.name, facet)
    for kind in plan.KINDS
    for facet in kind.facets
    # How much of the summary is shown is asked for by no name.
    if facet not in ("summary", "named")
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    site = town(tmp_path_factory.mktemp("town"))
    site.write("content/site.yaml", "base_url: https://town.example/\nannotators: {ak: {name: Ana Kern}}\n")
    return Files.of_site(site.root)


def kinds_without(name: str, facet: str) -> tuple[plan.Kind, ...]:
    return tuple(
        replace(kind, facets=tuple(one for one in kind.facets if one != facet)) if kind.name == name else kind
        for kind in plan.KINDS
    )


@pytest.mark.parametrize(("kind", "facet"), NAMED)
def test_an_index_that_shows_a_facet_which_it_does_not_name_fails(
    files: Files, monkeypatch: pytest.MonkeyPatch, kind: str, facet: str
) -> None:
    monkeypatch.setattr(plan, "KINDS", kinds_without(kind, facet))
    with pytest.raises(LookupError, match=f"does not name the facet {facet}"):
        pipeline.built(files, pipeline.Options(jobs=1))


def test_an_index_asks_for_a_facet_of_those_texts_only_by_which_it_is_known_to_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = many(tmp_path, 12).write("content/site.yaml", "base_url: https://town.example/\n")
    chosen = {facet: choose for kind in plan.KINDS for facet, choose in kind.chosen.items()}
    asked: dict[str, set[str]] = {}
    meant: dict[str, set[str]] = {}
    told = plan.Context.told

    def watched(context: plan.Context, facet: str, addresses: Iterable[str] | None = None) -> Mapping[str, Any]:
        addresses = tuple(context.summaries if addresses is None else addresses)
        if facet in chosen:
            asked.setdefault(facet, set()).update(addresses)
        if "summary" in context.allowed:
            meant.update((one, set(choose(context.summaries))) for one, choose in chosen.items())
        return told(context, facet, addresses)

    for number in range(12):
        site.edit(f"content/t{number}.annotations.yaml", "id: n,", f"id: n, date: 2024-01-{number + 1:02},")
    monkeypatch.setattr(plan.Context, "told", watched)
    pipeline.built(Files.of_site(site.root), pipeline.Options(jobs=1))
    assert asked == meant
    assert meant["newest"] == {f"t{number}/" for number in range(6, 12)}


OWN = {"b/", "b/notes/", "b/cite/", "b/cite.bib", "b/cite.json"}


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a built site. Who changes it changes it back, and builds it."""
    site = town(tmp_path_factory.mktemp("standing") / "town")
    built(site)
    return site


@pytest.mark.parametrize(
    ("field", "indexes"),
    [
        ("", set()),
        ("kind: check,", set()),
        ("tags: [closed],", {"tags/", "tags/closed/"}),
        ("date: 2024-06-02,", {"", "timeline/"}),
        ("checked: 2024-06-02,", {"timeline/"}),
        ("updates: [{date: 2024-06-02, note: And so.}],", {"", "timeline/"}),
        ("by: ak,", {"annotators/", "annotators/ak/"}),
        ("about: [council],", {"entities/", "entities/council/"}),
        ("sources: [{title: Minutes, url: 'https://a.example/'}],", {"sources/"}),
    ],
)
def test_a_changed_note_draws_the_pages_of_its_text_and_those_indexes_that_show_it(
    standing: Site, field: str, indexes: set[str]
) -> None:
    before = standing.published()
    standing.edit("content/b.annotations.yaml", "id: n,", f"id: n, {field}")
    standing.edit("content/b.annotations.yaml", "First", "Second")
    assert drawn(built(standing)) == OWN | indexes
    standing.edit("content/b.annotations.yaml", f"id: n, {field}", "id: n,")
    standing.edit("content/b.annotations.yaml", "Second", "First")
    assert drawn(built(standing)) == OWN | indexes
    assert standing.published() == before
    again = built(standing)
    assert (again.why, again.summary.written, again.summary.removed) == ((), 0, 0)


@pytest.mark.parametrize(
    ("path", "old", "new", "indexes"),
    [
        ("a.md", "Another one", "A third one", set()),
        ("a.md", "Text a", "Text A", {"", "404.html"}),
        ("town/bridge.md", "closed for", "shut for", set()),
        ("town/bridge.md", "[bridges]", "[roads]", {"tags/", "tags/bridges/", "tags/roads/"}),
        ("town/bridge.annotations.yaml", "note: Why.", "note: Why?", {"entities/council/"}),
    ],
)
def test_a_changed_word_draws_the_pages_of_its_text_and_those_indexes_that_show_it(
    standing: Site, path: str, old: str, new: str, indexes: set[str]
) -> None:
    before = standing.published()
    made = built(standing.edit(f"content/{path}", old, new))
    own = f"{path.partition('.')[0]}/"
    assert own in drawn(made)
    assert {page for page in drawn(made) if not page.startswith(own)} | {
        path.removesuffix("index.html") for path in before.keys() - standing.published().keys()
    } == indexes
    built(standing.edit(f"content/{path}", new, old))
    assert standing.published() == before


def test_of_pages_that_are_drawn_those_with_other_words_alone_are_written(standing: Site) -> None:
    before = standing.published()
    made = built(standing.edit("content/b.annotations.yaml", "First", "Second"))
    changed = {path for path, content in standing.published().items() if before[path] != content}
    built(standing.edit("content/b.annotations.yaml", "Second", "First"))
    assert changed == {"b/index.html", "b/notes/index.html", ".postil"}
    assert (made.summary.written, made.summary.removed) == (2, 0)
    assert {why.reason for why in made.why} == {"the text, or a note on it, has changed"}


def test_a_text_that_comes_or_goes_draws_the_lists_and_no_other_text(standing: Site) -> None:
    before = standing.published()
    standing.write("content/d.md", "# Text d\n\nWords.\n")
    assert drawn(built(standing)) == {"", "404.html", "d/", "d/cite/", "d/cite.bib", "d/cite.json"}
    made = built(standing.remove("content/d.md"))
    assert drawn(made) == {"", "404.html"}
    assert made.summary.removed == 4
    assert standing.published() == before


def test_an_altered_page_is_drawn_again_and_no_other(standing: Site) -> None:
    before = standing.published()
    made = built(standing.write("site/timeline/index.html", "other").remove("site/b/notes/index.html"))
    assert {why.reason for why in made.why} == {"it does not stand in the site as it was written"}
    assert drawn(made) == {"timeline/", "b/notes/"}
    assert standing.published() == before


def test_a_site_in_memory_is_the_site_on_the_disk(standing: Site) -> None:
    made = pipeline.built(Files.of_site(standing.root), pipeline.Options(search=False, jobs=1))
    assert {output.path: output.content for output in made.outputs} == {
        path: content for path, content in standing.published().items() if path not in (".postil", ".nojekyll")
    }
