"""What somebody sees who writes: the newest words where they read, problems over the page, the end of the server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Error, Page

from postil.authoring.history import History
from postil.core.cache import Cache
from postil.pipeline import Options
from postil.pipeline.live import Live
from postil.serve import Terminal, Workshop
from postil.serve.server import listening
from tests.browser.running import close
from tests.browser.test_accessibility import objections
from tests.site import Site

from .conftest import workshop as serving

PATIENCE_MILLISECONDS = 8000
PARAGRAPHS = "\n\n".join(f"Paragraph {number} says what number {number} has to say." for number in range(60))
TEXT = f"---\ntitle: The axis\n---\n\nThe war ended with grinding gains in the east.\n\n{PARAGRAPHS}\n"
NOTES = "annotations:\n  - id: gains\n    quote: grinding gains\n    kind: context\n    note: The first note.\n"
BAD = NOTES.replace("context", "contexx")


@dataclass
class Writing:
    """A site being written, a page of it before somebody, and what the browser complained of."""

    site: Site
    page: Page
    workshop: Workshop
    stack: ExitStack
    wrong: list[str] = field(default_factory=list)

    def seen(self, question: str, argument: Any = None) -> Any:
        """Wait until a question about the page, a function of JavaScript, is answered with something; return that."""
        waiting = f"""argument => new Promise((tell, fail) => {{
          const end = performance.now() + {PATIENCE_MILLISECONDS};
          const ask = () => {{
            const answer = ({question})(argument);
            if (answer) tell(answer);
            else if (performance.now() > end) fail(new Error('never'));
            else setTimeout(ask, 15);
          }};
          ask();
        }})"""
        for _ in range(20):
            try:
                return self.page.evaluate(waiting, argument)
            except Error as error:
                # The page was loaded again while it was asked.
                if "context was destroyed" not in str(error) and "navigation" not in str(error):
                    raise
                self.page.wait_for_load_state()
        raise AssertionError("the page is loaded again and again")

    def sees(self, words: str) -> None:
        self.seen("words => document.body?.textContent.includes(words)", words)

    def marked(self) -> bool:
        """Return whether the page is still the one that was marked."""
        return bool(self.page.evaluate("Boolean(window.isMarked)"))


@contextmanager
def working(root: Path, port: int = 0) -> Iterator[Workshop]:
    site = Live(root, Options(keep_going=True), Cache.at(None))
    # The editor has tests of its own.
    own = {"editor.js": b"export const start = () => {};"}
    with Workshop(root, site, listening(port), History(), polls=False, terminal=Terminal(), assets=own) as workshop:
        yield workshop


@pytest.fixture
def writing(tmp_path: Path, browser: Browser) -> Iterator[Callable[..., Writing]]:
    with ExitStack() as stack:
        opened: list[Writing] = []

        def begin(
            *, width: int = 1280, scheme: Literal["light", "dark"] = "light", notes: str = NOTES, before: str = ""
        ) -> Writing:
            site = Site(tmp_path).write("content/axis.md", TEXT.encode())
            site.write("content/axis.annotations.yaml", notes.encode())
            server = stack.enter_context(ExitStack())
            workshop = server.enter_context(working(tmp_path))
            context = browser.new_context(
                viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
            )
            stack.callback(close, context)
            context.set_default_timeout(PATIENCE_MILLISECONDS)
            page = context.new_page()
            if before:
                page.add_init_script(before)
            one = Writing(site, page, workshop, server)
            page.on("pageerror", lambda error: one.wrong.append(str(error)))
            page.on(
                "console",
                lambda said: one.wrong.append(said.text) if "Content Security" in said.text else None,
            )
            page.goto(f"{workshop.address}axis/")
            one.seen("() => document.querySelector('.postil-workshop')")
            page.evaluate("window.isMarked = true")
            opened.append(one)
            return one

        yield begin
        for one in opened:
            assert one.wrong == []


Begin = Callable[..., Writing]


def test_saved_words_come_into_the_page_where_they_are_and_nothing_else_moves(writing: Begin) -> None:
    work = writing()
    work.page.evaluate("scrollTo(0, 600)")
    work.site.edit("content/axis.md", "what number 20 has to say", "what it has never said before")
    work.sees("what it has never said before")
    assert work.marked(), "the page was not loaded again"
    assert work.page.evaluate("scrollY") == 600


def test_an_open_note_is_renewed_while_it_stays_open(writing: Begin) -> None:
    work = writing(width=390)
    work.page.locator("sup.ref button").first.click()
    work.page.locator(":popover-open").wait_for()
    work.site.edit("content/axis.annotations.yaml", "The first note.", "The first note, *mended*.")
    work.seen("() => document.querySelector(':popover-open em')?.textContent === 'mended'")
    assert work.marked()


def test_a_new_note_comes_by_loading_the_page_again_at_the_same_place(writing: Begin) -> None:
    work = writing()
    work.page.evaluate("scrollTo(0, 500)")
    work.site.write("content/axis.annotations.yaml", f"{NOTES}  - quote: number 30 has\n    note: Another.\n".encode())
    work.seen("() => document.querySelectorAll('.endnotes .note').length === 2")
    assert not work.marked()
    work.seen("() => scrollY === 500")


def test_a_page_that_shows_a_card_shows_it_again_after_it_was_loaded_again(writing: Begin) -> None:
    work = writing(width=390)
    work.page.locator("sup.ref button").first.click()
    work.page.locator(":popover-open").wait_for()
    work.site.write("content/axis.annotations.yaml", f"{NOTES}  - quote: number 30 has\n    note: Another.\n".encode())
    work.seen("() => document.querySelectorAll('.endnotes .note').length === 2")
    work.seen("() => document.querySelector('#side-gains:popover-open')")


def test_what_concerns_another_page_leaves_this_one_alone(writing: Begin) -> None:
    work = writing()
    version = work.workshop.news.version
    work.site.write("content/other.md", b"---\ndraft: true\n---\n\nNot for now.\n")
    work.site.write("content/site.yaml", b"description: Of something else.\n")
    work.seen("() => document.querySelector('.postil-workshop')")
    work.page.wait_for_timeout(700)
    assert work.workshop.news.version >= version
    assert work.marked()


def test_a_style_sheet_is_exchanged_without_loading_the_page_again(writing: Begin) -> None:
    work = writing()
    own = "@layer own { body { scroll-margin-top: 77px; } }\n"
    work.site.write("layouts/assets/css/own.css", own.encode())
    work.seen("() => document.body && getComputedStyle(document.body).scrollMarginTop === '77px'")
    assert work.marked()


def test_an_error_is_laid_over_the_last_good_page_with_its_line_and_is_gone_when_mended(writing: Begin) -> None:
    work = writing()
    work.site.write("content/axis.annotations.yaml", BAD.encode())
    panel = work.page.get_by_role("region", name="Problems")
    panel.wait_for()
    words = panel.inner_text()
    for part in ("content/axis.annotations.yaml:4:11", "there is no kind of annotation", "contexx", "did you mean"):
        assert part in words
    assert panel.locator("mark").inner_text() == "contexx"
    assert work.page.locator("main").inner_text().count("grinding gains")
    work.site.write("content/axis.annotations.yaml", NOTES.encode())
    panel.wait_for(state="hidden")
    assert work.page.locator(".postil-workshop-badge").is_hidden()


def test_a_warning_shows_the_badge_alone(writing: Begin) -> None:
    work = writing(notes=NOTES.replace("grinding gains", "nowhere to be found"))
    badge = work.page.get_by_role("button", name="1 warning")
    badge.wait_for()
    assert work.page.get_by_role("region", name="Problems").is_hidden()
    badge.click()
    assert "nowhere to be found" in work.page.get_by_role("region", name="Problems").inner_text()


def test_keys_alone_fold_the_problems_which_stay_folded_until_there_are_others(writing: Begin) -> None:
    work = writing(notes=BAD)
    panel = work.page.get_by_role("region", name="Problems")
    panel.wait_for()
    panel.focus()
    work.page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert work.page.evaluate("document.activeElement.matches('.postil-workshop-badge')")
    work.page.reload()
    work.page.get_by_role("button", name="1 error").wait_for()
    assert panel.is_hidden()
    work.page.get_by_role("button", name="1 error").focus()
    work.page.keyboard.press("Enter")
    assert panel.is_visible()
    work.page.keyboard.press("Escape")
    work.site.write("content/axis.annotations.yaml", BAD.replace("id: gains", "id: gains gains").encode())
    panel.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_over_the_page_on_any_screen(writing: Begin, scheme: str) -> None:
    work = writing(scheme=scheme, notes=BAD)
    work.page.get_by_role("region", name="Problems").wait_for()
    for width in (390, 1280, 1680):
        work.page.set_viewport_size({"width": width, "height": 800})
        assert objections(work.page) == [], width
        assert not work.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    work.page.get_by_role("button", name="1 error").click()
    work.stack.close()
    work.page.get_by_text("The server has stopped").wait_for()
    assert objections(work.page) == []


def test_a_server_that_ended_is_missed_and_one_that_comes_back_is_found(writing: Begin, tmp_path: Path) -> None:
    work = writing()
    port = work.workshop.port
    # The page asks for these when it has nothing else to do.
    last = "name => performance.getEntriesByType('resource').some(({name: url}) => url.endsWith(`/${name}.js`))"
    for name in ("visits", "paragraphs"):
        work.page.wait_for_function(last, arg=name)
    work.stack.close()
    work.page.get_by_text("The server has stopped").wait_for()
    work.site.edit("content/axis.md", "number 3 has to say", "nobody said")
    with working(tmp_path, port):
        work.sees("nobody said")
        work.seen("() => document.querySelector('.postil-workshop-state')?.hidden")


def test_a_hidden_page_listens_to_nothing_and_catches_up_when_it_is_seen_again(writing: Begin) -> None:
    away = "Object.defineProperty(Document.prototype, 'hidden', {get: () => Boolean(window.isAway)});"
    work = writing(before=away)
    tell = "is => { window.isAway = is; document.dispatchEvent(new Event('visibilitychange')); }"
    until_listening(work, {"axis/index.html"})
    work.page.evaluate(tell, True)
    until_listening(work, set())
    version = work.workshop.news.version
    work.site.edit("content/axis.md", "number 3 has to say", "nobody said")
    for _ in range(200):
        if work.workshop.news.version > version:
            break
        work.page.wait_for_timeout(20)
    assert not work.page.evaluate("document.body.textContent.includes('nobody said')")
    work.page.evaluate(tell, False)
    work.sees("nobody said")


def until_listening(work: Writing, pages: set[str]) -> None:
    for _ in range(200):
        if work.workshop.news.pages() == pages:
            return
        work.page.wait_for_timeout(20)
    raise AssertionError(work.workshop.news.pages())


def test_who_is_writing_is_asked_before_anything_typed_would_be_lost(writing: Begin) -> None:
    work = writing()
    work.page.evaluate("import('/_postil/assets/workshop.js').then(({workshop}) => { workshop.isBusy = () => true; })")
    work.site.write("content/axis.annotations.yaml", f"{NOTES}  - quote: number 30 has\n    note: Another.\n".encode())
    offer = work.page.get_by_role("button", name="Show it")
    offer.wait_for()
    assert work.marked()
    offer.click()
    work.seen("() => document.querySelectorAll('.endnotes .note').length === 2")


class Before(BaseHTTPRequestHandler):
    """Another program, whose worker stays behind."""

    def do_GET(self) -> None:
        is_worker = self.path == "/worker.js"
        content = b"addEventListener('fetch', () => {})" if is_worker else b"<!doctype html><title>Before</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if is_worker else "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


def test_a_worker_that_another_program_left_at_the_same_port_is_sent_away(
    browser: Browser,
    tmp_path: Path,
) -> None:
    page = browser.new_page()
    with ThreadingHTTPServer(("127.0.0.1", 0), Before) as before:
        threading.Thread(target=before.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{before.server_port}/")
        page.evaluate(
            "navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => 1)"
        )
        before.shutdown()
    site = Site(tmp_path).write("content/axis.md", TEXT.encode())
    with working(tmp_path, before.server_port) as running:
        opened: list[str] = []
        page.on("load", lambda page: opened.append(page.url))
        page.goto(f"{running.address}axis/")
        writing = Writing(site, page, running, ExitStack())
        writing.seen("() => navigator.serviceWorker?.controller === null && document.querySelector('.postil-workshop')")
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        assert len(opened) == 2
    page.close()


def test_a_picture_that_would_write_is_shown_and_runs_nothing(
    browser: Browser,
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as running:
        running.site.files["bad.svg"] = (
            b'<svg xmlns="http://www.w3.org/2000/svg"><style>rect { fill: red }</style><rect width="9" height="9"/>'
            b"<script>document.documentElement.id = 'ran'</script></svg>"
        )
        running.site.renewed()
        page = browser.new_page()
        page.goto(f"{running.workshop.address}bad.svg")
        assert page.evaluate("[document.documentElement.id, self.origin]") == ["", "null"]
        assert page.evaluate("getComputedStyle(document.querySelector('rect')).fill") == "rgb(255, 0, 0)"
        page.close()
