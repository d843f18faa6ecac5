"""Can everybody use the pages: without a mouse, with a screen reader, on any screen, in the dark?"""

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

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
    watched,
)
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

WHY = (
    "/explain?s=https%3A%2F%2Fw3id.org%2Fdateline%2Fid%2FQ20&p=https%3A%2F%2Fw3id.org%2Fdateline%2Fontology%23"
    "suppliedTo&o=https%3A%2F%2Fw3id.org%2Fdateline%2Fid%2Fferries%2Fentity%2Fperu"
)
QUERY = (
    "SELECT ?event ?when ?who (COUNT(*) AS ?n) { ?event dl:edtf ?when ; dl:involves ?who } GROUP BY ?event ?when ?who"
)
ANSWER = f"/sparql?query={quote(QUERY)}"
PAGES = (
    "/?standing=all", "/?actor=visby&actor=Q20&beside=1&standing=all", "/?start=never", "/map?standing=all",
    "/network?standing=all", "/page/ferries/event/e1", "/page/ferries/event/e3", "/page/ferries",
    "/page/ferries/claim/c3", "/page/Q20", "/page/ferries/entity/visby", "/page/ferries/entity/paper", WHY,
    "/ontology", "/dumps/", "/page/none", "/nowhere", "/ask", "/ask?who=norway", "/try", "/changes", "/docs",
    "/review", "/sparql", ANSWER, f"{ANSWER}&explain-empty=1", ANSWER.replace("sparql", "cite"), "/cite?query=SELECT",
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


def test_no_page_has_a_fault_of_access_in_light_or_dark(browser: webdriver.Chrome, client: httpx.Client) -> None:
    """Every rule of axe-core, on every page; in the dark once more those about colour."""
    found = {}
    for path in PAGES:
        browser.get(f"{client.base_url}{path}")
        for view in views_of(browser, path):
            look_like(browser)
            found[path, view, "light"] = find_barriers(browser)
            look_like(browser, dark=True)
            found[path, view, "dark"] = find_barriers(browser, "color-contrast")
    assert {page: faults for page, faults in found.items() if faults} == {}


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


def test_no_page_scrolls_sideways(browser: webdriver.Chrome, client: httpx.Client) -> None:
    """From a telephone to a wall; a window that becomes wider or narrower too."""
    wide = []
    for path in PAGES:
        browser.get(f"{client.base_url}{path}")
        for width in (360, 768, 1280, 2560):
            look_like(browser, width=width)
            if scrolls_sideways(browser):
                wide.append((path, width))
    assert wide == []


def test_the_keyboard_alone_filters_opens_reads_and_saves(
    visit: webdriver.Chrome, client: httpx.Client, downloads: Path
) -> None:
    """From the filter to the sentence, and the list as a file."""
    visit.get(f"{client.base_url}/")
    wait_for(visit, ".chart a.mark")
    tab_to(visit, "e.name === 'words'")
    press(visit, "norway", Keys.ENTER)
    WebDriverWait(visit, 30).until(lambda driver: "words=norway" in driver.current_url)
    wait_for(visit, ".chart a.mark", at_least=2)
    tab_to(visit, "e.matches('a.button[download]') && e.textContent === 'CSV'")
    press(visit, Keys.ENTER)
    saved = downloads / "dateline-events.csv"
    WebDriverWait(visit, 30).until(lambda _: saved.is_file() and saved.stat().st_size > 0)
    assert {row["standing"] for row in read_table(saved)} == {"asserted"}
    assert len(read_table(saved)) == 4
    run(visit, "document.querySelector('.skip').focus()")
    tab_to(visit, "e.matches('svg.chart')")
    press(visit, Keys.ENTER)
    assert run(visit, "return document.activeElement.matches('a.mark')")
    press(visit, Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    told = visit.find_element(By.CSS_SELECTOR, ".card").text
    assert "on the word of" in told
    target = run(visit, "return document.activeElement.getAttribute('href')")
    press(visit, Keys.ENTER)
    WebDriverWait(visit, 30).until(lambda driver: target in driver.current_url)
    assert wait_for(visit, "blockquote mark")


def test_keys_move_and_zoom_the_timeline_and_the_address_remembers(
    visit: webdriver.Chrome, client: httpx.Client
) -> None:
    """What is seen can be sent to somebody."""
    visit.get(f"{client.base_url}/?standing=all")
    wait_for(visit, ".chart a.mark")
    run(visit, "document.querySelector('svg.chart').focus()")
    press(visit, "+", Keys.ARROW_RIGHT)
    WebDriverWait(visit, 30).until(lambda driver: "from=" in driver.current_url)
    window = run(visit, "return document.querySelector('.strip').getAttribute('aria-valuetext')")
    visit.get(visit.current_url)
    wait_for(visit, ".strip")
    again = run(visit, "return document.querySelector('.strip').getAttribute('aria-valuetext')")
    assert again.rpartition(" ")[2] == window.rpartition(" ")[2]


def test_who_met_whom_in_a_month_and_on_whose_word_takes_few_clicks(
    visit: webdriver.Chrome, client: httpx.Client
) -> None:
    """By mouse from the front page: the kind, the year, the month; the list then names the sources."""
    visit.get(f"{client.base_url}/")
    clicks = ("Meeting", "2014", "May 2014")
    for words in clicks:
        chip = next(one for one in visit.find_elements(By.CSS_SELECTOR, "a.chip") if one.text.startswith(words))
        chip.click()
        wait_for(visit, "table.events tbody tr")
    rows = wait_for(visit, "table.events tbody tr")
    assert len(rows) == 1
    assert "Norway" in rows[0]
    assert "The Gazette" in rows[0]


def test_a_proof_opens_where_the_statement_stands(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """Down to the sentence, without leaving the page."""
    visit.get(f"{client.base_url}/page/Q20")
    link = next(one for one in visit.find_elements(By.CSS_SELECTOR, "a[href*='suppliedTo']") if "why" in one.text)
    link.send_keys(Keys.SPACE)
    assert "Peru bought ferries from Norway in 2012." in wait_for(visit, "tr.opened .tree mark")
    link.send_keys(Keys.SPACE)
    WebDriverWait(visit, 30).until(lambda driver: not driver.find_elements(By.CSS_SELECTOR, "tr.opened"))


def test_the_drawing_can_be_taken_as_a_picture(
    visit: webdriver.Chrome, client: httpx.Client, downloads: Path
) -> None:
    """SVG with its words and colours, PNG of the same."""
    visit.get(f"{client.base_url}/?standing=all")
    wait_for(visit, "#pictures button", at_least=2)
    for button in visit.find_elements(By.CSS_SELECTOR, "#pictures button"):
        button.click()
    svg, png = downloads / "dateline.svg", downloads / "dateline.png"
    WebDriverWait(visit, 30).until(lambda _: svg.is_file() and png.is_file() and png.stat().st_size > 0)
    text = svg.read_text(encoding="utf-8")
    assert "Meeting" in text
    assert 'fill="rgb(' in text
    assert "<script" not in text
    assert png.read_bytes()[:4] == b"\x89PNG"


def test_a_lost_connection_leaves_what_is_drawn_and_offers_to_try_again(
    browser: webdriver.Chrome, client: httpx.Client
) -> None:
    """Nothing is lost, and the page says what to do."""
    look_like(browser)
    browser.get(f"{client.base_url}/?standing=all")
    wait_for(browser, ".chart a.mark")
    with connected(browser, on=False):
        run(browser, "document.querySelector('svg.chart').focus()")
        press(browser, "+")
        wait_for(browser, ".note button")
        assert browser.find_elements(By.CSS_SELECTOR, ".chart a.mark")
    browser.find_element(By.CSS_SELECTOR, ".note button").click()
    WebDriverWait(browser, 30).until(lambda driver: not driver.find_elements(By.CSS_SELECTOR, ".note button"))
