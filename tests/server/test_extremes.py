"""Do the pages hold when names are endless, run from right to left, when there is nothing, or nobody answers?"""

import gzip
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from chromium import connected, look_like, open_browser, run, scrolls_sideways, wait_for
from selenium import webdriver
from selenium.webdriver.common.by import By
from serving import MAY_3, article, header, span, when, write_snapshot

from kg.model import Annotation, Claim, Entity, Event

PAGES = (
    "/?standing=all", "/map?standing=all", "/network?standing=all", "/page/extremes", "/page/extremes/event/e1",
    "/page/extremes/event/e2", "/page/extremes/entity/long", "/page/extremes/entity/minister",
    "/page/extremes/entity/town", "/page/extremes/claim/c2",
)  # fmt: skip
FIND_LOOSE = """
const found = [];
const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode, own = node.parentElement;
  if (!/[\\u0600-\\u06ff]/.test(node.data) || /^(script|title|text|option)$/i.test(own.tagName)) continue;
  if (!/\\u2068/.test(node.data) && !own.closest("bdi, [dir=auto]")) found.push(own.outerHTML.slice(0, 120));
}
return found;
"""


def publish_extremes(folder: Path) -> None:
    """Publishes an article of names of ten thousand letters, and of names from right to left, as `extremes`."""
    long, arabic = "Verhandlungs" * 834, "وزير الخارجية <i>"
    text = "Envoys met in a town. A paper said that they had talked."
    said = article("extremes", text, "CC0-1.0").model_copy(update={"headline": f"Headline {'and more ' * 1200}"})
    entities = (
        Entity(id="long", kind="Organization", label=long),
        Entity(id="minister", kind="Person", label=arabic),
        Entity(id="town", kind="Place", label=f"{arabic} {long}"),
    )
    taking = ({"role": "guest", "entity": "minister"}, {"role": "host", "entity": "long"})
    fields = {"class": "Meeting", "type": "summit", "when": when("2014-05-03", MAY_3, MAY_3), "place": "town"}
    labels = (("met", arabic), ("talked", "They talked and " * 700))
    events = tuple(
        Event.model_validate(
            {"id": f"e{number}", "trigger": span(text, words), "label": label, "participants": taking} | fields
        )
        for number, (words, label) in enumerate(labels, 1)
    )
    claims = tuple(
        Claim(
            id=f"c{number}", verb="asserts", event=f"e{number}", sources=("long",), confidence=0.9,
            evidence=(span(text, text),), rule="test", engine="hand",
        )
        for number in (1, 2)
    )  # fmt: skip
    told = Annotation(article=header(said), entities=entities, events=events, claims=claims)
    write_snapshot(folder, "extremes", [(said, told)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own."""
    return tmp_path_factory.mktemp("extremes")


@pytest.fixture(scope="module")
def server(folder: Path, start: Callable[..., AbstractContextManager[httpx.Client]]) -> Iterator[httpx.Client]:
    """A server of names of ten thousand letters and of names from right to left."""
    publish_extremes(folder)
    with start(folder) as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """The distribution's Chromium, headless."""
    with open_browser() as started:
        yield started


def test_endless_names_break_no_page(browser: webdriver.Chrome, server: httpx.Client) -> None:
    """None scrolls sideways, no heading fills the screen, and no page repeats the whole name again and again."""
    faults: list[tuple[str, object]] = []
    for path in PAGES:
        text = server.get(path, headers={"Accept": "text/html"}).text
        if len(text) > 250_000 or len(gzip.compress(text.encode())) > 40_000:
            faults.append((path, len(text)))
        browser.get(f"{server.base_url}{path}")
        for width in (360, 1280):
            look_like(browser, width=width)
            if scrolls_sideways(browser):
                faults.append((path, width))
            if run(browser, "return document.querySelector('h1').getBoundingClientRect().height") > 450:
                faults.append((path, "heading"))
    assert faults == []


def test_names_of_another_direction_keep_to_themselves(browser: webdriver.Chrome, server: httpx.Client) -> None:
    """Each stands in an element that is isolated from the words around it; none becomes markup."""
    look_like(browser)
    loose = {}
    for path in PAGES:
        browser.get(f"{server.base_url}{path}")
        loose[path] = run(browser, FIND_LOOSE)
        assert not browser.find_elements(By.CSS_SELECTOR, "main i"), path
    assert {path: found for path, found in loose.items() if found} == {}


def test_without_any_data_each_page_says_what_to_do(folder: Path, server: httpx.Client) -> None:
    """How to build; files and answers are empty, not broken."""
    write_snapshot(folder, "nothing", [])
    try:
        for path in ("/", "/map", "/network"):
            answer = server.get(path, headers={"Accept": "text/html"})
            assert answer.status_code == 200
            assert "dateline build PATH" in answer.text, path
        for path in ("/timeline.csv", "/timeline.geojson", "/timeline.json", "/timeline/window.json", "/timeline.rq"):
            assert server.get(path).status_code == 200, path
    finally:
        publish_extremes(folder)


def test_a_proof_that_cannot_be_fetched_can_be_asked_for_again(
    browser: webdriver.Chrome, server: httpx.Client
) -> None:
    """The page says that the connection is lost; when it is there again one click is enough."""
    look_like(browser)
    browser.get(f"{server.base_url}/page/extremes/event/e1")
    with connected(browser, on=False):
        run(browser, "document.querySelector(\"a[href^='/explain?']\").click()")
        wait_for(browser, "tr.opened:has(button)", saying="connection to the server is lost")
    run(browser, "document.querySelector('tr.opened button').click()")
    wait_for(browser, "tr.opened .tree")
