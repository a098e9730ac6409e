"""Serves on this machine only: connections to heads, heads to answers, a thread for each connection.

Small and of its own because what stands in the way of hostile requests should be read in one sitting: a head has ten
seconds and 16 KB, a body 256 KB, and no more than 64 connections are held. What is refused is told why, and its
connection is closed, so that nothing after it is taken for a request.
"""

from __future__ import annotations

import errno
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from . import asked, responses
from .asked import Refusal, Request
from .responses import Response

ADDRESS = "127.0.0.1"
MOST_CONNECTIONS = 64
HEAD_SECONDS = 10.0
"""From the connection, or the last answer, to the end of a head; a body has as long again."""
SENDING_SECONDS = 30.0
LINGERING_SECONDS = 0.5
"""How long what was sent after a refusal is read, so that the refusal itself arrives."""
LINGERING_BYTES = 4 * asked.BODY_BYTES
PORTS_TRIED = 20
CHUNK = 65_536


class Answers(Protocol):
    """Who answers."""

    def refused(self, request: Request) -> Refusal | None:
        """Return why a request is not let in, by its head."""
        ...

    def response(self, request: Request, connection: socket.socket) -> Response:
        """Return what is sent back."""
        ...


class PortTakenError(Exception):
    """No port can be listened at. Its argument is the sentence for the person who asked."""


def listening(port: int) -> socket.socket:
    """Return a socket that listens at `port` of this machine, or at the next one that is free; 0 is any.

    Raises `PortTakenError` when none of the next ones is.
    """
    last = min(port + PORTS_TRIED, 65_536) if port else 1
    for number in range(port, last):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # On Windows another program could otherwise listen at the same port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((ADDRESS, number))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
        else:
            return listener
    raise PortTakenError(f"the ports {port} to {last - 1} are taken; name another with --port, or 0 for any")


class Server:
    """Accepts connections and has requests answered, each connection in a thread of its own."""

    def __init__(
        self,
        listener: socket.socket,
        answers: Answers,
        complain: Callable[[str], None],
        *,
        head_seconds: float = HEAD_SECONDS,
    ) -> None:
        """Take what listens, who answers, and what is told of our mistakes."""
        self._listener, self._answers, self._complain = listener, answers, complain
        self._head_seconds = head_seconds
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._is_over = False
        self._thread = threading.Thread(target=self._accept, name="accepting", daemon=True)

    def start(self) -> None:
        """Begin to accept connections."""
        self._thread.start()

    def close(self) -> None:
        """Accept no more, and end every connection."""
        with self._lock:
            self._is_over = True
            connections = list(self._connections)
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._is_over:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                if self._is_over:
                    return
                # Out of file descriptors, or a caller that left before it was let in.
                time.sleep(0.05)
                continue
            with self._lock:
                has_room = len(self._connections) < MOST_CONNECTIONS and not self._is_over
                if has_room:
                    self._connections.add(connection)
            if has_room:
                threading.Thread(target=self._talk, args=(connection,), name="talking", daemon=True).start()
            else:
                with connection, suppress(OSError):
                    connection.settimeout(1)
                    connection.sendall(_bytes(Refusal(429, "too many connections"), stays=False))

    def _talk(self, connection: socket.socket) -> None:
        try:
            with connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                talk = _Talk(connection, self._answers, self._head_seconds)
                while not self._is_over and talk.goes_on():
                    pass
        except OSError:
            # Whoever called has left.
            pass
        except Exception:  # noqa: BLE001 -- a mistake of ours ends this connection, and not the workshop
            self._complain(traceback.format_exc())
        finally:
            with self._lock:
                self._connections.discard(connection)


class _Talk:
    """What is said over one connection."""

    def __init__(self, connection: socket.socket, answers: Answers, head_seconds: float) -> None:
        self._connection, self._answers, self._head_seconds = connection, answers, head_seconds
        self._read = b""

    def goes_on(self) -> bool:
        """Answer one request; return whether there may be another."""
        request = self._request()
        if request is None:
            return False
        if isinstance(request, Request):
            request = self._answers.refused(request) or request
        if isinstance(request, Refusal):
            self._send(_bytes(request, stays=False))
            self._linger()
            return False
        body = self._body(request)
        if body is None:
            return False
        response = self._answers.response(replace(request, body=body), self._connection)
        head = responses.head(response, stays=request.stays)
        if response.stream is not None:
            self._stream(head, response.stream)
            return False
        self._send(head if request.method == "HEAD" else head + response.body)
        return request.stays

    def _request(self) -> Request | Refusal | None:
        """Return the next request, `None` when there is none."""
        deadline = time.monotonic() + self._head_seconds
        while b"\r\n\r\n" not in self._read:
            if len(self._read) > asked.HEAD_BYTES:
                return Refusal(431, "the head of the request is too long")
            try:
                piece = self._received(deadline)
            except TimeoutError:
                return Refusal(408, "the request took too long") if self._read else None
            if not piece:
                return Refusal(400, "the request has no end") if self._read else None
            self._read += piece
        head, _, rest = self._read.partition(b"\r\n\r\n")
        if len(head) > asked.HEAD_BYTES:
            return Refusal(431, "the head of the request is too long")
        self._read = rest
        return asked.request(head + b"\r\n\r\n")

    def _body(self, request: Request) -> bytes | None:
        """Return the body of a request, `None` when it does not come."""
        deadline = time.monotonic() + self._head_seconds
        while len(self._read) < request.length:
            try:
                piece = self._received(deadline)
            except TimeoutError:
                self._send(_bytes(Refusal(408, "the body took too long"), stays=False))
                return None
            if not piece:
                self._send(_bytes(Refusal(400, "the body is shorter than was said"), stays=False))
                return None
            self._read += piece
        body, self._read = self._read[: request.length], self._read[request.length :]
        return body

    def _received(self, deadline: float) -> bytes:
        """Return what comes next, empty at the end. Raises `TimeoutError` when nothing does."""
        seconds = deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        self._connection.settimeout(seconds)
        return self._connection.recv(CHUNK)

    def _send(self, content: bytes) -> None:
        self._connection.settimeout(SENDING_SECONDS)
        self._connection.sendall(content)

    def _stream(self, head: bytes, pieces: Iterable[bytes]) -> None:
        self._send(head)
        for piece in pieces:
            self._send(piece)

    def _linger(self) -> None:
        """Read for a moment what is still sent; a connection closed before that takes the answer with it."""
        deadline = time.monotonic() + LINGERING_SECONDS
        left = LINGERING_BYTES
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
            while left > 0 and (piece := self._received(deadline)):
                left -= len(piece)


def _bytes(refused: Refusal, *, stays: bool) -> bytes:
    response = responses.of_refusal(refused)
    return responses.head(response, stays=stays) + response.body
