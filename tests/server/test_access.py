"""Can everybody use the pages: without a mouse, with a screen reader, on any screen, in the dark?"""

import csv
import json
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
from chromium import (
    connected,
    find_barriers,
    look_like,
    open_browser,
    press,
    run,
    scrolls_sideways,
    tab_to,
    wait_for,
    wait_gone,
    wait_until,
    watched,
)
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of

from kg.store.snapshot import Snapshot

Start: TypeAlias = Callable[..., AbstractContextManager[httpx.Client]]
WHY = (
    "/explain?s=https%3A%2F%2Fw3id.org%2Fdateline%2Fid%2FQ20&p=https%3A%2F%2Fw3id.org%2Fdateline%2Fontology%23"
    "suppliedTo&o=https%3A%2F%2Fw3id.org%2Fdateline%2Fid%2Fferries%2Fentity%2Fperu"
)
QUERY = (
    "SELECT ?event ?when ?who (COUNT(*) AS ?n) { ?event dl:edtf ?when ; dl:involves ?who } GROUP BY ?event ?when ?who"
)
ANSWER = f"/sparql?query={quote(QUERY)}"
LEFTS = """return Object.fromEntries([...document.querySelectorAll(".chart a.mark.exact")].map(
  (one) => [one.getAttribute("href"), one.querySelector(".glyph").getBoundingClientRect().left]))"""
PAGES = (
    "/?standing=all", "/?actor=visby&actor=Q20&beside=1&standing=all", "/?start=never", "/map?standing=all",
    "/network?standing=all", "/page/ferries/event/e1", "/page/ferries/event/e3", "/page/ferries",
    "/page/ferries/claim/c3", "/page/Q20", "/page/ferries/entity/visby", "/page/ferries/entity/paper", WHY,
    "/ontology", "/dumps/", "/page/none", "/nowhere", "/ask", "/ask?who=norway", "/try", "/changes", "/docs",
    "/docs/comparison", "/docs/commands", "/about/type/meeting", "/review", "/sparql", ANSWER,
    f"{ANSWER}&explain-empty=1", ANSWER.replace("sparql", "cite"), "/cite?query=SELECT",
)  # fmt: skip


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser saves files."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(downloads: Path) -> Iterator[webdriver.Chrome]:
    """The distribution's Chromium, headless."""
    with open_browser(downloads) as started:
        yield started


@pytest.fixture(scope="module")
def shipped(seeds: Snapshot, start: Start) -> Iterator[httpx.Client]:
    """A client of a server over what the program ships."""
    with start(seeds.folder.parents[1], timeout=20.0) as server:
        yield server


@pytest.fixture
def visit(browser: webdriver.Chrome, client: httpx.Client) -> Iterator[webdriver.Chrome]:
    """The browser, watched for complaints and for requests that leave the server."""
    look_like(browser)
    with watched(browser, str(client.base_url).rstrip("/")) as seen:
        yield seen


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a saved CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_no_page_has_a_fault_of_access_or_scrolls_sideways(browser: webdriver.Chrome, client: httpx.Client) -> None:
    """From a telephone to a wall, as the window changes; every rule of axe-core, in the dark those about colour."""
    found, wide = {}, []
    for path in PAGES:
        browser.get(f"{client.base_url}{path}")
        for width in (360, 768, 1280, 2560):
            look_like(browser, width=width)
            if scrolls_sideways(browser):
                wide.append((path, width))
        for view in views_of(browser, path):
            look_like(browser)
            found[path, view, "light"] = find_barriers(browser)
            look_like(browser, dark=True)
            found[path, view, "dark"] = find_barriers(browser, "color-contrast")
    assert {page: faults for page, faults in found.items() if faults} == {}
    assert wide == []


def views_of(browser: webdriver.Chrome, path: str) -> Iterator[str]:
    """The ways of showing a page, one after the other: an answer has several."""
    if path != ANSWER:
        yield ""
        return
    wait_for(browser, "#answer tbody tr")
    for number, name in enumerate(wait_for(browser, ".views button:enabled")):
        browser.find_elements(By.CSS_SELECTOR, ".views button:enabled")[number].click()
        wait_for(browser, ".shown > *")
        yield name


