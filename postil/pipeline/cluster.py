"""Work on a cluster: the machines to which a scheduler of dask hands it out.

Takes the address of the scheduler and what is the same for all texts; gives an executor with the
interface of `concurrent.futures`. Files are read and written by the machine that was asked; the
others get values and give values back. The newcomer's trap: dask waits for ever, for workers that
may come and for an answer from whatever listens there, so everything here has an end.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import pickle
import socket
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from postil.core.machine import versions

from .options import endpoint
from .results import NoClusterError

if TYPE_CHECKING:
    from .station import Supplies

SECONDS_TO_ANSWER = 10.0
"""How long the scheduler may take to answer."""
SECONDS_BETWEEN_LOOKS = 5.0
"""How often it is seen whether there are workers, while results are waited for."""
SECONDS_TO_RETURN = 60.0
"""How long it may take workers to come, and to be ready: one that ended is replaced sooner, on a busy machine too."""


@contextmanager
def connected(address: str, supplies: Supplies) -> Iterator[tuple[Machines, Any]]:
    """Give what hands work to the cluster at `address`, and what stands for the supplies there.

    These are sent once, and a job is sent what stands for them. Raises `NoClusterError` when there
    is no cluster at the address, or one whose workers would not make the same pages as this machine.
    """
    with _quiet():
        client = _client(address)
        try:
            with _answering(address):
                places = _greeted(client, address)
            # The result of a task, and not scattered, for that is lost for good when a worker that holds it ends.
            yield Machines(client, address, places), client.submit(_same, pickle.dumps(supplies), pure=False)
        finally:
            # What is still being worked on is of no use to anybody any more.
            with suppress(OSError):
                client.close(timeout=SECONDS_TO_ANSWER)


class Machines(Executor):
    """Hands work to the workers of a cluster. A worker that ends is a `BrokenExecutor` to those who wait for it."""

    def __init__(self, client: Any, address: str, places: int) -> None:
        self.places = places
        """How many jobs are worked on at the same time."""
        self._client = client
        self._address = address
        self._executor = client.get_executor()
        self._looks_in_vain = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return what will be the result of `fn`, whose last argument is what stands for the supplies."""
        if self._client.status != "running":
            raise BrokenExecutor(f"the connection to {self._address} is lost")
        *arguments, shared = args
        coming: Future[Any] = _Coming(self._look)
        sent = self._executor.submit(_worked, versions(), functools.partial(fn, *arguments, **kwargs), shared)
        sent.add_done_callback(functools.partial(_arrived, coming, self._address))
        return coming

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 -- as Executor has it
        """End the work: what has not begun is not begun any more when it may be cancelled."""
        self._executor.shutdown(wait=wait and not cancel_futures)

    def _look(self) -> None:
        """Raise `NoClusterError` when the scheduler does not answer, or has had no workers for some time."""
        workers: Mapping[str, int] = {}
        if self._client.status == "running":
            try:
                workers = self._client.sync(self._client.scheduler.ncores, callback_timeout=SECONDS_TO_RETURN)
            except OSError as error:
                raise NoClusterError(
                    f"the scheduler at {self._address} does not answer any more", "start it anew, and build again"
                ) from error
        self._looks_in_vain = 0 if workers else self._looks_in_vain + 1
        if self._looks_in_vain * SECONDS_BETWEEN_LOOKS >= SECONDS_TO_RETURN:
            raise NoClusterError(
                f"the cluster at {self._address} has no workers any more",
                "start workers, and build again; what each of them printed last may say why it ended",
            )


class _Coming(Future[Any]):
    """A result that is waited for only as long as somebody is there who could give it."""

    def __init__(self, look: Callable[[], None]) -> None:
        super().__init__()
        self._look = look

    def result(self, timeout: float | None = None) -> Any:
        """Return the result, or raise what was raised in its place. Raises `TimeoutError` after so many seconds."""
        while timeout is None and not wait([self], SECONDS_BETWEEN_LOOKS).done:
            self._look()
        return super().result(timeout)


def _arrived(coming: Future[Any], address: str, sent: Future[Any]) -> None:
    """Hand a result on, or what it means that there is none."""
    from distributed import KilledWorker  # noqa: PLC0415 -- imported already, by who made the connection
    from distributed.comm import CommClosedError  # noqa: PLC0415 -- as before

    try:
        coming.set_result(sent.result())
    except (CancelledError, KilledWorker, CommClosedError) as error:
        # The scheduler is gone, or took what was sent to it, or the work ended several workers in turn.
        broken = BrokenExecutor(str(error))
        broken.__cause__ = error
        coming.set_exception(broken)
    except ImportError as error:
        # Of a worker that came when the others had been greeted already.
        coming.set_exception(_lacking(f"a worker of the cluster at {address}", error))
    except BaseException as error:  # noqa: BLE001 -- raised again where it is waited for
        coming.set_exception(error)


# ---------------------------------------------------------------------------------- at the workers

