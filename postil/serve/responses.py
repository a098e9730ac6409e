"""What goes back: responses as values, the headers that all of them bear, the types of files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from http import HTTPStatus
from typing import Any

from postil.core.values import dataclass

from .asked import Refusal

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "bib": "text/plain; charset=utf-8",
    "ris": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "srt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "m4a": "audio/mp4",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
}
"""Said here and not asked of the machine, whose registry may call scripts plain text."""
UNKNOWN = "application/octet-stream"

EVERYWHERE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
"""Nothing is kept, guessed at, framed, or shown to other sites."""
OF_A_FILE = "frame-ancestors 'none'"
"""Joins the policy that the pages themselves bear."""
OF_AN_ANSWER = f"default-src 'none'; {OF_A_FILE}"
ALONE = f"sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; {OF_A_FILE}"
"""Of what is no page, should somebody open it by itself: it runs nothing, and is of no site. Pages that use it do not
ask for its policy."""
SHOWN_BY_THE_BROWSER = ("text/html", "text/javascript", "application/pdf", "audio/", "video/")
"""Types without that policy: pages have their own, a worker would take over that of its script, and browsers show
the others with means that a sandbox has not."""


@dataclass(frozen=True, slots=True)
class Response:
    """What is sent back."""

    status: int
    type: str
    body: bytes
    fields: Mapping[str, str] = field(default_factory=dict)
    stream: Iterable[bytes] | None = None
    """Instead of the body, what is sent piece by piece as it comes."""


def of_file(path: str, content: bytes, *, status: int = 200) -> Response:
    """Return a file of the site, or of the workshop, as its name says what it is."""
    kind = type_of(path)
    policy = OF_A_FILE if kind.startswith(SHOWN_BY_THE_BROWSER) else ALONE
    return Response(status, kind, content, {"Content-Security-Policy": policy})


def type_of(path: str) -> str:
    """Return the type that the ending of a path tells of."""
    return TYPES.get(path.rpartition(".")[2].lower(), UNKNOWN)


def of_value(status: int, value: Any) -> Response:
    """Return a value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return Response(status, TYPES["json"], body, {"Content-Security-Policy": OF_AN_ANSWER})


def of_refusal(refused: Refusal) -> Response:
    """Return the answer to what is refused: its reason, in a line."""
    fields = {"Content-Security-Policy": OF_AN_ANSWER}
    if refused.status == HTTPStatus.METHOD_NOT_ALLOWED:
        fields["Allow"] = "GET, HEAD, POST"
    return Response(refused.status, TYPES["txt"], f"{refused.sentence}\n".encode(), fields)


def redirection(address: str) -> Response:
    """Return the way to another address of the site, which begins with one slash."""
    fields = {"Content-Security-Policy": OF_AN_ANSWER, "Location": address}
    return Response(301, TYPES["txt"], b"", fields)


def stream(pieces: Iterable[bytes]) -> Response:
    """Return lines of JSON that are sent as they come."""
    return Response(200, "application/x-ndjson", b"", {"Content-Security-Policy": OF_AN_ANSWER}, stream=pieces)


def head(response: Response, *, stays: bool) -> bytes:
    """Return the head of a response, with its empty line. A stream ends with its connection."""
    fields = {"Content-Type": response.type, **EVERYWHERE, **response.fields}
    if response.stream is None:
        fields["Content-Length"] = str(len(response.body))
    fields["Connection"] = "keep-alive" if stays and response.stream is None else "close"
    lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii")
