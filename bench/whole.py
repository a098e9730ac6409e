"""Measures whole builds beside the peers: `python -m bench.whole [TEXTS …]`, 100 when absent.

Prints Markdown: for each number of texts a table of wall times with their ratios to Hugo's for the
same work in the same run, and one of processor times and peaks of memory; then what is told apart.
Every figure is that of a whole process from the shell, the median of several rounds. Without
`--scratch DIR` everything is installed into a new temporary folder.
"""

from __future__ import annotations

import datetime
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bench.peers import PEERS, Peer, Unavailable, postil
from bench.rounds import COLD, NOTHING, ONE_NOTE, WORKS, Figures, Work, measured

ROUNDS = 5
ROUNDS_WITH_MANY, MANY_TEXTS = 3, 2_000
"""From so many texts on a figure is taken fewer times: it takes minutes, and varies less."""
MOST_TEXTS_APART = 1_000
"""Up to so many texts search and cards are told apart: to draw more cards takes minutes."""
QUICK = ("postil", "hugo")
Making = Callable[[Path, int], Peer]


@click.command()
@click.argument("texts", type=click.IntRange(min=1), nargs=-1)
@click.option("--rounds", type=click.IntRange(min=1), help="How often each figure is taken: 5, with many texts 3.")
@click.option("--only", type=click.Choice(tuple(PEERS)), multiple=True, help="Measure this one; can be repeated.")
@click.option("--apart/--no-apart", default=True, help="Whether to tell start, book, search and cards apart.")
@click.option("--patience", metavar="SECONDS", default=60.0, show_default=True, help="A longer build is stopped.")
@click.option("--quick", is_flag=True, help="Postil and Hugo with 10 texts, one round: to see that it works.")
@click.option("--scratch", type=click.Path(path_type=Path), help="Where everything is installed, written and kept.")
def main(
    texts: tuple[int, ...],
    *,
    rounds: int | None,
    only: tuple[str, ...],
    apart: bool,
    patience: float,
    quick: bool,
    scratch: Path | None,
) -> None:
    """Print tables of medians, and of ratios to Hugo, for each number of TEXTS."""
    if not hasattr(os, "wait4"):
        sys.exit("what a process costs is asked of the system in a way that only Linux and other Unixes know")
    names = only or (QUICK if quick else tuple(PEERS))
    chosen = [making for name, making in PEERS.items() if name in names]
    sizes = texts or ((10,) if quick else (100,))
    with tempfile.TemporaryDirectory() as temporary:
        bench = _Bench((scratch or Path(temporary)).resolve(), 1 if quick and not rounds else rounds, patience)
        click.echo(_circumstances())
        for size in sizes:
            bench.tell_beside(chosen, WORKS, size)
        if apart and not quick:
            bench.tell_beside(chosen, (COLD,), 1)
            if "postil" in names:
                bench.tell_book()
                bench.tell_additions(max((size for size in sizes if size <= MOST_TEXTS_APART), default=100))


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where and how often to measure."""

    scratch: Path
    rounds: int | None
    patience: float

    def tell_beside(self, makings: Iterable[Making], works: Sequence[Work], texts: int) -> None:
        """Print what the works cost each generator beside Hugo."""
        peers = self.available(makings, texts)
        figures = self.figures(peers, works, texts)

        def beside_hugo(peer: Peer, work: Work) -> str:
            seconds, hugo = figures.seconds(peer.name, work), figures.seconds("Hugo", work)
            return _seconds(seconds) + (f" ({seconds / hugo:.2f})" if seconds and hugo else "")

        def used(peer: Peer, work: Work) -> str:
            memory = figures.memory.get((peer.name, work.name))
            processor = _seconds(figures.processor_seconds(peer.name, work))
            return processor + (f", {memory / 1e6:.0f} MB" if memory else "")

        count = "1 text" if texts == 1 else f"{texts:,} texts"
        _tell_table(f"{count}: wall time (ratio to Hugo)", peers, works, beside_hugo)
        _tell_table(f"{count}: processor time, peak of memory", peers, works, used)
        _tell_unfinished(figures)

    def tell_book(self) -> None:
        """Print what one text as long as a book costs."""
        book = postil.with_book(self.scratch)
        figures = self.figures((book,), (COLD,), 1)
        seconds, processor = figures.seconds(book.name, COLD), figures.processor_seconds(book.name, COLD)
        memory = figures.memory.get((book.name, COLD.name), 0)
        click.echo(
            f"\nOne text of 685,000 characters with 2,000 notes, cold: {_seconds(seconds)}"
            f" ({_seconds(processor)} of processor time, {memory / 1e6:.0f} MB)."
        )
        _tell_unfinished(figures)

    def tell_additions(self, texts: int) -> None:
        """Print what search and cards cost on top of all the rest."""
        peers = self.available((postil.peer, postil.with_search, postil.with_cards), texts)
        works = (COLD, NOTHING, ONE_NOTE)
        figures = self.figures(peers, works, texts)

        def more(median: Callable[[str, Work], float | None]) -> Callable[[Peer, Work], str]:
            def cell(peer: Peer, work: Work) -> str:
                seconds, bare = median(peer.name, work), median("Postil", work)
                return _seconds(seconds) + (
                    f" ({seconds - bare:+.2f})" if seconds and bare and peer != peers[0] else ""
                )

            return cell

        _tell_table(f"{texts:,} texts: wall time (more than without)", peers, works, more(figures.seconds))
        _tell_table("processor time (more than without)", peers, works, more(figures.processor_seconds))
        _tell_unfinished(figures)

    def figures(self, peers: Sequence[Peer], works: Sequence[Work], texts: int) -> Figures:
        """Measure, and say on the terminal what is being done."""
        rounds = self.rounds or (ROUNDS if texts < MANY_TEXTS else ROUNDS_WITH_MANY)
        return measured(peers, works, rounds=rounds, patience=self.patience, tell=_tell)

    def available(self, makings: Iterable[Making], texts: int) -> list[Peer]:
        """Return the generators that can be had here, their sites written, and name the others."""
        peers = []
        for making in makings:
            name = making.__module__.rpartition(".")[2]
            _tell(f"preparing {name} with {texts:,} texts")
            try:
                peers.append(making(self.scratch, texts))
            except Unavailable as reason:
                click.echo(f"\nLeft out: {name}: {reason}")
        return peers


def _tell_table(title: str, peers: Sequence[Peer], works: Sequence[Work], cell: Callable[[Peer, Work], str]) -> None:
    click.echo(f"\n| {title} | " + " | ".join(work.name for work in works) + " |")
    click.echo("|---|" + "---|" * len(works))
    for peer in peers:
        click.echo(
            f"| {peer.name} {peer.version} | ".replace("  ", " ")
            + " | ".join(cell(peer, work) for work in works)
            + " |"
        )


def _tell_unfinished(figures: Figures) -> None:
    for name, reason in figures.unfinished.items():
        click.echo(f"\n{name} did not go on: {reason}")


def _tell(doing: str) -> None:
    """Say what is being done, where somebody looks on, in one line that is written over."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{doing}", nl=False, err=True)


def _seconds(seconds: float | None) -> str:
    """Return seconds with the digits that mean something."""
    return "–" if seconds is None else f"{seconds:.3f} s" if seconds < 1 else f"{seconds:.2f} s"


def _circumstances() -> str:
    """Return when and on what it is measured. The load tells whether the machine had other work."""
    return (
        f"{datetime.datetime.now(datetime.UTC).date()}, {platform.system()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the beginning"
    )


if __name__ == "__main__":
    main()
