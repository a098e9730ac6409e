"""Work on many things side by side: in this process, in several, or on a cluster.

Takes a function from a station and a job to a result, and the jobs; gives the results in the order
of the jobs. Whatever runs it has the interface of `concurrent.futures`. The newcomer's trap: a job
may end its process, by taking all memory or by a fault in C; then it alone is lost.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from postil.core.files import Files
from postil.core.values import dataclass

from .station import Station, Supplies

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

J = TypeVar("J")
R = TypeVar("R")

FEWEST_FOR_PROCESSES = 24
"""Jobs from which starting processes pays."""
JOBS_AT_ONCE = 8
"""So many jobs are sent together."""
AHEAD = 3
"""So many times the processes are sent work before results are waited for: what waits takes memory."""


@dataclass(slots=True)
class Spread(Generic[J]):
    """Hands jobs out."""

    supplies: Supplies
    files: Files
    station: Station
    processes: int
    cluster: str | None = None
    """Address of a cluster."""
    _stack: ExitStack = field(default_factory=ExitStack, init=False)
    _executor: Executor | None = field(default=None, init=False)
    _shared: Any = field(default=None, init=False)

    def __enter__(self) -> Spread[J]:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and self._executor is not None:
            _stopped(self._executor)
        self._stack.close()

    def map(
        self, work: Callable[[Station, J], R], jobs: Iterable[J], number: int, *, lost: Callable[[J], R]
    ) -> Iterator[R]:
        """Yield what `work` gives for each of the `number` jobs, in their order.

        For one that ended its process, what `lost` gives.
        """
        if self.cluster is None and (self.processes == 1 or number < FEWEST_FOR_PROCESSES):
            for job in jobs:
                yield work(self.station, job)
            return
        jobs = iter(jobs)
        waiting: deque[tuple[Future[list[R]], list[J]]] = deque()
        while True:
            while len(waiting) < AHEAD * self.processes and (chunk := list(islice(jobs, JOBS_AT_ONCE))):
                waiting.append((self._submitted(work, chunk), chunk))
            if not waiting:
                return
            future, chunk = waiting.popleft()
            yield from self._results(future, chunk, work, lost, waiting)

    def _results(
        self,
        future: Future[list[R]],
        chunk: Sequence[J],
        work: Callable[[Station, J], R],
        lost: Callable[[J], R],
        waiting: deque[tuple[Future[list[R]], list[J]]],
    ) -> list[R]:
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415 -- a build of few texts does without it

        try:
            return future.result()
        except BrokenExecutor:
            self._give_up()
        # Each job of the chunk gets a process of its own, so that only the one at fault is lost.
        found: list[R] = []
        for job in chunk:
            try:
                found += self._submitted(work, [job]).result()
            except BrokenExecutor:
                self._give_up()
                found.append(lost(job))
        again = [(self._submitted(work, other), other) for _, other in waiting]
        waiting.clear()
        waiting.extend(again)
        return found

    def _submitted(self, work: Callable[[Station, J], R], chunk: list[J]) -> Future[list[R]]:
        from concurrent.futures import BrokenExecutor, Future  # noqa: PLC0415 -- see above

        with _undisturbed():
            if self._executor is None:
                self._executor = self._started()
            try:
                return self._executor.submit(_done, work, chunk, self._shared)
            except BrokenExecutor as broken:
                # By another chunk, which has its turn before this one.
                lost: Future[list[R]] = Future()
                lost.set_exception(broken)
                return lost

    def _give_up(self) -> None:
        """Let go of what ran the work and is broken; the next job starts another."""
        self._executor = None
        self._stack.close()

    def _started(self) -> Executor:
        if self.cluster is not None:
            from .cluster import connected  # noqa: PLC0415 -- an extra that few have

            machines, self._shared = self._stack.enter_context(connected(self.cluster, self.supplies))
            self.processes = machines.places
            return machines
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 -- see above
        from multiprocessing import get_context  # noqa: PLC0415 -- see above

        # A fork has everything at hand at once; where there is none, or threads forbid it, each process begins anew.
        is_alone = threading.current_thread() is threading.main_thread()
        context = get_context("fork" if sys.platform == "linux" and is_alone else "spawn")
        # What is never looked at again by the collector stays shared between the processes.
        gc.collect()
        gc.freeze()
        started = ProcessPoolExecutor(
            self.processes, mp_context=context, initializer=_enter, initargs=(self.supplies, self.files)
        )
        self._stack.callback(started.shutdown, cancel_futures=True)
        return started


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put signals off: of a process that is half started nobody would know, to end it.

    The new process has them put off as well until it is entered, and loses none: one that ends it may come before.
    """
    import signal  # noqa: PLC0415 -- a build of few texts does without it

    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_station: list[Station] = []
"""Of this process, where it is one that others send work to."""


def _enter(supplies: Supplies, files: Files) -> None:
    import signal  # noqa: PLC0415 -- only in the processes that are sent work

    # Ctrl-C reaches all processes of a terminal; the one that sends the work ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
    _station[:] = [Station.of(supplies, files)]


def _done(work: Callable[[Station, J], R], chunk: list[J], supplies: Supplies | None) -> list[R]:
    """Work in a process that was entered, or on a machine of a cluster, which has its supplies sent once."""
    if supplies is not None and (not _station or _station[0].supplies is not supplies):
        _station[:] = [Station.of(supplies, None)]
    return [work(_station[0], job) for job in chunk]


def _stopped(executor: Executor) -> None:
    """End the processes now: somebody has asked the build to stop.

    One that is ended while it sends a result, or is sent work, would be waited for without end, as long as this
    process could send the rest, or read it. So it lets go of these ends of its own first.
    """
    for name, end in (("_call_queue", "_reader"), ("_result_queue", "_writer")):
        if queue := getattr(executor, name, None):
            getattr(queue, end).close()
    for process in list((getattr(executor, "_processes", None) or {}).values()):
        process.kill()  # A signal that can be answered may come just before there is an answer to it.
