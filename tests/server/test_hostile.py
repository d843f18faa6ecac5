"""Does nothing that stands in the data run, break a page or hide what to do; and what if no data stands in it?"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from chromium import connected, look_like, open_browser, run, scrolls_sideways, wait_for
from selenium import webdriver
from serving import article, header, span, when, write_snapshot

from kg.model import Annotation, Article, Claim, Entity, Event

MARKUP = '"\'><img class=pwned src=x onerror="window.pwned=1"><script>window.pwned=1</script></textarea>{{7*7}}'
BACKWARDS = "\u202eمحمد بن سلمان\u2066 gro"
LONG = "Bandwurm" * 1250
NAMES = (MARKUP, BACKWARDS, LONG)
QUERY = """SELECT ?s ?l (IRI("javascript:window.pwned=1") AS ?x) (STRDT("<b class=pwned>", xsd:integer) AS ?n) {
  ?s rdfs:label ?l }"""
PAGES = (
    "/", "/?standing=all", f"/?standing=all&words={quote(MARKUP)}&actor={quote(MARKUP)}", "/map?standing=all",
    "/network?standing=all", "/page/bad", "/page/bad/event/e0", "/page/bad/event/e2", "/page/bad/claim/c1",
    "/page/bad/entity/n0", "/page/bad/entity/n1", "/page/bad/entity/n2", f"/ask?who={quote(MARKUP)}",
    "/ask?who=Bandwurm", f"/page/{quote(MARKUP)}", f"/sparql?query={quote(QUERY)}", f"/cite?query={quote(QUERY)}",
    f"/sparql?query={quote(f'SELECT * {{ ?s rdfs:label {MARKUP} }}')}", f"/changes?from={quote(MARKUP)}",
)  # fmt: skip
EMPTY = (
    "/",
    "/?standing=all",
    "/map",
    "/network",
    "/ask?class=Visit",
    "/changes",
    "/dumps/",
    "/cite?query=ASK%7B%7D",
    "/try",
)


def hostile() -> tuple[Article, Annotation]:
    """An article whose words, names, headline, address and labels are all meant ill."""
    of = article("bad", " met ".join((*NAMES, "all.")), "CC0-1.0")
    of = of.model_copy(update={"headline": MARKUP, "url": "javascript:window.pwned=1"})
    people = [Entity(id=f"n{at}", kind="Person", label=name) for at, name in enumerate(NAMES)]
    events, claims = [], []
    for at, name in enumerate(NAMES):
        cast = [{"role": "agent", "entity": f"n{at}"}, {"role": "target", "entity": f"n{(at + 1) % len(NAMES)}"}]
        fields = {
            "id": f"e{at}",
            "class": "Meeting",
            "type": "meeting",
            "label": name,
            "trigger": span(of.text, "met"),
        }
        events.append(Event.model_validate(fields | {"when": when("../..", None, None), "participants": cast}))
        said = {"id": f"c{at}", "verb": "asserts", "event": f"e{at}", "sources": [f"n{at}"], "confidence": 0.5}
        claims.append(
            Claim.model_validate(said | {"evidence": [span(of.text, name)], "rule": MARKUP, "engine": "hand"})
        )
    told = header(of).model_copy(update={"publisher": MARKUP, "url": of.url, "byline": LONG})
    return of, Annotation(article=told, entities=tuple(people), events=tuple(events), claims=tuple(claims))


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, start: Callable[..., AbstractContextManager[httpx.Client]]
) -> Iterator[tuple[httpx.Client, Path]]:
    """A server whose snapshot holds no article."""
    folder = tmp_path_factory.mktemp("hostile")
    write_snapshot(folder, "empty", [])
    with start(folder) as client:
        client.timeout = httpx.Timeout(60)
        yield client, folder


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """The distribution's Chromium, headless."""
    with open_browser() as started:
        yield started


@pytest.mark.parametrize("path", EMPTY)
def test_without_any_article_each_page_stands(house: tuple[httpx.Client, Path], path: str) -> None:
    """Nothing fails, and the timeline says what to do."""
    answer = house[0].get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text[:500]
    if path == "/":
        assert "dateline build" in answer.text


def test_nothing_in_the_data_runs_or_breaks_a_page(
    house: tuple[httpx.Client, Path], browser: webdriver.Chrome
) -> None:
    """Markup, templates, javascript: addresses, letters that run backwards, ten thousand of them: words."""
    write_snapshot(house[1], "hostile", [hostile()])
    origin = str(house[0].base_url).rstrip("/")
    look_like(browser, width=360)
    found = {}
    for path in PAGES:
        browser.get(origin + path)
        run(browser, "document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if path.startswith("/sparql?query=SELECT%20%3Fs%20%3Fl"):
            wait_for(browser, "#answer tbody tr")
        found[path] = run(browser, _LOOK), scrolls_sideways(browser)
    assert {path: told for path, told in found.items() if told != ([], False)} == {}


_LOOK = """
const bad = document.querySelectorAll(".pwned, a[href^='javascript' i], img[src='x']");
const all = [...bad].map((one) => one.outerHTML.slice(0, 200));
return window.pwned ? ["it ran", ...all] : all;
"""


def test_a_query_whose_connection_is_lost_stays_and_is_told(
    house: tuple[httpx.Client, Path], browser: webdriver.Chrome
) -> None:
    """The editor keeps the query and says what happened."""
    look_like(browser)
    browser.get(f"{house[0].base_url}/sparql?query={quote('ASK {}')}")
    wait_for(browser, "#answer > *")
    with connected(browser, on=False):
        run(browser, "document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT * { ?lost ?p ?o }')")
        browser.find_element("css selector", ".tools .primary").click()
        wait_for(browser, "#notice", saying="The query is still here")
    assert "?lost" in browser.find_element("css selector", ".CodeMirror").text
