"""Measures whole builds beside the peers: `python -m bench.whole [TEXTS …]`, 1,000 when absent.

Every figure is the wall time of a whole process from the shell, the median of several rounds; the
tools take turns, so that a busy moment of the machine hits all of them. Ratios are to Hugo's time
for the same work. Without `--scratch DIR` everything is installed into a new temporary folder.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import peers

Work = Callable[[peers.Peer, int], None]
"""What is done to a site before a build, given the number of the round."""


def fresh(peer: peers.Peer, _: int) -> None:
    """Take away the published site and every cache."""
    for folder in (peer.output, *peer.caches):
        shutil.rmtree(folder, ignore_errors=True)


def unchanged(_peer: peers.Peer, _: int) -> None:
    """Leave everything as it is."""


def one_note(peer: peers.Peer, number: int) -> None:
    """Change the words of one note."""
    content = peer.note.read_text(encoding="utf-8")
    before, told, after = content.partition("**what ")
    rest = after.split("is meant**", 1)[1]
    peer.note.write_text(f"{before}{told}{'truly ' * (number % 2)}is meant**{rest}", encoding="utf-8")


def one_layout(peer: peers.Peer, number: int) -> None:
    """Change the layout that every text's page is drawn by."""
    if peer.layout is not None:
        content = peer.layout.read_text(encoding="utf-8").rstrip()
        peer.layout.write_text(content + "\n" * (1 + number % 2), encoding="utf-8")


WORKS: dict[str, Work] = {
    "cold": fresh,
    "nothing changed": unchanged,
    "one note changed": one_note,
    "one layout changed": one_layout,
}


@click.command()
@click.argument("texts", type=int, nargs=-1)
@click.option("--rounds", default=5, show_default=True, help="How often each figure is taken.")
@click.option("--scratch", type=click.Path(path_type=Path), help="Where peers are installed and kept.")
def main(texts: tuple[int, ...], rounds: int, scratch: Path | None) -> None:
    """Print one table of medians and ratios for each number of TEXTS."""
    with tempfile.TemporaryDirectory() as temporary:
        for count in texts or (1_000,):
            root = scratch or Path(temporary)
            table(prepared(root, count), count, rounds)


def prepared(scratch: Path, texts: int) -> list[peers.Peer]:
    """Return every peer that can be installed here, and name the others."""
    found = []
    for make in (peers.postil, *peers.PEERS):
        folder = scratch / str(texts)
        shutil.rmtree(folder / f"{make.__name__}-site", ignore_errors=True)
        try:
            found.append(make(folder, texts))
        except (OSError, subprocess.CalledProcessError) as error:
            click.echo(f"left out: {make.__name__} ({error})")
    return found


def table(all_peers: list[peers.Peer], texts: int, rounds: int) -> None:
    """Measure and print one table."""
    times: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds):
        for work, change in WORKS.items():
            for peer in all_peers:
                if change is one_layout and peer.layout is None:
                    continue
                change(peer, number)
                begun = time.perf_counter()
                subprocess.run(peer.build, cwd=peer.folder, check=True, stdout=subprocess.DEVNULL)
                times.setdefault((peer.name, work), []).append(time.perf_counter() - begun)
    medians = {key: statistics.median(values) for key, values in times.items()}
    click.echo(f"\n| {texts:,} texts | " + " | ".join(WORKS) + " |")
    click.echo("|---|" + "---|" * len(WORKS))
    for peer in all_peers:
        cells = []
        for work in WORKS:
            seconds, hugo = medians.get((peer.name, work)), medians.get(("Hugo", work))
            ratio = f" ({seconds / hugo:.2f})" if seconds and hugo else ""
            cells.append(f"{seconds:.2f} s{ratio}" if seconds else "–")
        click.echo(f"| {peer.name} {peer.version} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
