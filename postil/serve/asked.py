"""Reads the head of a request, strictly: bytes to a `Request`, or to the `Refusal` that they get.

What HTTP (RFC 9112) lets a server read in two ways is read in none: lines that go on in the next one, line ends
without a carriage return, lengths said twice, addresses in other forms than a path. Nobody who is meant to come
in sends any of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from postil.core.values import dataclass

HEAD_BYTES = 16_384
TARGET_BYTES = 4_096
MOST_FIELDS = 100
BODY_BYTES = 256 * 1024
"""The longest body that is read."""

METHODS = ("GET", "HEAD", "POST")
NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
REQUEST_LINE = re.compile(rf"({NAME}) (\S+) (HTTP/\d\.\d)", re.ASCII)
FIELD = re.compile(rf"({NAME}):[ \t]*((?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?)[ \t]*", re.ASCII)
SAID_ONCE = frozenset(
    "host origin content-length content-type content-encoding x-postil-token sec-fetch-site expect".split()
)
"""Fields that mean nothing when there are two of them."""
ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for."""

    method: str
    path: str
    """Decoded, after the first slash: `essays/axis/`."""
    query: str
    """As sent, without the question mark."""
    fields: Mapping[str, str]
    """Values by names in small letters."""
    stays: bool
    """Whether the connection is kept for the next request."""
    length: int
    """Bytes of the body."""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered."""

    status: int
    sentence: str


def request(head: bytes) -> Request | Refusal:
    """Return the request with this head, which ends with its empty line."""
    try:
        lines = head.removesuffix(b"\r\n\r\n").decode("ascii").split("\r\n")
    except UnicodeDecodeError:
        return Refusal(400, "the head of a request is written in ASCII")
    line = REQUEST_LINE.fullmatch(lines[0])
    if line is None:
        return Refusal(400, "the first line is no request")
    method, target, version = line.groups()
    if version not in ("HTTP/1.0", "HTTP/1.1"):
        return Refusal(400, "this server speaks HTTP of version 1")
    if method not in METHODS:
        return Refusal(405, "only GET, HEAD and POST are known here")
    fields = _fields(lines[1:])
    if isinstance(fields, Refusal):
        return fields
    length = _length(method, fields)
    if isinstance(length, Refusal):
        return length
    path = _path(target)
    if isinstance(path, Refusal):
        return path
    connection = fields.get("connection", "").lower()
    stays = version == "HTTP/1.1" and "close" not in connection
    return Request(method, path, target.partition("?")[2], fields, stays, length)


def _fields(lines: list[str]) -> Mapping[str, str] | Refusal:
    if len(lines) > MOST_FIELDS:
        return Refusal(431, "the request has too many fields")
    fields: dict[str, str] = {}
    for line in lines:
        match = FIELD.fullmatch(line)
        if match is None:
            return Refusal(400, "a field of the request cannot be read")
        name, value = match[1].lower(), match[2]
        if name in fields:
            if name in SAID_ONCE:
                return Refusal(400, f"{name} is said twice")
            value = f"{fields[name]}, {value}"
        fields[name] = value
    if "transfer-encoding" in fields:
        return Refusal(400, "a body is sent in one piece, with its length")
    if "upgrade" in fields:
        return Refusal(400, "this server speaks no other protocol")
    if "expect" in fields:
        return Refusal(417, "a body is sent with its head")
    return fields


def _length(method: str, fields: Mapping[str, str]) -> int | Refusal:
    given = fields.get("content-length")
    if given is None:
        return Refusal(411, "the length of the body is missing") if method == "POST" else 0
    if not re.fullmatch(r"[0-9]{1,12}", given):
        return Refusal(400, "the length of the body is no number")
    if method != "POST" and int(given):
        return Refusal(400, "such a request has no body")
    return int(given) if int(given) <= BODY_BYTES else Refusal(413, "the body is too long")


def _path(target: str) -> str | Refusal:
    """Return the path of a target, decoded once, in which nothing leads up, back or past a slash."""
    if len(target) > TARGET_BYTES:
        return Refusal(414, "the address is too long")
    path = target.partition("?")[0]
    if not path.startswith("/") or "#" in target or ENCODED.search(target):
        return Refusal(400, "the address is not written as a path")
    parts = [_decoded(part) for part in path[1:].split("/")]
    if any(part is None or part in (".", "..") or "/" in part or UNSAFE.search(part) for part in parts):
        return Refusal(400, "the address has what no path of a site has")
    if "" in parts[:-1]:
        return Refusal(400, "the address has an empty part")
    return "/".join(part or "" for part in parts)


def _decoded(part: str) -> str | None:
    try:
        return re.sub(rb"%([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), part.encode("ascii")).decode(
            "utf-8"
        )
    except UnicodeDecodeError:
        return None
