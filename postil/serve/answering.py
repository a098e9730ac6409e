"""Answers requests that were let in: pages of the site, the workshop's own files, verbs of the editor, the news.

The path of a request never reaches the disk: it is looked up, as it is, among the names of what the site in memory
has. Every page is given three lines at the end of its head, by which the workshop comes into it; the page itself
knows nothing of them, and no published one has them.
"""

from __future__ import annotations

import hashlib
import html
import json
import socket
import traceback
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from postil.core.model import Output

from . import responses
from .asked import Refusal, Request
from .desk import Desk, Served, Verb
from .guard import API, ASSETS, EVENTS, OURS, Door, refusal
from .news import News
from .renewing import failure
from .responses import Response

DEEPEST = 50
"""Levels of JSON that a verb is given."""
MISSING = "404.html"
HEAD_ENDS = b"</head>"


class Answering:
    """What one run answers with. Safe for threads."""

    def __init__(
        self,
        site: Served,
        desk: Desk,
        door: Door,
        news: News,
        *,
        assets: Mapping[str, bytes],
        verbs: Mapping[str, Verb],
        complain: Callable[[str], None],
    ) -> None:
        """Take the site, where verbs work, what is the workshop's own, and what is told of our mistakes."""
        self._site, self._desk, self._door, self._news = site, desk, door, news
        self._assets, self._verbs, self._complain = assets, verbs, complain
        # Modules name each other, and would be fetched one generation after the other. The page itself comes first.
        modules = (f"/{ASSETS}{name}" for name in assets if name.endswith(".js"))
        preload = '<link rel="modulepreload" fetchpriority="low" href="{}">\n'
        self._preloads = "".join(preload.format(address) for address in modules)

    def refused(self, request: Request) -> Refusal | None:
        """Return why a request is not let in, by its head."""
        return refusal(request, self._door)

    def response(self, request: Request, connection: socket.socket) -> Response:
        """Return what is sent back. `connection` is listened to for the end of a stream."""
        try:
            return self._response(request, connection)
        except Exception as mistake:  # noqa: BLE001 -- a mistake of ours ends this answer, and not the workshop
            self._complain(traceback.format_exc())
            return responses.of_refusal(Refusal(500, failure(mistake).sentence))

    def _response(self, request: Request, connection: socket.socket) -> Response:
        path = request.path
        if path.startswith(API):
            return self._done(path.removeprefix(API), request.body)
        if path == EVENTS:
            return self._heard(request, connection)
        if path.startswith(ASSETS):
            name = path.removeprefix(ASSETS)
            content = self._assets.get(name)
            return _missing() if content is None else responses.of_file(name, content)
        return _missing() if path.startswith(OURS) else self._shown(request)

    def _shown(self, request: Request) -> Response:
        """Return a file of the site, the way to it where its slash is missing, or the page that says it is missing."""
        path = request.path
        # What only reads a page is not let into the workshop by it. Browsers that say nothing here may show it.
        token = self._door.token if request.fields.get("sec-fetch-dest", "document").lower() == "document" else ""
        # A page that is renewed while it is looked for is told so once more; the other way round it would never be.
        version = self._news.version
        # Pages that are shown at any address name others by where the site will stand.
        folder = below(self._site.base_url)
        for name in dict.fromkeys((path, path.removeprefix(folder))):
            if not name or name.endswith("/"):
                name += "index.html"  # noqa: PLW2901 -- a folder is shown by its page
            found = self._drawn(name)
            if found is not None:
                return self._sent(found, version, token)
            # A page that may not be there is looked for in all lists, and pictures are asked for in vain.
            if responses.type_of(name) == responses.UNKNOWN and self._drawn(f"{name}/index.html") is not None:
                return responses.redirection("/" + quote(f"{path}/"))
        page = self._drawn(MISSING)
        return self._sent(page, version, token, status=404) if page else _missing()

    def _drawn(self, path: str) -> Output | None:
        """Return a file of the site, and have pages told if something is wrong with it that was not, or no more."""
        before = self._site.drawing_problems
        found = self._site.file(path)
        if self._site.drawing_problems != before:
            self._desk.ask_for_renewal()
        return found

    def _sent(self, output: Output, version: int, token: str, *, status: int = 200) -> Response:
        if not output.path.endswith(".html"):
            return responses.of_file(output.path, output.content, status=status)
        before, end, after = output.content.partition(HEAD_ENDS)
        entered = before + self._entrance(output, version, token) + end + after if end else before
        return responses.of_file(output.path, entered, status=status)

    def _entrance(self, page: Output, version: int, token: str) -> bytes:
        """Return the lines by which the workshop comes into a page."""
        name = self._site.names.get(page.path, "")
        text, path = html.escape(name), html.escape(page.path)
        digest = hashlib.sha256(page.content).hexdigest()
        return (
            f'<meta name="postil-workshop" content="{token}" data-text="{text}" data-path="{path}"'
            f' data-version="{version}" data-digest="{digest}">\n'
            f'{self._preloads}<link rel="stylesheet" href="/{ASSETS}workshop.css">\n'
            f'<script type="module" src="/{ASSETS}workshop.js"></script>\n'
        ).encode()

    def _heard(self, request: Request, connection: socket.socket) -> Response:
        try:
            asked = parse_qs(request.query, max_num_fields=4)
        except ValueError:
            return responses.of_refusal(Refusal(400, "this is more than can be asked"))
        version = asked.get("version", ["0"])[0]
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            return responses.of_refusal(Refusal(400, "the version is a number"))
        return responses.stream(self._news.heard(connection, asked.get("page", [""])[0], int(version)))

    def _done(self, name: str, body: bytes) -> Response:
        """Have a verb do what it is asked for, and return its answer."""
        verb = self._verbs.get(name)
        if verb is None:
            return responses.of_refusal(Refusal(404, "there is no such verb"))
        given = _json(body)
        if given is None:
            return responses.of_refusal(Refusal(400, "what is sent cannot be read as an object of JSON"))
        with self._desk.lock:
            answer = verb(self._desk, given)
        return responses.of_value(answer.status, answer.value)


def below(base_url: str | None) -> str:
    """Return the folder in which the site will stand at its address: `project/`, empty for none."""
    path = urlsplit(base_url or "").path.strip("/")
    return f"{path}/" if path else ""


def _missing() -> Response:
    return responses.of_refusal(Refusal(404, "there is no such page"))


def _json(body: bytes) -> Mapping[str, Any] | None:
    """Return an object of JSON, each of whose keys is said once; `None` for anything else."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and _depth(value) <= DEEPEST else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is said twice")
    return found


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def _depth(value: Any) -> int:
    """Return how deep a value is nested, no deeper than the reader of JSON goes."""
    level, depth = [value], 0
    while level:
        depth += 1
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
        ]
    return depth
