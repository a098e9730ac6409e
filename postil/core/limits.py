"""Stops work that takes too long, so that one text that hangs does not keep the others from being built."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooLongError(BaseException):
    """The work was stopped. No `Exception`, so that nothing on its way takes it for a mistake of its own."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise `TooLongError` in the block once it has taken `seconds`.

    The system's timer interrupts searches by regular expressions too, but serves only the main
    thread, and not on Windows; elsewhere a watching thread asks the interpreter to raise it.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        with _by_timer(seconds):
            yield
    else:
        with _by_watching(seconds):
            yield


@contextmanager
def _by_timer(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _by_watching(seconds: float) -> Iterator[None]:
    worker = threading.get_ident()
    lock = threading.Lock()
    is_over = False

    def stop() -> None:
        with lock:
            if not is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker), ctypes.py_object(TooLongError))

    watch = threading.Timer(seconds, stop)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        with lock:
            is_over = True
        watch.cancel()
