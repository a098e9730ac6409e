"""One run of the workshop: the site in memory, the watch over its sources, the server, from start to end."""

from __future__ import annotations

import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

from postil.authoring.history import History
from postil.core.cache import Cache
from postil.pipeline import Options
from postil.pipeline.live import Live

from . import editor
from .answering import Answering
from .desk import Desk, Served, Verb
from .guard import Door
from .news import News
from .renewing import Renewing
from .server import ADDRESS, HEAD_SECONDS, PortTakenError, Server, listening
from .shipped import ASSETS
from .terminal import Terminal
from .watch import Watch

FAILED = 1
TOKEN_BYTES = 32
ENDING_SECONDS = 0.5
"""How long all that is going on is waited for at the end. It may be left alone: nothing half done stays."""
REFUSED = "the system cannot tell of changes in so many folders; they are looked at twice a second"
ABSENCES = 3
"""How often a text that is gone is looked for again, since many editors put it aside for a moment."""


def run(
    source: Path,
    options: Options,
    *,
    port: int,
    opens: bool,
    polls: bool,
    terminal: Terminal,
) -> int:
    """Serve the site in `source` until somebody stops it, and return the exit status should it not begin.

    Ends by `KeyboardInterrupt` or `SystemExit`, as signals have it. `opens` opens a browser, `polls` looks at files
    again and again instead of waiting to be told.
    """
    try:
        listener = listening(port)
    except PortTakenError as taken:
        terminal.complain(str(taken))
        return FAILED
    # Beside what builds remember, who remember other pages and clear away what they do not know.
    cache = Cache.at(source / ".cache" / "postil" / "workshop")
    site = Live(source, options, cache, absences=ABSENCES)
    workshop = Workshop(source, site, listener, History(), polls=polls, terminal=terminal)
    try:
        with workshop:
            if port not in (0, workshop.port):
                terminal.say(f"port {port} is taken; {workshop.port} is the next one that is free")
            terminal.answer(f"{workshop.address} shows the site while you write; Ctrl-C ends it")
            if opens:
                threading.Thread(target=webbrowser.open, args=(workshop.address,), daemon=True).start()
            while True:
                # A wait without end could not be interrupted on Windows.
                threading.Event().wait(1)
    finally:
        # What is not remembered in time is done again at the next start.
        if site.close(workshop.left()):
            cache.close()


class Workshop:
    """Everything that runs while a site is served. As a context, it ends all of it."""

    def __init__(
        self,
        source: Path,
        site: Served,
        listener: socket.socket,
        history: History,
        *,
        polls: bool,
        terminal: Terminal,
        verbs: Mapping[str, Verb] = editor.VERBS,
        assets: Mapping[str, bytes] = editor.ASSETS,
        head_seconds: float = HEAD_SECONDS,
    ) -> None:
        """Take the site's folder, the site in memory, and what listens. Nothing runs before `__enter__`."""
        self.lock = threading.RLock()
        self._ends: float | None = None
        self.port: int = listener.getsockname()[1]
        self.address = f"http://{ADDRESS}:{self.port}/"
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self.news = News()
        self.watch = Watch(source, self._changed, polls=polls, refused=partial(terminal.say, REFUSED))
        self.renewing = Renewing(site, self.news, terminal, settle=self.watch.settle)
        desk = Desk(cast(Live, site), source, history, self.lock, self.renewing.hurry)
        answering = Answering(
            site,
            desk,
            Door(self.port, self.token),
            self.news,
            assets={**ASSETS, **assets},
            verbs=verbs,
            complain=terminal.complain,
        )
        self._server = Server(listener, answering, terminal.complain, head_seconds=head_seconds)

    def __enter__(self) -> Workshop:
        """Watch, build, serve."""
        try:
            # What is changed while the site is built for the first time is built once more.
            self.watch.start()
            self.renewing.start()
            self._server.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        """End everything, whatever is going on."""
        self._ends = time.monotonic() + ENDING_SECONDS
        self.news.close()
        self._server.close()
        self.watch.close(self.left())
        self.renewing.close(self.left())

    def left(self) -> float:
        """Return how many seconds of those are left in which everything is to end; all of them before that began."""
        return ENDING_SECONDS if self._ends is None else max(0.0, self._ends - time.monotonic())

    def _changed(self) -> None:
        self.renewing.change()
