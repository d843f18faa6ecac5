"""Does a pasted text stay on the page when server or network fail, and does the page say what to do?"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Event, Thread

import pytest
from chromium import connected, look_like, open_browser, run, wait_for
from selenium import webdriver
from serving import OPEN_TEXT, article, open_annotation
from werkzeug.serving import make_server

from kg.settings import NOWHERE, ServeSettings
from server.app import assemble
from server.attempt.pasted import LONGEST, Read
from server.http.refusals import Refusal, too_busy
from server.past.historian import Historian
from server.served import Served

PASTED = "Norway visited Peru on 3 May 2014, he wrote."


class Reader:
    """What reads, or fails as `fails` says."""

    def __init__(self) -> None:
        self.fails: Callable[[], object] = lambda: None
        self.asked = 0

    def warm(self) -> None:
        """Nothing is to be started."""

    def close(self) -> None:
        """Nothing runs."""

    def ask(self, _payload: bytes, _client: str, _gone: Callable[[], bool]) -> bytes:
        """The same article each time."""
        self.asked += 1
        self.fails()
        found = article("ferries", OPEN_TEXT, None)
        return Read(article=found, annotation=open_annotation(found)).model_dump_json(by_alias=True).encode()


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader behind the page."""
    return Reader()


@pytest.fixture(scope="module")
def page(reader: Reader) -> Iterator[str]:
    """The address of the page, on the application with all that is around it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.app.keep_reader", lambda: reader)
        app = assemble(ServeSettings(data=NOWHERE), Served(data=NOWHERE), Historian())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}/try"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """The distribution's Chromium, headless."""
    with open_browser() as started:
        look_like(started)
        yield started


def send(browser: webdriver.Chrome, text: str, patience: float | None = None) -> None:
    """Writes a text into the form and presses its button."""
    run(browser, "document.querySelector('textarea').value = arguments[0]", text)
    if patience is not None:
        run(browser, "document.querySelector('form').dataset.patience = arguments[0]", patience)
    run(browser, "document.querySelector('.primary').click()")


def pasted(browser: webdriver.Chrome) -> str:
    """What stands in the form."""
    return str(run(browser, "return document.querySelector('textarea').value"))


def _crash() -> None:
    raise ZeroDivisionError


def _refuse() -> None:
    raise too_busy(5)


def _kill() -> None:
    raise Refusal(503, "Time limit", "Reading the text took longer than 15 s, the limit, and was stopped; give less")


ANSWERED = Event()
"""Set when a reading that takes too long may end."""


FAILURES: list[tuple[Callable[[], object], float | None, bool, str]] = [
    (_crash, None, True, "The server failed (status 500)"),
    (_refuse, None, True, "Busy: Every worker is taken"),
    (_kill, None, True, "took longer than 15 s"),
    (lambda: ANSWERED.wait(60), 0.3, True, "No answer came within 0.3 s"),
    (lambda: None, None, False, "The connection is lost"),
]


@pytest.mark.parametrize(("fails", "patience", "online", "said"), FAILURES, ids=[case[3] for case in FAILURES])
def test_the_text_stays_and_the_page_says_what_to_do(
    browser: webdriver.Chrome,
    page: str,
    reader: Reader,
    fails: Callable[[], object],
    patience: float | None,
    online: bool,
    said: str,
) -> None:
    """One alert; the button can be pressed again, and then there is the reading, and the alert is gone."""
    browser.get(page)
    reader.fails = fails
    ANSWERED.clear()
    with ExitStack() as stack:
        if not online:
            stack.enter_context(connected(browser, on=False))
        send(browser, PASTED, patience)
        (alert,) = wait_for(browser, "[role=alert]")
    ANSWERED.set()
    assert said in alert
    assert alert.endswith("Your text is still here.")
    assert pasted(browser) == PASTED
    wait_for(browser, ".primary:enabled")
    reader.fails = lambda: None
    send(browser, PASTED, 60)
    wait_for(browser, ".reading .reading-card", at_least=6)
    assert pasted(browser) == PASTED
    assert not run(browser, "return document.querySelector('[role=alert]')")
    assert browser.current_url == page


def test_what_is_written_while_a_text_is_read_stays(browser: webdriver.Chrome, page: str, reader: Reader) -> None:
    """The answer has the text that was sent; the form keeps what stands in it."""
    browser.get(page)
    ANSWERED.clear()
    reader.fails = lambda: ANSWERED.wait(60)
    send(browser, PASTED)
    wait_for(browser, "form [role=status]")
    run(browser, "document.querySelector('textarea').value += ' More.'")
    ANSWERED.set()
    wait_for(browser, ".reading .reading-card", at_least=6)
    assert pasted(browser) == f"{PASTED} More."


def test_five_megabytes_are_not_sent(browser: webdriver.Chrome, page: str, reader: Reader) -> None:
    """The page counts, says the limit, and keeps them."""
    browser.get(page)
    before = reader.asked
    # Drawing that much is the browser's own work, which takes it long.
    run(browser, "const e = document.querySelector('textarea'); e.hidden = true; e.value = 'a paste '.repeat(655360)")
    run(browser, "document.querySelector('.primary').click()")
    (alert,) = wait_for(browser, "[role=alert]")
    assert "5,242,880 characters" in alert
    assert f"the limit is {LONGEST:,}" in alert
    assert run(browser, "return document.querySelector('textarea').value.length") == 5_242_880
    assert reader.asked == before