def test_the_keyboard_alone_filters_opens_reads_and_saves(
    visit: webdriver.Chrome, client: httpx.Client, downloads: Path
) -> None:
    """From the filter to the sentence, and the list as a file."""
    visit.get(f"{client.base_url}/")
    wait_for(visit, ".chart a.mark")
    tab_to(visit, "e.name === 'words'")
    press(visit, "norway", Keys.ENTER)
    wait_until(visit, lambda driver: "words=norway" in driver.current_url)
    wait_for(visit, ".chart a.mark", at_least=2)
    tab_to(visit, "e.matches('a.button[download]') && e.textContent === 'CSV'")
    press(visit, Keys.ENTER)
    saved = downloads / "dateline-events.csv"
    wait_until(visit, lambda _: is_whole(saved))
    assert {row["standing"] for row in read_table(saved)} == {"asserted"}
    assert len(read_table(saved)) == 4
    run(visit, "document.querySelector('.skip').focus()")
    tab_to(visit, "e.matches('.chart')")
    press(visit, Keys.ENTER)
    wait_until(visit, lambda driver: run(driver, "return document.activeElement.matches('a.mark')"))
    press(visit, Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    wait_for(visit, ".card", saying="on the word of")
    target = run(visit, "return document.activeElement.getAttribute('href')")
    press(visit, Keys.ENTER)
    wait_until(visit, lambda driver: target in driver.current_url)
    assert wait_for(visit, "blockquote mark")


def test_keys_move_and_zoom_the_timeline_and_the_address_remembers(
    visit: webdriver.Chrome, client: httpx.Client
) -> None:
    """What is seen can be sent to somebody."""
    visit.get(f"{client.base_url}/?standing=all")
    wait_for(visit, ".chart a.mark")
    run(visit, "document.querySelector('.chart').focus()")
    press(visit, "+", Keys.ARROW_RIGHT)
    wait_until(visit, lambda driver: "from=" in driver.current_url)
    # The second window may still be on its way when the address has the first.
    wait_for(visit, ".chart[aria-busy=false]")
    window = run(visit, "return document.querySelector('.strip').getAttribute('aria-valuetext')")
    visit.get(visit.current_url)
    wait_for(visit, ".strip")
    again = run(visit, "return document.querySelector('.strip').getAttribute('aria-valuetext')")
    assert again.rpartition(" ")[2] == window.rpartition(" ")[2]


def test_who_met_whom_in_a_month_and_on_whose_word_takes_three_clicks(
    browser: webdriver.Chrome, shipped: httpx.Client
) -> None:
    """By mouse from the front page of what the program ships: kind, year, month; the list names the rest."""
    look_like(browser)
    browser.get(f"{shipped.base_url}/")
    for words in ("Meeting", "2016", "March 2016"):
        chips = browser.find_elements(By.CSS_SELECTOR, "a.chip")
        point_and_click(browser, next(one for one in chips if run(browser, SAID, one).startswith(words)))
        wait_until(browser, staleness_of(chips[0]))
    cells = wait_for(browser, "table.events tbody td")
    rows = [cells[at : at + 6] for at in range(0, len(cells), 6)]
    told = next(row for row in rows if "held talks" in row[1])
    assert (told[0], told[4]) == ("21 March 2016", "Dateline staff")
    assert told[2] == "Barack Obama guest, Raúl Castro host"


def test_places_close_together_open_apart(browser: webdriver.Chrome, shipped: httpx.Client) -> None:
    """On a telephone one circle holds them; a click on it shows their part of the world, with the same filters."""
    look_like(browser, width=360)
    browser.get(f"{shipped.base_url}/map?standing=all")
    spots = [spot for spot in browser.find_elements(By.CSS_SELECTOR, ".layer.small .spot") if spot.is_displayed()]
    europe = next(spot for spot in spots if run(browser, SAID, spot).startswith("Kosovo"))
    point_and_click(browser, europe)
    wait_until(browser, staleness_of(europe))
    assert "standing=all&around=" in browser.current_url
    wait_for(browser, ".layer.small .spot")
    apart = run(browser, "return [...document.querySelectorAll('.layer.small .spot')].map((one) => one.textContent)")
    assert {"Berlin", "Rome"} <= {words.partition(":")[0].partition(" ")[0] for words in apart}
    assert find_barriers(browser) == []


def test_a_proof_opens_where_the_statement_stands(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """Down to the sentence, without leaving the page."""
    visit.get(f"{client.base_url}/page/Q20")
    link = next(one for one in visit.find_elements(By.CSS_SELECTOR, "a[href*='suppliedTo']") if "why" in one.text)
    link.send_keys(Keys.SPACE)
    assert "Peru bought ferries from Norway in 2012." in wait_for(visit, "tr.opened .tree mark")
    link.send_keys(Keys.SPACE)
    wait_gone(visit, "tr.opened")


def test_the_drawing_can_be_taken_away(visit: webdriver.Chrome, client: httpx.Client, downloads: Path) -> None:
    """SVG with its words, colours and links, PNG of the same, CSV and GeoJSON of its events: each can be read."""
    visit.get(f"{client.base_url}/?standing=all")
    wait_for(visit, "#pictures button", at_least=2)
    (downloads / "dateline-events.csv").unlink(missing_ok=True)
    for button in visit.find_elements(By.CSS_SELECTOR, "#pictures button, a.button[download]"):
        button.click()
    names = ("dateline.svg", "dateline.png", "dateline-events.csv", "dateline-events.geojson")
    svg, png, table, geojson = (downloads / name for name in names)
    wait_until(visit, lambda _: all(is_whole(path) for path in (svg, png, table, geojson)))
    picture = ElementTree.parse(svg).getroot()  # noqa: S314 - our own drawing
    words = {"".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert "Meeting1" in words
    assert any('fill="rgb(' in line for line in svg.read_text(encoding="utf-8").splitlines())
    links = [link.get("href", "") for link in picture.iter("{http://www.w3.org/2000/svg}a")]
    assert f"{client.base_url}/page/ferries/event/e1" in links
    assert all("class" not in element.attrib for element in picture.iter())
    size = int(picture.get("width", "0")), int(picture.get("height", "0"))
    assert struct.unpack(">II", png.read_bytes()[16:24]) == (2 * size[0], 2 * size[1])
    places = json.loads(geojson.read_text(encoding="utf-8"))["features"]
    assert {row["event"] for row in read_table(table)} == {place["id"] for place in places}


SAID = "return arguments[0].textContent"


def point_and_click(browser: webdriver.Chrome, element: WebElement) -> None:
    """As a mouse does; the driver takes what stands in a `details` for hidden, also where its style shows it."""
    ActionChains(browser).move_to_element(element).click().perform()


def is_whole(path: Path) -> bool:
    """Whether a file is there and the browser writes it no more."""
    return path.is_file() and path.stat().st_size > 0


def test_to_drag_moves_all_and_a_lost_connection_loses_nothing(
    browser: webdriver.Chrome, client: httpx.Client
) -> None:
    """What is drawn stays under the pointer; the page says what to do, also when the server does."""
    look_like(browser)
    browser.get(f"{client.base_url}/?standing=all")
    wait_for(browser, ".chart a.mark")
    run(browser, "document.querySelector('.chart').scrollIntoView({block: 'center', behavior: 'instant'})")
    before = run(browser, LEFTS)
    assert before
    with connected(browser, on=False):
        chart = browser.find_element(By.CSS_SELECTOR, ".chart")
        drag = ActionChains(browser).move_to_element_with_offset(chart, 0, 60).click_and_hold()
        drag.move_by_offset(-60, 0).move_by_offset(-60, 0).release().perform()
        wait_for(browser, ".note button")
        after = run(browser, LEFTS)
    assert {name: left - 120 for name, left in before.items()} == pytest.approx(after, abs=2)
    browser.find_element(By.CSS_SELECTOR, ".note button").click()
    wait_gone(browser, ".note button")
    assert run(browser, LEFTS) == pytest.approx(after, abs=2)
    run(browser, "window.fetch = async () => new Response('', {status: 503})")
    run(browser, "document.querySelector('.chart').focus()")
    press(browser, "+")
    wait_for(browser, ".timeline .note", saying="the server said 503")
    assert browser.find_elements(By.CSS_SELECTOR, ".chart a.mark")


def test_a_touch_that_scrolls_the_page_moves_no_window(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """The browser takes the finger away from the strip; what moves over it later is no drag."""
    visit.get(f"{client.base_url}/?standing=all")
    wait_for(visit, ".chart a.mark")
    strip = visit.find_element(By.CSS_SELECTOR, ".strip")
    x, y = run(visit, "const b = arguments[0].getBoundingClientRect(); return [b.x + b.width / 2, b.y + 20]", strip)
    before = strip.get_attribute("aria-valuetext")
    for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchCancel", [])):
        visit.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    ActionChains(visit).move_to_element(strip).move_by_offset(-200, 0).move_by_offset(90, 0).perform()
    assert strip.get_attribute("aria-valuetext") == before


def test_two_actors_stand_side_by_side(browser: webdriver.Chrome, client: httpx.Client) -> None:
    """Chosen in the form; each has lanes of its own under its name, with the events that concern it."""
    look_like(browser)
    browser.get(f"{client.base_url}/?standing=all")
    run(browser, "document.querySelector('.filters details').open = true")
    first, second = browser.find_elements(By.CSS_SELECTOR, "input[name=actor]")
    for field, name in ((first, "Visby"), (second, "Norway")):
        point_and_click(browser, field)
        press(browser, name)
    point_and_click(browser, browser.find_element(By.CSS_SELECTOR, "input[name=beside]"))
    point_and_click(browser, browser.find_element(By.CSS_SELECTOR, ".filters .primary"))
    wait_until(browser, lambda driver: "beside=1" in driver.current_url)
    wait_for(browser, ".chart a.mark")
    lanes = run(browser, "return [...document.querySelectorAll('.chart .names text')].map((one) => one.textContent)")
    assert {name.partition(" · ")[0] for name in lanes} == {"Visby", "Norway"}
    assert "Visby · Meeting1" in lanes
    assert "Norway · Meeting1" in lanes
