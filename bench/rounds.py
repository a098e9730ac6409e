"""Lets generators do the same work in turn, several rounds of it, and keeps what each run cost.

Before each run something is changed, and after it the published page must show the change, or the
run counts for nothing. The first round is for memory, and warms what the machine remembers; the
others are timed. The tools take turns for each work, so that a busy moment of the machine hits all.
"""

from __future__ import annotations

import re
import shutil
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.costs import Cost, Unfinished, cost, peak_memory
from bench.peers import Peer


@dataclass(frozen=True, slots=True)
class Work:
    """What a build has to do."""

    name: str
    change: Callable[[Peer, int], str | None]
    """Changes a site before the build, in a way of its own for each number. Returns what the published
    page must say afterwards; `None` when the tool has nothing that could be changed."""


@dataclass(slots=True)
class Figures:
    """What was measured, by the names of generator and work."""

    costs: dict[tuple[str, str], list[Cost]] = field(default_factory=dict)
    memory: dict[tuple[str, str], int] = field(default_factory=dict)
    """Bytes at the peak."""
    unfinished: dict[str, str] = field(default_factory=dict)
    """Why a generator did not go on, by its name."""

    def seconds(self, peer: str, work: Work) -> float | None:
        """Return the median of the wall times, `None` where there is none."""
        costs = self.costs.get((peer, work.name))
        return statistics.median(each.seconds for each in costs) if costs else None

    def processor_seconds(self, peer: str, work: Work) -> float | None:
        """Return the median of the processor times, `None` where there is none."""
        costs = self.costs.get((peer, work.name))
        return statistics.median(each.processor_seconds for each in costs) if costs else None


def measured(
    peers: Sequence[Peer], works: Sequence[Work], *, rounds: int, patience: float, tell: Callable[[str], None]
) -> Figures:
    """Return what the works cost each generator in that many timed rounds.

    `patience` is the seconds that one build may take; a generator that needs longer, fails, or does
    not publish what was changed, does not go on. `tell` is called with what is done next.
    """
    figures = Figures()
    going = list(peers)
    for number in range(rounds + 1):
        for place, work in enumerate(works):
            for peer in tuple(going):
                tell(f"{f'round {number} of {rounds}' if number else 'memory'}: {work.name}: {peer.name}")
                # Its own number for each change, so that no build finds what an earlier one left.
                shown = work.change(peer, 1 + number * len(works) + place)
                if shown is None:
                    continue
                key = peer.name, work.name
                try:
                    if number:
                        figures.costs.setdefault(key, []).append(cost(peer.build, peer.folder, patience=patience))
                    elif peak := peak_memory(peer.build, peer.folder, patience=patience):
                        figures.memory[key] = peak
                    _see(peer.page, shown)
                except Unfinished as reason:
                    figures.unfinished[peer.name] = f"{work.name}: {reason}"
                    going.remove(peer)
    return figures


def _see(page: Path, words: str) -> None:
    """Make sure that a published page says what it must."""
    if not page.is_file() or words not in page.read_text(encoding="utf-8"):
        raise Unfinished(f"{page.name} does not say “{words}”")


def _fresh(peer: Peer, _: int) -> str:
    """Leave nothing in the site's folder but what its author wrote."""
    for path in peer.folder.iterdir():
        if path.name not in peer.written:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return NOTE


def _unchanged(_peer: Peer, _: int) -> str:
    return NOTE


def _note(peer: Peer, number: int) -> str:
    """Change the words of one note."""
    shown = f"{NOTE} {number}"
    _replace(peer.note, rf"{NOTE}(?: \d+)?", shown)
    return shown


def _layout(peer: Peer, number: int) -> str | None:
    """Change the layout that every text's page is drawn by."""
    if peer.layout is None:
        return None
    shown = f"measured-{number}"
    _replace(peer.layout, r"measured-\d+", shown)
    return shown


def _replace(file: Path, pattern: str, replacement: str) -> None:
    content = file.read_text(encoding="utf-8")
    file.write_text(re.sub(pattern, replacement, content, count=1), encoding="utf-8")


NOTE = "what is meant"
"""Words that stand in every note of the corpus."""

COLD = Work("cold", _fresh)
FIRST_NOTE = Work("one note changed, right after cold", _note)
NOTHING = Work("nothing changed", _unchanged)
ONE_NOTE = Work("one note changed", _note)
ONE_LAYOUT = Work("one layout changed", _layout)
WORKS = (COLD, FIRST_NOTE, NOTHING, ONE_NOTE, ONE_LAYOUT)
"""In the order in which they are done, which matters: each begins where the one before it ended."""
