"""What belongs to a text is found by its name, and what belongs to none is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from postil.core.files import Files
from postil.core.model import Asset, Gathered, TextFiles
from postil.core.problems import Checked, Severity
from postil.gather import gathered, text_files


def site(root: Path, *paths: str) -> Checked[Gathered]:
    for path in paths:
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    return gathered(Files(root))


def problems(checked: Checked[Any]) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.path.removeprefix("content/")) for problem in checked.problems]


def names(checked: Checked[Gathered]) -> list[str]:
    return [text.name for text in checked.value.texts]


def read_texts(root: Path) -> list[TextFiles | None]:
    """Return the files of each text, by name."""
    return [text_files(paths, Files(root)).value for paths in gathered(Files(root)).value.texts]


def test_a_text_has_its_annotations_in_all_three_spellings_and_its_comments(tmp_path: Path) -> None:
    checked = site(
        tmp_path,
        "essays/axis.md",
        "essays/axis.annotations.yaml",
        "essays/axis.annotations.md",
        "essays/axis.annotations/second.md",
        "essays/axis.annotations/first.md",
        "essays/axis.comments.yaml",
        "index.md",
    )
    assert not checked.problems
    axis, index = checked.value.texts
    assert (axis.name, axis.text) == ("essays/axis", "content/essays/axis.md")
    assert [path.removeprefix("content/essays/axis.annotations") for path in axis.annotations] == [
        ".md",
        ".yaml",
        "/first.md",
        "/second.md",
    ]
    assert axis.comments == "content/essays/axis.comments.yaml"
    assert (index.name, index.annotations, index.comments) == ("index", (), None)
    read = text_files(axis, Files(tmp_path))
    assert not read.problems
    assert read.value
    assert (read.value.name, read.value.text.path, read.value.text.text) == (axis.name, axis.text, "x")
    assert tuple(source.path for source in read.value.annotations) == axis.annotations
    assert read.value.comments


def test_one_text_alone_is_a_site(tmp_path: Path) -> None:
    checked = site(tmp_path, "x.md")
    assert (names(checked), checked.problems, checked.value.site) == (["x"], (), None)


def test_the_files_of_the_site_are_read_at_the_head_of_content_only(tmp_path: Path) -> None:
    checked = site(tmp_path, "x.md", "site.yaml", "entities.yaml", "references.json", "deep/site.yaml")
    value = checked.value
    assert value.site
    assert value.entities
    assert value.references
    assert problems(checked) == [("not-published", "deep/site.yaml")]


def test_a_bibliography_on_one_long_line_is_read(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/references.json").write_text("[" + " " * 3_000_000 + "]")
    assert site(tmp_path, "x.md").value.references


def test_pictures_are_copied_and_other_files_are_not(tmp_path: Path) -> None:
    checked = site(tmp_path, "a/x.md", "a/map.png", "a/PHOTO.JPG", "a/draft.docx", "a/key.pem", "a/page.html")
    assert checked.value.assets == (
        Asset("content/a/PHOTO.JPG", "a/PHOTO.JPG"),
        Asset("content/a/map.png", "a/map.png"),
    )
    assert problems(checked) == [
        ("not-published", "a/draft.docx"),
        ("not-published", "a/key.pem"),
        ("not-published", "a/page.html"),
    ]
    assert {problem.severity for problem in checked.problems} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("x.annotations.yml", "content/x.annotations.yaml"),
        ("y.markdown", "content/y.md"),
        ("y.MD", "content/y.md"),
        ("x.Annotations.YAML", "content/x.annotations.yaml"),
        ("x.annotation.yaml", "content/x.annotations.yaml"),
        ("x-annotations.yaml", "content/x.annotations.yaml"),
        ("x_annotations.yml", "content/x.annotations.yaml"),
        ("x.annotations.markdown", "content/x.annotations.md"),
        ("x.comment.yaml", "content/x.comments.yaml"),
    ],
)
def test_an_ending_that_is_almost_right_is_said(tmp_path: Path, path: str, meant: str) -> None:
    (problem,) = site(tmp_path, "x.md", path).problems
    assert (problem.code, problem.hint) == ("not-published", f"rename it to {meant}")


def test_a_file_is_not_renamed_to_one_that_exists(tmp_path: Path) -> None:
    (problem,) = site(tmp_path, "x.md", "x.annotations.yaml", "x.annotations.yml").problems
    assert problem.hint == "move what it holds into content/x.annotations.yaml"


def test_a_folder_of_annotations_holds_markdown(tmp_path: Path) -> None:
    (problem,) = site(tmp_path, "x.md", "x.annotations/fourth.yaml").problems
    assert problem.hint == "write it as content/x.annotations/fourth.md, with its fields between two lines `---`"


def test_what_belongs_to_a_text_that_cannot_be_read_is_read_all_the_same(tmp_path: Path) -> None:
    site(tmp_path, "a.md", "a.annotations.yaml", "a.comments.yaml", "b.md", "c.md", "gone.annotations.md")
    (tmp_path / "content/a.md").write_bytes(b"\xff")
    (tmp_path / "content/b.md").write_bytes(b"\xff")
    files, nothing, _, gone = read_texts(tmp_path)
    assert nothing is None
    assert gone
    assert files
    assert (gone.name, gone.text.digest, len(gone.annotations)) == ("gone", "", 1)
    assert (files.name, files.text.digest, len(files.annotations), files.comments is not None) == ("a", "", 1, True)


def test_an_annotation_file_without_its_text_says_which_was_meant(tmp_path: Path) -> None:
    checked = site(tmp_path, "essays/axis.md", "essays/axsi.annotations.yaml", "axis.comments.yaml")
    assert problems(checked) == [
        ("text-missing", "essays/axsi.annotations.yaml"),
        ("text-missing", "axis.comments.yaml"),
    ]
    for problem in checked.problems:
        assert problem.hint
        assert "did you mean content/essays/axis.md?" in problem.hint


def test_a_text_that_cannot_be_read_is_not_called_missing(tmp_path: Path) -> None:
    site(tmp_path, "a.md", "a.annotations.yaml", "b.md")
    (tmp_path / "content/a.md").write_bytes(b"\xff")
    checked = gathered(Files(tmp_path))
    assert (names(checked), checked.problems) == (["a", "b"], ())
    broken, read = (text_files(paths, Files(tmp_path)) for paths in checked.value.texts)
    assert (problems(broken), problems(read)) == ([("not-utf-8", "a.md")], [])
    assert broken.value
    assert read.value
    assert (broken.value.text.digest, read.value.text.text) == ("", "x")


@pytest.mark.parametrize("folder", [True, False])
def test_nothing_to_build_is_an_error(tmp_path: Path, folder: bool) -> None:
    if folder:
        (tmp_path / "content").mkdir()
    assert problems(gathered(Files(tmp_path))) == [("no-texts", "content")]


def test_composed_and_decomposed_names_belong_together(tmp_path: Path) -> None:
    checked = site(tmp_path, "cafe\u0301.md", "caf\u00e9.annotations.yaml", "cafe\u0301.png")
    assert not checked.problems
    (text,) = checked.value.texts
    assert (text.name, len(text.annotations)) == ("caf\u00e9", 1)
    assert checked.value.assets == (Asset("content/cafe\u0301.png", "caf\u00e9.png"),)


@pytest.mark.parametrize("other", ["caf\u00e9.md", "CAFE\u0301.md", "Cafe\u0301.md"])
def test_names_that_are_one_file_somewhere_collide(tmp_path: Path, other: str) -> None:
    checked = site(tmp_path, "cafe\u0301.md", other)
    assert [problem.code for problem in checked.problems] == ["names-collide"]
    assert len(checked.value.texts) == 1


@pytest.mark.parametrize("name", ["what?.png", "a:b.png", "con.png", "trailing /x.png", "x" * 220 + ".png"])
def test_a_picture_whose_name_not_every_system_takes_is_a_problem(tmp_path: Path, name: str) -> None:
    checked = site(tmp_path, "x.md", name)
    assert [problem.code for problem in checked.problems] == ["bad-address"]
    assert checked.value.assets == ()


def test_the_problems_of_all_files_come_together(tmp_path: Path) -> None:
    site(tmp_path, "a.md", "b.md", "c.md", "gone.comments.yaml")
    (tmp_path / "content/a.md").write_bytes(b"\xff")
    (tmp_path / "content/b.md").write_bytes(b"a\0b")
    (tmp_path / "content/c.comments.yaml").write_bytes(b"\xff")
    checked = gathered(Files(tmp_path))
    assert problems(checked) == [("text-missing", "gone.comments.yaml")]
    read = [text_files(paths, Files(tmp_path)) for paths in checked.value.texts]
    assert [problems(text) for text in read] == [
        [("not-utf-8", "a.md")],
        [("control-character", "b.md")],
        [("not-utf-8", "c.comments.yaml")],
        [],
    ]
