"""Pictures of a site in memory are what they were judged to be, also while its other files are wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.pipeline.builds import town

from .test_live import begun


def test_a_picture_is_judged_as_it_is_when_it_is_shown_also_while_the_site_stands_still(tmp_path: Path) -> None:
    site = town(tmp_path)
    picture, bad = b'<svg xmlns="http://www.w3.org/2000/svg"/>', b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>'
    site.write("content/map.svg", picture).write("content/site.yaml", "title: Here\n")
    live = begun(site)
    site.write("content/site.yaml", "tittle: Here\n").write("content/map.svg", bad)
    assert live.renewed().stood
    assert live.file("map.svg") is None
    site.write("content/map.svg", picture)
    shown = live.file("map.svg")
    assert shown is not None
    assert shown.content == picture


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_in_the_place_of_a_picture_holds_nothing_up(tmp_path: Path) -> None:
    site = town(tmp_path).write("content/map.png", b"a picture")
    live = begun(site)
    (tmp_path / "content/map.png").unlink()
    os.mkfifo(tmp_path / "content/map.png")
    assert live.file("map.png") is None
