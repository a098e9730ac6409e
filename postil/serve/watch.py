"""Tells when what an author writes changes. The one door to watchdog.

Watches content/ and layouts/ of a site with all that is in them, and the site's folder only for these two coming,
going and being exchanged. What is told is no more than that something changed: the site itself finds out what, by
digests. The trap: watchdog also reports reads, and a build that reads its sources would call for itself for ever.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from postil.core.files import IGNORED_NAMES

FOLDERS = ("content", "layouts")
POLL_SECONDS = 0.5
ENDING_SECONDS = 0.3
MANY = 1_000
"""Changes in a burst of which some were most likely lost, new folders among them."""
COUNTED: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""Neither reads, nor that a folder was modified: what came to be in it tells of itself."""


class Watch:
    """The watch over one site. `changed` is called from a thread of its own, often many times for one save."""

    def __init__(
        self, root: Path, changed: Callable[[], None], *, polls: bool, refused: Callable[[], None] = lambda: None
    ) -> None:
        """Take the site's folder; nothing is watched before `start`.

        With `polls` files are looked at again and again. Where the system refuses to tell of changes, be it at the
        start or later, that is done as well, and `refused` is called.
        """
        self._root = Path(os.path.realpath(root))
        self._changed, self._refused = changed, refused
        self._watches: dict[str, ObservedWatch] = {}
        self._observer: BaseObserver = PollingObserver(timeout=POLL_SECONDS) if polls else Observer()
        self._handler = _Handler(self._seen)
        self._polls = polls
        self._has_new_folders = False
        self._changing = threading.Lock()
        """Is held by who begins to look again and again, or ends the watch."""
        self._is_over = False

    def start(self) -> None:
        """Begin to watch."""
        # Of folders that come at once, one within the other, watchdog finds some twice, and warns of what harms nobody.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        try:
            self._observer.start()
            self._observer.schedule(self._handler, str(self._root), event_filter=COUNTED)
        except OSError:
            if self._polls:
                raise
            self._poll()
        else:
            self.anew()

    def close(self, seconds: float = ENDING_SECONDS) -> None:
        """End the watch, at once as far as anybody can notice, and wait for that for some seconds at most."""
        with self._changing:
            self._is_over = True
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join(min(seconds, ENDING_SECONDS))

    def anew(self) -> None:
        """Watch the folders anew, those in them as well, of which some may have been missed."""
        for name in FOLDERS:
            self._attach(name)
        self._has_new_folders = True
        self.settle()

    def settle(self, changes: int = 0) -> None:
        """Make sure, once files rest after so many changes, that every folder is watched."""
        if changes > MANY:
            self.anew()
        if not self._has_new_folders or self._polls:
            return
        self._has_new_folders = False
        try:
            # Watchdog is silent about folders within others for which the system had no watch left. Then it has none
            # left for one more folder either.
            more = self._observer.schedule(self._handler, str(self._root.parent), event_filter=COUNTED)
            # Another thread may have asked the same.
            with suppress(KeyError):
                self._observer.unschedule(more)
        except OSError:
            self._poll()

    def _poll(self) -> None:
        """Look at all files again and again from here on."""
        with self._changing:
            if self._polls or self._is_over:
                return
            self._polls = True
            # Not waited for: it may be the one that has called.
            self._observer.stop()
            self._watches = {}
            self._observer = PollingObserver(timeout=POLL_SECONDS)
            self._observer.start()
            self._observer.schedule(self._handler, str(self._root), event_filter=COUNTED)
        for name in FOLDERS:
            self._attach(name)
        self._refused()
        # Nobody has told of what happened in between.
        self._changed()

    def _attach(self, name: str) -> None:
        """Watch a folder, if it is there, in place of the one that was watched under its name."""
        folder = self._root / name
        # No lock of ours is held here: the observer holds its own while it tells of changes, so that two threads
        # could wait for each other without end. Folders that two of them attach at once are watched all the same.
        earlier = self._watches.pop(name, None)
        if earlier is not None:
            with suppress(KeyError):
                self._observer.unschedule(earlier)
        try:
            if folder.is_dir():
                # A folder that is a link is watched where it is, which Linux would not do by itself.
                real = os.path.realpath(folder)
                self._watches[name] = self._observer.schedule(self._handler, real, recursive=True, event_filter=COUNTED)
        except OSError:
            # If it is gone again, that it went has been told.
            if folder.is_dir():
                self._poll()

    def _seen(self, event: FileSystemEvent) -> None:
        """Call `changed` if it happened to something that a build reads."""
        if isinstance(event, (DirCreatedEvent, DirMovedEvent)):
            self._has_new_folders = True
        # Of a move both ends are looked at: either may be a folder that is to be watched anew.
        paths = map(os.fsdecode, (event.src_path, event.dest_path))
        counting = [self._counts(path) for path in paths if path]
        if any(counting):
            self._changed()

    def _counts(self, path: str) -> bool:
        """Return whether a build reads what stands at a path; a folder that is another than before is watched anew."""
        roots = {watch.path: name for name, watch in self._watches.copy().items()}
        for folder in roots:
            if path.startswith(folder + os.sep):
                below = path[len(folder) + 1 :].split(os.sep)
                return not any(IGNORED_NAMES.fullmatch(part) for part in below)
        name = roots.get(path) or (os.path.basename(path) if os.path.dirname(path) == str(self._root) else "")
        if name in FOLDERS:
            self._attach(name)
        return name in FOLDERS


class _Handler(FileSystemEventHandler):
    def __init__(self, seen: Callable[[FileSystemEvent], None]) -> None:
        self._seen = seen

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Hand on an event, if it is of a kind that counts."""
        # What the system tells is filtered already, but not on every system.
        if type(event) in COUNTED:
            self._seen(event)
