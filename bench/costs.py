"""What one run of a program costs: wall time, processor time, memory of all its processes together.

Takes a command, gives a `Cost` or the peak of its memory. Sampling memory takes time itself, so a
run is either timed or sampled, and the caller asks for the one or the other. Needs Linux or
another Unix; memory is known on Linux only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | Path]
SAMPLE_SECONDS = 0.002, 0.02
"""Between two looks at memory: first often, so that a short run is seen at all, then less and less."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    seconds: float
    """From the start of the process until its end, as somebody waits for it."""
    processor_seconds: float
    """Of all cores, for the process and all its children."""


class Unfinished(Exception):  # noqa: N818 -- the state of what is measured, rather than a mistake
    """A run that failed, or was stopped because it took longer than the patience for it; says which."""


def cost(command: Command, folder: Path, *, patience: float) -> Cost:
    """Run a command in a folder and return what it took.

    Raises `Unfinished` when its exit status is not 0, and after `patience` seconds, when it is stopped
    with all its children.
    """
    begun = time.perf_counter()
    with _running(command, folder, patience) as process:
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(seconds, used.ru_utime + used.ru_stime)


def peak_memory(command: Command, folder: Path, *, patience: float) -> int | None:
    """Run a command in a folder and return the most bytes that all its processes held at one time.

    Memory that processes share is counted once. It is looked at every 20 ms, so that a shorter
    peak is missed; `None` where the system does not tell. Raises what `cost` raises.
    """
    most = 0
    often, seldom = SAMPLE_SECONDS
    begun = time.perf_counter()
    with _running(command, folder, patience) as process:
        while process.poll() is None:
            most = max(most, _memory(process.pid))
            time.sleep(min(seldom, max(often, (time.perf_counter() - begun) / 10)))
    return most or None


@contextlib.contextmanager
def _running(command: Command, folder: Path, patience: float) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command in a session of its own; at the end see that it is gone and did well."""
    # What is set for the Python that measures, such as to write no bytecode, is not meant for the measured.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        is_stopped = threading.Event()

        def stop() -> None:
            is_stopped.set()
            _kill(process.pid)

        timer = threading.Timer(patience, stop)
        timer.start()
        try:
            yield process
        finally:
            timer.cancel()
            if process.poll() is None:
                _kill(process.pid)
                process.wait()
        if is_stopped.is_set():
            raise Unfinished(f"stopped after {patience:g} s")
        if process.returncode:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().splitlines()[-3:]
            raise Unfinished(f"exit status {process.returncode}: {' / '.join(last)}")


def _kill(session: int) -> None:
    """End the process that began a session, with the children that stayed in its group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def _memory(session: int) -> int:
    """Return the bytes held by all processes of a session, each its share of what several hold; 0 when unknown.

    By session, because children of children, and those whose parent has ended, belong to it too.
    """
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc") if os.path.isdir("/proc") else ()):
        with contextlib.suppress(OSError):  # it ended between two looks
            stat = Path("/proc", pid, "stat").read_text(encoding="utf-8", errors="replace")
            # After the name in brackets, which may hold anything: state, parent, group, session.
            if int(stat.rpartition(")")[2].split()[3]) == session:
                rollup = Path("/proc", pid, "smaps_rollup").read_text(encoding="ascii")
                total += sum(1024 * int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total
