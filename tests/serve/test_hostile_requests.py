"""Nothing that a page of another site, or anybody with a socket, may send is let in, and nothing is written by it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from postil.serve.server import MOST_CONNECTIONS, listening

from .conftest import Running, status, workshop

HOST = b"Host: 127.0.0.1:PORT\r\n"
GET = b"GET / HTTP/1.1\r\n"
POST = b"POST /_postil/api/write HTTP/1.1\r\n" + HOST
TOKEN = b"X-Postil-Token: TOKEN\r\n"
JSON = b"Content-Type: application/json\r\n"
OWN = POST + TOKEN + JSON


def at(target: bytes) -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + HOST + b"\r\n"


def with_field(field: bytes) -> bytes:
    return GET + HOST + field + b"\r\n\r\n"


def from_host(host: bytes) -> bytes:
    return GET + b"Host: " + host + b"\r\n\r\n"


def writing(fields: bytes, body: bytes = b'{"a":1}') -> bytes:
    return POST + fields + b"Content-Length: %d\r\n\r\n" % len(body) + body


def with_body(body: bytes) -> bytes:
    return writing(TOKEN + JSON, body)


PATHS = {
    "up": b"/../../etc/passwd",
    "up, encoded": b"/%2e%2e/%2e%2e/etc/passwd",
    "up, half encoded": b"/.%2e/secret",
    "up, below a page": b"/essays/axis/../../../etc/passwd",
    "up, below ours": b"/_postil/assets/../../server.py",
    "up, below ours, encoded": b"/_postil/assets/%2e%2e%2fserver.py",
    "up, twice encoded": b"/%252e%252e/%252e%252e/etc/passwd",
    "up, with a slash encoded": b"/..%2f..%2fetc%2fpasswd",
    "up, with backslashes": b"/..\\..\\windows\\win.ini",
    "up, with backslashes encoded": b"/..%5c..%5cwindows%5cwin.ini",
    "up, overlong": b"/%c0%ae%c0%ae/etc/passwd",
    "up, in a wide form": b"/%ef%bc%8e%ef%bc%8e/etc/passwd",
    "up, by sixteen bits": b"/%u002e%u002e/etc/passwd",
    "up, with dots and a semicolon": b"/..;/..;/etc/passwd",
    "only dots": b"/...//...//etc/passwd",
    "here": b"/./index.html",
    "an absolute path": b"//etc/passwd",
    "an absolute path, encoded": b"/%2fetc%2fpasswd",
    "a path at another host": b"//evil.example/index.html",
    "a drive": b"/C:/Windows/win.ini",
    "a drive, encoded": b"/c%3a%5cwindows%5cwin.ini",
    "a share": b"/%5c%5cevil.example%5cshare",
    "a stream of Windows": b"/index.html::$DATA",
    "a device of Windows": b"/CON",
    "a device of Windows with an ending": b"/aux.html",
    "a short name of Windows": b"/ESSAYS~1/",
    "a name that ends in a dot": b"/index.html.",
    "a name that ends in a space": b"/index.html%20",
    "another case": b"/INDEX.HTML",
    "a NUL": b"/index.html%00.png",
    "a bare NUL": b"/index\x00.html",
    "a line end": b"/index.html%0d%0aSet-Cookie:%20a=b",
    "a control character": b"/%1b%5b2J",
    "no UTF-8": b"/%ff%fe",
    "a surrogate": b"/%ed%a0%80",
    "letters beyond ASCII": "/café".encode(),
    "a broken encoding": b"/%zz",
    "a cut encoding": b"/index%2",
    "an empty part": b"/essays//axis/",
    "the sources": b"/content/axis.md",
    "the sources by their place": b"/content/",
    "the memory": b"/.cache/postil/memory.sqlite",
    "the repository": b"/.git/config",
    "the settings": b"/content/site.yaml",
    "the list of a folder": b"/assets/",
    "a folder of ours": b"/_postil/",
    "the assets of ours": b"/_postil/assets/",
    "the program": b"/_postil/assets/shipped.py",
    "a fragment": b"/index.html#part",
    "a verb by reading": b"/_postil/api/write",
    "a whole address": b"http://127.0.0.1:PORT/",
    "a whole address elsewhere": b"http://evil.example/",
    "a file by its address": b"file:///etc/passwd",
    "no path": b"*",
    "a host": b"127.0.0.1:PORT",
    "a path without a slash": b"index.html",
    "nothing but a question": b"?a=b",
    "a long path": b"/" + b"a" * 5000,
}
HOSTS = {
    "foreign": b"evil.example",
    "foreign with our port": b"evil.example:PORT",
    "that ends like ours": b"evil.127.0.0.1:PORT",
    "that begins like ours": b"127.0.0.1.evil.example:PORT",
    "localhost as a part": b"localhost.evil.example:PORT",
    "rebound by a name": b"127.0.0.1.nip.example:PORT",
    "below localhost": b"a.localhost:PORT",
    "with a last dot": b"localhost.:PORT",
    "of another port": b"127.0.0.1:1",
    "without a port": b"127.0.0.1",
    "all addresses": b"0.0.0.0:PORT",
    "another address of this machine": b"127.0.0.2:PORT",
    "an address as one number": b"2130706433:PORT",
    "an address in hexadecimal": b"0x7f000001:PORT",
    "a short address": b"127.1:PORT",
    "an address in six": b"[::ffff:127.0.0.1]:PORT",
    "with a user": b"user@127.0.0.1:PORT",
    "with a path": b"127.0.0.1:PORT/",
    "two in one": b"127.0.0.1:PORT, evil.example",
    "with a space": b"127.0.0.1 :PORT",
    "empty": b"",
}
FIELDS = {
    "an origin elsewhere": b"Origin: http://evil.example",
    "an origin of no name": b"Origin: null",
    "an origin of another port": b"Origin: http://127.0.0.1:1",
    "an origin in TLS": b"Origin: https://127.0.0.1:PORT",
    "an origin that begins like ours": b"Origin: http://127.0.0.1:PORT.evil.example",
    "an empty origin": b"Origin:",
    "two origins": b"Origin: http://127.0.0.1:PORT\r\nOrigin: http://evil.example",
    "from another site": b"Sec-Fetch-Site: cross-site",
    "from another port of this machine": b"Sec-Fetch-Site: same-site",
    "from nobody knows where": b"Sec-Fetch-Site: elsewhere",
    "another method in a field": b"X-HTTP-Method-Override: POST",
    "another method in another field": b"X-Method-Override: DELETE",
    "a worker that would answer for us": b"Service-Worker: script",
    "two hosts": b"Host: evil.example",
    "a socket of the web": b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13",
    "the next HTTP": b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c",
    "a body in pieces": b"Transfer-Encoding: chunked",
    "a body in odd pieces": b"Transfer-Encoding: xchunked",
    "a body in pieces, in hiding": b"Transfer-Encoding:\tchunked",
    "a body where none is": b"Content-Length: 5",
    "a length of a sign": b"Content-Length: +5",
    "a length in hexadecimal": b"Content-Length: 0x5",
    "a length below nothing": b"Content-Length: -1",
    "a length of two": b"Content-Length: 0, 0",
    "two lengths": b"Content-Length: 0\r\nContent-Length: 5",
    "a wait for leave": b"Expect: 100-continue",
    "a line that goes on": b"X-A: b\r\n c: d",
    "a line that goes on by a tab": b"X-A: b\r\n\tc",
    "a first line that goes on": b" X-A: b",
    "a space before the colon": b"X-A : b",
    "no colon": b"X-A",
    "no name": b": b",
    "a NUL in a value": b"X-A: b\x00c",
    "a bare return": b"X-A: b\rX-B: c",
    "letters beyond ASCII": b"X-A: \xe9",
    "a long value": b"X-A: " + b"a" * 20_000,
    "many fields": b"\r\n".join(b"X-%d: a" % number for number in range(200)),
}
LINES = {
    "nothing": b"\r\n\r\n",
    "noise": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(64)) + b"\r\n\r\n",
    "an older HTTP": b"GET /\r\n\r\n",
    "a newer HTTP": b"GET / HTTP/2.0\r\n" + HOST + b"\r\n",
    "the greeting of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "another protocol": b"GET / ICY/1.0\r\n" + HOST + b"\r\n",
    "two spaces": b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tab": b"GET\t/\tHTTP/1.1\r\n" + HOST + b"\r\n",
    "a space before": b" GET / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a small method": b"get / HTTP/1.1\r\n" + HOST + b"\r\n",
    "line ends without returns": b"GET / HTTP/1.1\nHost: 127.0.0.1:PORT\n\n\r\n\r\n",
    "no host": GET + b"\r\n",
    "no host in an older HTTP": b"GET / HTTP/1.0\r\n\r\n",
    "no end": GET + HOST,
    "a long first line": b"GET /" + b"a" * 30_000 + b" HTTP/1.1\r\n",
    **{
        f"the method {method}": method.encode() + b" / HTTP/1.1\r\n" + HOST + b"\r\n"
        for method in "PUT DELETE PATCH OPTIONS TRACE CONNECT PROPFIND PURGE".split()
    },
    "writing to a page": b"POST / HTTP/1.1\r\n" + HOST + TOKEN + JSON + b"Content-Length: 2\r\n\r\n{}",
    "the head of a verb": b"HEAD /_postil/api/write HTTP/1.1\r\n" + HOST + TOKEN + b"\r\n",
    "the head of the news": b"HEAD /_postil/events HTTP/1.1\r\n" + HOST + TOKEN + b"\r\n",
}
WRITINGS = {
    "no token": writing(JSON),
    "an empty token": writing(b"X-Postil-Token: \r\n" + JSON),
    "a wrong token": writing(b"X-Postil-Token: " + b"a" * 43 + b"\r\n" + JSON),
    "a short token": writing(b"X-Postil-Token: SHORT\r\n" + JSON),
    "a token and more": writing(b"X-Postil-Token: TOKENa\r\n" + JSON),
    "two tokens": writing(b"X-Postil-Token: a\r\n" + TOKEN + JSON),
    "a token in the address": writing(JSON).replace(b"/write ", b"/write?token=TOKEN "),
    "a token in a cookie": writing(b"Cookie: X-Postil-Token=TOKEN\r\n" + JSON),
    "the token of another origin": writing(b"Origin: http://evil.example\r\n" + TOKEN + JSON),
    "a token from another site": writing(b"Sec-Fetch-Site: cross-site\r\n" + TOKEN + JSON),
    "a token under another name": writing(TOKEN + JSON).replace(b"127.0.0.1:PORT", b"evil.example:PORT"),
    "plain text": writing(TOKEN + b"Content-Type: text/plain\r\n"),
    "a form": writing(TOKEN + b"Content-Type: application/x-www-form-urlencoded\r\n"),
    "a form of parts": writing(TOKEN + b"Content-Type: multipart/form-data; boundary=a\r\n"),
    "no type": writing(TOKEN),
    "a type that begins like JSON": writing(TOKEN + b"Content-Type: application/jsonp\r\n"),
    "a type that ends like JSON": writing(TOKEN + b"Content-Type: text/plain; application/json\r\n"),
    "JSON in another encoding": writing(TOKEN + b"Content-Type: application/json; charset=utf-16\r\n"),
    "two types": writing(TOKEN + JSON + b"Content-Type: text/plain\r\n"),
    "packed JSON": writing(TOKEN + JSON + b"Content-Encoding: gzip\r\n"),
    "another method": writing(TOKEN + JSON + b"X-HTTP-Method-Override: GET\r\n"),
    "no length": OWN + b'\r\n{"a":1}',
    "pieces": OWN + b'Transfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n0\r\n\r\n',
    "pieces and a length": OWN + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": OWN + b'Content-Length: 2\r\nContent-Length: 7\r\n\r\n{"a":1}',
    "too short a body": OWN + b'Content-Length: 70\r\n\r\n{"a":1}',
    "too long a body": with_body(b'{"a":"' + b"a" * 300_000 + b'"}'),
    "a length beyond all": OWN + b"Content-Length: 99999999999999999999\r\n\r\n",
    "a list": with_body(b"[1]"),
    "a word": with_body(b'"a"'),
    "no JSON": with_body(b"a=1"),
    "an empty body": with_body(b""),
    "cut JSON": with_body(b'{"a":'),
    "a key twice": with_body(b'{"a":1,"a":2}'),
    "no number": with_body(b'{"a":NaN}'),
    "no UTF-8": with_body(b'{"a":"\xff"}'),
    "deep JSON": with_body(b'{"a":' + b"[" * 60 + b"]" * 60 + b"}"),
    "bottomless JSON": with_body(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "an endless number": with_body(b'{"a":' + b"1" * 100_000 + b"}"),
    "an unknown verb": with_body(b"{}").replace(b"/write ", b"/format "),
    "a verb with a path": with_body(b"{}").replace(b"/write ", b"/write/../write "),
    "a verb of Python": with_body(b"{}").replace(b"/write ", b"/__class__ "),
    "news without a token": at(b"/_postil/events"),
    "news with a token in the address": at(b"/_postil/events?token=TOKEN"),
    "news elsewhere": GET.replace(b"/", b"/_postil/events", 1) + b"Host: evil.example\r\n" + TOKEN + b"\r\n",
    "news of too much": at(b"/_postil/events?a=1&b=1&c=1&d=1&e=1").replace(b"\r\n\r\n", b"\r\n" + TOKEN + b"\r\n"),
    "news of no version": at(b"/_postil/events?version=-1").replace(b"\r\n\r\n", b"\r\n" + TOKEN + b"\r\n"),
}
REQUESTS = {
    **{f"path: {name}": at(path) for name, path in PATHS.items()},
    **{f"host: {name}": from_host(host) for name, host in HOSTS.items()},
    **{f"field: {name}": with_field(field) for name, field in FIELDS.items()},
    **{f"line: {name}": line for name, line in LINES.items()},
    **{f"writing: {name}": sent for name, sent in WRITINGS.items()},
}


def filled(sent: bytes, running: Running) -> bytes:
    """Return a request with the port and the token of a run."""
    token = running.workshop.token.encode()
    sent = sent.replace(b"SHORT", token[:-1]).replace(b"TOKEN", token)
    return sent.replace(b"PORT", str(running.workshop.port).encode())


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_there_are_a_hundred_and_more_of_them_and_no_two_alike() -> None:
    assert len(set(REQUESTS.values())) == len(REQUESTS) >= 150


@pytest.mark.parametrize("name", REQUESTS)
def test_a_hostile_request_is_refused_and_nothing_comes_of_it(shared: Running, name: str) -> None:
    before = everything(shared.root)
    answer = shared.exchange(filled(REQUESTS[name], shared))
    assert 400 <= status(answer) < 500, answer[:300]
    assert answer.count(b"HTTP/1.1 ") == 1, "what follows a refusal is no request"
    assert b"access-control" not in answer.lower()
    assert b"set-cookie" not in answer.lower()
    assert shared.workshop.token.encode() not in answer.partition(b"\r\n\r\n")[0]
    assert shared.done == []
    assert everything(shared.root) == before
    # And the next one is answered as ever.
    assert status(shared.get("/")) == 200


def test_no_refusal_of_a_page_gives_the_token_away_to_another_site(shared: Running) -> None:
    token = shared.workshop.token.encode()
    for name in ("host: foreign", "field: from another site", "field: an origin elsewhere"):
        assert token not in shared.exchange(filled(REQUESTS[name], shared))


def test_a_request_hidden_behind_a_refused_one_is_not_read(shared: Running) -> None:
    hidden = filled(with_body(b"{}"), shared)
    answer = shared.exchange(filled(with_field(b"Content-Length: 5"), shared) + hidden)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert shared.done == []


def test_what_the_site_is_asked_for_never_leads_anywhere_else(shared: Running) -> None:
    shared.site.asked.clear()
    for name in PATHS:
        shared.exchange(filled(REQUESTS[f"path: {name}"], shared))
    assert not [path for path in shared.site.asked if ".." in path.split("/") or path.startswith("/") or "\\" in path]


def test_a_head_that_comes_letter_by_letter_is_given_up(tmp_path: Path) -> None:
    with workshop(tmp_path, head_seconds=0.4) as running, running.connection() as connection:
        began = time.monotonic()
        try:
            for letter in b"GET / HTTP/1.1\r\nX-Slow: " + b"a" * 1000:
                connection.sendall(bytes([letter]))
                time.sleep(0.05)
        except OSError:
            pass
        assert time.monotonic() - began < 5
        assert status(connection.recv(4096)) == 408


def test_a_body_that_does_not_come_is_given_up(tmp_path: Path) -> None:
    with workshop(tmp_path, head_seconds=0.4) as running, running.connection() as connection:
        connection.sendall(filled(OWN + b"Content-Length: 7\r\n\r\n{", running))
        assert status(connection.recv(4096)) == 408
        assert running.done == []


def test_who_says_nothing_is_sent_away(tmp_path: Path) -> None:
    with workshop(tmp_path, head_seconds=0.4) as running, running.connection() as connection:
        assert connection.recv(4096) == b""


def test_more_connections_than_it_holds_are_sent_away_and_those_it_holds_are_answered(running: Running) -> None:
    held = [running.connection() for _ in range(MOST_CONNECTIONS)]
    try:
        time.sleep(0.2)
        with running.connection() as late:
            assert status(late.recv(4096)) == 429
        held[0].sendall(running.request("GET", "/"))
        assert status(held[0].recv(4096)) == 200
    finally:
        for connection in held:
            connection.close()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            if status(running.get("/")) == 200:
                return
        except (OSError, AssertionError):
            time.sleep(0.05)
    pytest.fail("no connection is free again")


def test_it_listens_on_this_machine_alone() -> None:
    with listening(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
