"""What is let in is answered: pages, sheets, verbs, redirections, and what says that something is missing."""

from __future__ import annotations

import json
import re

import pytest

from .conftest import Running, status

EVERYWHERE = (
    b"Cache-Control: no-store",
    b"X-Content-Type-Options: nosniff",
    b"X-Frame-Options: DENY",
    b"Cross-Origin-Resource-Policy: same-origin",
    b"Referrer-Policy: no-referrer",
)


def body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("target", ["/", "/index.html", "/essays/axis/", "/essays/axis/index.html?kind=check"])
def test_a_page_is_shown_at_its_address(shared: Running, target: str) -> None:
    answer = shared.get(target)
    assert status(answer) == 200
    assert b"Content-Type: text/html; charset=utf-8" in answer


def test_every_answer_bears_the_headers_that_keep_other_sites_out(shared: Running) -> None:
    shared.site.failure = None
    answers = [
        shared.get("/"),
        shared.get("/nowhere"),
        shared.get("/essays/axis"),
        shared.get("/assets/css/reading.css"),
        shared.get("/_postil/assets/workshop.js"),
        shared.get("/", Host="evil.example"),
        shared.exchange(b"\r\n\r\n"),
        shared.post("fail", b"{}"),
        shared.post("write", b"{"),
    ]
    for answer in answers:
        head = answer.partition(b"\r\n\r\n")[0]
        assert all(field in head for field in EVERYWHERE), head
        assert b"frame-ancestors 'none'" in head
        assert b"access-control" not in head.lower()
    shared.said.clear()


def test_a_folder_is_led_to_with_its_slash(shared: Running) -> None:
    answer = shared.get("/essays/axis")
    assert status(answer) == 301
    assert b"Location: /essays/axis/\r\n" in answer


def test_no_page_is_looked_for_below_a_picture_that_is_missing(running: Running) -> None:
    assert status(running.get("/essays/missing.png")) == 404
    assert not any("missing.png/" in path for path in running.site.asked)


def test_what_is_missing_is_told_by_the_page_of_the_site(shared: Running) -> None:
    answer = shared.get("/essays/nowhere/")
    assert status(answer) == 404
    assert b"Not here." in answer


def test_names_of_files_are_read_as_addresses_have_them(shared: Running) -> None:
    answer = shared.get("/essays/a%20map.svg")
    assert status(answer) == 200
    assert b"Content-Type: image/svg+xml\r\n" in answer


def test_what_names_the_place_of_the_published_site_is_found_as_well(shared: Running) -> None:
    assert body(shared.get("/project/assets/css/reading.css")) == b"p { margin: 0 }"
    assert b"Location: /project/essays/axis/\r\n" in shared.get("/project/essays/axis")
    assert status(shared.get("/another/assets/css/reading.css")) == 404


def test_the_head_of_a_page_is_that_of_the_page_without_it(shared: Running) -> None:
    whole = shared.get("/").partition(b"\r\n\r\n")[0]
    assert shared.exchange(shared.request("HEAD", "/")) == whole + b"\r\n\r\n"


def test_several_requests_go_over_one_connection(shared: Running) -> None:
    first = shared.request("GET", "/", Connection="keep-alive")
    answer = shared.exchange(first + first + shared.request("GET", "/assets/css/reading.css"))
    assert answer.count(b"HTTP/1.1 200 OK") == 3


def test_the_workshop_comes_into_a_page_at_the_end_of_its_head_and_into_nothing_else(shared: Running) -> None:
    page = body(shared.get("/essays/axis/")).decode()
    head, _, rest = page.partition("</head>")
    entry = re.search(r'<meta name="postil-workshop" content="([\w-]{40,})" data-text="essays/axis" ([^>]*)>', head)
    assert entry is not None
    assert entry[1] == shared.workshop.token
    assert 'data-path="essays/axis/index.html"' in entry[2]
    assert 'href="/_postil/assets/workshop.css"' in head
    assert '<script type="module" src="/_postil/assets/workshop.js"></script>' in head
    assert "_postil" not in rest
    assert b"_postil" not in body(shared.get("/assets/css/reading.css"))
    # The page itself is what it would be when published.
    own = shared.site.files["essays/axis/index.html"].decode()
    assert re.sub(r"<meta name=\"postil-workshop.*</script>\n", "", page, flags=re.S) == own


@pytest.mark.parametrize("destination", ["empty", "iframe", "image", "Empty"])
def test_a_page_that_is_not_opened_has_everything_but_the_token(shared: Running, destination: str) -> None:
    token = shared.workshop.token.encode()
    for target in ("/essays/axis/", "/nowhere/"):
        opened = shared.get(target, Sec_Fetch_Dest="document")
        assert token in opened
        assert body(shared.get(target, Sec_Fetch_Dest=destination)) == body(opened).replace(token, b"")


def test_what_is_no_page_is_of_no_site_when_it_is_opened_by_itself(shared: Running) -> None:
    for target in ("/essays/a%20map.svg", "/assets/css/reading.css", "/_postil/assets/workshop.css"):
        assert b"Content-Security-Policy: sandbox; default-src 'none'; " in shared.get(target)
    assert b"sandbox" not in shared.get("/").partition(b"\r\n\r\n")[0]


def test_files_of_the_workshop_are_served_by_name(shared: Running) -> None:
    for name, kind in (
        ("workshop.js", b"text/javascript"),
        ("workshop.css", b"text/css"),
        ("editor.js", b"text/javasc"),
    ):
        answer = shared.get(f"/_postil/assets/{name}")
        assert status(answer) == 200
        assert b"Content-Type: " + kind in answer


def test_a_verb_is_given_what_the_page_sends_and_its_answer_comes_back(running: Running) -> None:
    answer = running.post("write", '{"quote": "gains – “öl”"}'.encode())
    assert status(answer) == 200
    assert b"Content-Type: application/json\r\n" in answer
    assert json.loads(body(answer)) == {"written": True}
    assert running.done == [{"quote": "gains – “öl”"}]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_the_names_of_this_machine_are_let_in(shared: Running, host: str) -> None:
    assert status(shared.get("/", Host=f"{host}:{shared.workshop.port}")) == 200


def test_a_mistake_of_a_verb_is_told_and_ends_nothing(running: Running) -> None:
    answer = running.post("fail", b"{}")
    assert status(answer) == 500
    assert b"ZeroDivisionError: of the verb" in body(answer)
    assert "Traceback" in running.said[-1]
    assert status(running.get("/")) == 200


def test_a_token_holds_for_one_run(running: Running, shared: Running) -> None:
    assert running.workshop.token != shared.workshop.token
    assert status(running.post("write", b"{}", X_Postil_Token=shared.workshop.token)) == 403
    assert running.done == []