_turn = threading.Lock()
"""Workers may have several threads; values that are kept to be used again, as parsers are, serve one at a time."""


def _worked(wanted: Mapping[str, str], work: Callable[[Supplies], Any], content: bytes) -> Any:
    """Return what a piece of work gives with the supplies. Raises `NoClusterError` where it might give another."""
    if other := _difference(wanted, versions()):
        raise NoClusterError(f"a worker of the cluster {other}", SAME_EVERYWHERE)
    with _turn:
        return work(_unpacked(content))


def _same(content: bytes) -> bytes:
    """Return what is given: what a task gives goes from worker to worker, and is made again when it is lost."""
    return content


@functools.lru_cache(maxsize=1)
def _unpacked(content: bytes) -> Supplies:
    """Return the supplies: the same value each time, so that the station made of it is used again."""
    supplies: Supplies = pickle.loads(content)  # noqa: S301 -- whoever sends it could send any work
    return supplies


# ---------------------------------------------------------------------------------- the connection

SAME_EVERYWHERE = "install the same Python, the same Postil and the same libraries on every machine of the cluster"


def _client(address: str) -> Any:
    """Return a connection to the scheduler. What listens there is asked first who it is, with an end to the waiting."""
    found = endpoint(address)
    if found is None:
        raise NoClusterError(f"{address!r} is not the address of a cluster", "write it as dask://HOST:PORT")
    try:
        import distributed  # noqa: PLC0415 -- an extra, which takes a second to import
    except ImportError as error:
        raise NoClusterError(
            f"a cluster needs the package `distributed`, which cannot be imported: {error}",
            "install Postil as postil[cluster], or build without --executor",
        ) from error
    host, port = found
    with _answering(address):
        # A port where nobody listens is known at once; dask would try again until the time is over.
        socket.create_connection((host.strip("[]"), port), SECONDS_TO_ANSWER).close()
        # In a thread of its own, since the loop of whoever calls may be running in this one.
        with ThreadPoolExecutor(1) as aside:
            kind = aside.submit(asyncio.run, _kind(distributed, f"tcp://{host}:{port}")).result()
    if kind != "Scheduler":
        raise _no_scheduler(address, f"a {kind.lower()} answers there")
    with _answering(address):
        return distributed.Client(f"tcp://{host}:{port}", timeout=SECONDS_TO_ANSWER, set_as_default=False)


async def _kind(distributed: Any, url: str) -> str:
    """Return what dask's program at `url` calls itself."""
    async with distributed.rpc(url, timeout=SECONDS_TO_ANSWER) as other:
        answer = await asyncio.wait_for(other.identity(), SECONDS_TO_ANSWER)
        return str(answer["type"])


@contextmanager
def _answering(address: str) -> Iterator[None]:
    """Raise `NoClusterError` for whatever dask makes of a stranger, or of silence."""
    try:
        yield
    except NoClusterError:
        raise
    except TimeoutError as error:
        raise _no_scheduler(address, "it did not answer in time") from error
    except OSError as error:
        raise _no_scheduler(address, error.strerror or str(error)) from error
    except Exception as error:
        # What listens there need not be dask's at all: its bytes are taken for lengths, names and types.
        raise _no_scheduler(address, f"what answers there is none ({type(error).__name__})") from error


def _no_scheduler(address: str, reason: str) -> NoClusterError:
    return NoClusterError(
        f"there is no scheduler of dask at {address}: {reason}",
        "start one with `dask scheduler`, and give the address that it prints, with dask:// before it",
    )


def _greeted(client: Any, address: str) -> int:
    """Return how many jobs the workers can take at the same time, all of which have what makes the same pages."""
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_RETURN)
    except TimeoutError as error:
        raise NoClusterError(
            f"the cluster at {address} has no workers", "start some, with `dask worker` and the scheduler's address"
        ) from error
    answers = client.sync(client.run, versions, on_error="return", callback_timeout=SECONDS_TO_RETURN)
    wanted = versions()
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, OSError):
            continue  # it has gone meanwhile, and is given nothing to do
        if isinstance(answer, BaseException):
            raise _lacking(f"the worker at {worker}", answer)
        if other := _difference(wanted, answer):
            raise NoClusterError(f"the worker at {worker} {other}", SAME_EVERYWHERE)
    threads: Mapping[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def _lacking(who: str, error: BaseException) -> NoClusterError:
    return NoClusterError(f"{who} cannot do the work of this Postil: {error}", SAME_EVERYWHERE)


def _difference(wanted: Mapping[str, str], found: Mapping[str, str]) -> str:
    """Say in what a worker differs; empty when it makes the same pages."""
    for name, version in wanted.items():
        if found.get(name) != version:
            return f"has {name} {found.get(name) or 'not at all'}, where this machine has {version}"
    return ""


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep dask from printing what is reported as a problem, or is of no concern to who builds a site."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"(distributed|dask|tornado)\b")
            yield
    finally:
        logging.disable(before)
