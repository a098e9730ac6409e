"""The index is made once, taken over while nothing in it would change, and missed without harm."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from postil import search
from postil.search import pagefind
from postil.search.pagefind import NoIndexError, bundle
from tests.site import Site

from .indexes import folder, records

LAYOUTS = Path(__file__).parents[2] / "layouts"
NOTE = "annotations:\n  - {id: n, quote: Some words, note: First thoughts.}\n"


def small(root: Path) -> Site:
    return (
        Site(root)
        .write("content/a.md", "---\ntitle: A text\n---\n\nSome words.\n")
        .write("content/a.annotations.yaml", NOTE)
    )


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give a list that grows by the number of records whenever Pagefind is started."""
    counts: list[int] = []

    def counting(contents: Sequence[tuple[str, str]], *, lang: str, program: Sequence[str] = ()) -> pagefind.Bundle:
        counts.append(len(contents))
        return bundle(contents, lang=lang, program=program)

    monkeypatch.setattr(search, "bundle", counting)
    return counts


def test_pagefind_is_started_only_when_something_that_is_found_has_changed(tmp_path: Path, started: list[int]) -> None:
    site = small(tmp_path).build().expect(0)
    before = site.published()
    assert started == [2]
    site.build().expect(0, "nothing changed")
    site.write("layouts/assets/css/more.css", "p { margin: 0 }").build().expect(0)
    assert started == [2]
    assert {path: content for path, content in site.published().items() if path.startswith("search/index-")} == {
        path: content for path, content in before.items() if path.startswith("search/index-")
    }


def test_a_changed_note_is_indexed_anew_and_the_old_index_goes(tmp_path: Path, started: list[int]) -> None:
    site = small(tmp_path).build().expect(0)
    old = folder(site)
    site.edit("content/a.annotations.yaml", "First thoughts", "Second thoughts").build().expect(0)
    assert started == [2, 2]
    assert folder(site) != old
    assert not [path for path in site.published() if path.startswith(old)]
    assert "Second thoughts." in {record.words for record in records(site)}
    site.build().expect(0, "nothing changed")


def test_an_index_of_which_somebody_has_altered_or_deleted_a_file_is_made_anew(
    tmp_path: Path, started: list[int]
) -> None:
    site = small(tmp_path).build().expect(0)
    before = site.published()
    path = folder(site) + "records.json"
    site.write(f"site/{path}", b"{}").build().expect(0)
    assert started == [2, 2]
    assert site.published() == before
    site.remove(f"site/{path}").build().expect(0)
    assert started == [2, 2, 2]
    assert site.published() == before


def test_nothing_is_indexed_where_nothing_is_published(tmp_path: Path, started: list[int]) -> None:
    small(tmp_path).verb("check").expect(0)
    site = small(tmp_path).edit("content/a.annotations.yaml", "Some words", "Other words").build().expect(1)
    assert started == []
    assert not (site.root / "site").exists()


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    texts = {
        f"content/t{number}.md": f"---\ntitle: Text {number}\n---\n\nWord{number} again.\n" for number in range(30)
    }
    published = []
    for name in ("one", "other"):
        site = small(tmp_path / name)
        for path, text in texts.items():
            site.write(path, text.encode())
        published.append(site.build().expect(0).published())
    assert published[0] == published[1]


def test_neither_the_environment_nor_a_file_where_one_stands_changes_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = small(tmp_path / "plain").build().expect(0).published()
    (tmp_path / "pagefind.yml").write_text("force_language: de\nexclude_selectors: [p]\n")
    monkeypatch.chdir(tmp_path)
    other = small(tmp_path / "other").build(PAGEFIND_FORCE_LANGUAGE="fr").expect(0).published()
    assert other == plain


def test_a_site_without_a_search_has_neither_its_page_nor_links_to_it(tmp_path: Path, started: list[int]) -> None:
    site = small(tmp_path).build("--no-search").expect(0)
    assert started == []
    assert not [path for path in site.published() if path.startswith("search/")]
    for address in ("", "a/", "404.html"):
        assert not [link for link in site.page(address).all("a") if "search/" in (link.get("href") or "")]
    assert site.build().expect(0).page("a/").all("a", rel="search")


def test_without_pagefind_the_site_is_built_without_a_search_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    site = small(tmp_path).build().expect(0, "warning[no-search]", "Pagefind is not installed", "hint: ")
    assert not [path for path in site.published() if path.startswith("search/")]
    assert not site.page("a/").all("a", rel="search")
    small(tmp_path / "strict").build("--strict").expect(1, "error[no-search]")


PROGRAMS = {
    "ends at once": ("", "Pagefind ended before it gave an index"),
    "answers with what is no message": ("print('nonsense,', flush=True)", "answers in a way that is not understood"),
    "answers with another message": (
        "import base64; print(base64.b64encode(b'[]').decode() + ',', flush=True)",
        "answers in a way that is not understood",
    ),
    "says what is wrong": (
        'import base64; print(base64.b64encode(b\'{"payload": {"type": "Error", "message": "no more\\\\nink"}}\')'
        ".decode() + ',', flush=True)",
        "Pagefind says: no more ink",
    ),
    "gives no files": (
        'import base64; print(base64.b64encode(b\'{"payload": {"type": "GetFiles", "files": []}}\')'
        ".decode() + ',', flush=True)",
        "Pagefind gave an index of another form than known",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_that_fails_is_one_sentence(name: str) -> None:
    code, sentence = PROGRAMS[name]
    with pytest.raises(NoIndexError, match=re.escape(sentence)):
        bundle([("", "words " * 50_000)], lang="en", program=(sys.executable, "-c", code))


def test_a_program_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="Pagefind cannot be started: no such file or directory"):
        bundle([("", "words")], lang="en", program=(str(tmp_path / "pagefind"),))


def test_a_program_that_hangs_is_ended_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "PATIENCE_SECONDS", 0.5)
    code = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    with pytest.raises(NoIndexError, match="Pagefind gave no index within 1 second"):
        bundle([("", "words " * 50_000)], lang="en", program=(sys.executable, "-c", code))
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_the_page_divides_words_as_the_index_does() -> None:
    script = (LAYOUTS / "assets/js/search.js").read_text(encoding="utf-8")
    written = re.search(r"WIDE = '(.+)'", script)
    assert written
    ranges = re.sub(r"\\\\u\{?([0-9a-f]+)\}?", lambda match: chr(int(match[1], 16)), written[1])
    assert f"[{ranges}]|[^ {ranges}]+" == search.WORDS


def test_signs_written_without_spaces_are_words_of_their_own() -> None:
    assert re.findall(search.WORDS, "he said 你好吗, 학교에서 a1") == [
        *("he", "said", "你", "好", "吗", ",", "학", "교", "에", "서", "a1")
    ]
