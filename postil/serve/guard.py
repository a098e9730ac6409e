"""Decides who is let in: a request to its `Refusal`, or to none.

A page of any other site may have the browser send requests here, and read the answers once its own name is made to
lead to this machine. So the name under which the workshop was called counts, who sent the request, and, wherever
something is written or said that no visitor may know, a token that only pages served by this run can know.
"""

from __future__ import annotations

import hmac
import re

from postil.core.values import dataclass

from .asked import Refusal, Request

OURS = "_postil/"
"""Below this the workshop itself answers, and never the site."""
API, EVENTS, ASSETS = f"{OURS}api/", f"{OURS}events", f"{OURS}assets/"
NAMES = ("127.0.0.1", "localhost", "[::1]")
TOKEN = "x-postil-token"  # noqa: S105 -- the name of the field
JSON = re.compile(r"application/json(?:[ \t]*;[ \t]*charset=\"?utf-8\"?)?", re.IGNORECASE)
OVERRIDES = frozenset({"x-http-method-override", "x-http-method", "x-method-override"})


@dataclass(frozen=True, slots=True)
class Door:
    """Where the workshop is, and the token of this run."""

    port: int
    token: str

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which it may be called."""
        bare = NAMES if self.port == 80 else ()
        return frozenset({*bare, *(f"{name}:{self.port}" for name in NAMES)})


def refusal(request: Request, door: Door) -> Refusal | None:
    """Return why a request is refused, `None` when it may be answered. Its body need not be read yet."""
    fields = request.fields
    if fields.get("host", "").lower() not in door.hosts:
        return Refusal(403, "the workshop is called by another name")
    if "origin" in fields and fields["origin"].lower() not in {f"http://{host}" for host in door.hosts}:
        return Refusal(403, "the request comes from another site")
    if fields.get("sec-fetch-site", "none").lower() not in ("none", "same-origin"):
        return Refusal(403, "the request comes from another site; type the address, or follow no link to it")
    if "service-worker" in fields:
        return Refusal(403, "the workshop has no worker that could answer in its place")
    if OVERRIDES & fields.keys():
        return Refusal(400, "a request has one method")
    if request.method not in _methods(request.path):
        return Refusal(405, "this is not done here")
    if not (request.path.startswith(API) or request.path == EVENTS):
        return None
    if not hmac.compare_digest(fields.get(TOKEN, "").encode("ascii"), door.token.encode("ascii")):
        return Refusal(403, "the token is missing or is that of another run")
    if request.path == EVENTS:
        return None
    if not JSON.fullmatch(fields.get("content-type", "")) or "content-encoding" in fields:
        return Refusal(415, "what is sent is JSON")
    return None


def _methods(path: str) -> tuple[str, ...]:
    if path.startswith(API):
        return ("POST",)
    return ("GET",) if path == EVENTS else ("GET", "HEAD")
