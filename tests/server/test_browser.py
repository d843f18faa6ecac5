"""Do the pages work in a real browser, without a word to any other host?"""

import json
from collections.abc import Iterator

import httpx
import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from chromium import open_browser
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """The distribution's Chromium, headless."""
    with open_browser() as started:
        yield started


@pytest.fixture
def visit(browser: webdriver.Chrome, client: httpx.Client) -> Iterator[webdriver.Chrome]:
    """The browser; afterwards no error may stand in its console and no request may have left the server."""
    browser.get_log("performance")
    browser.get_log("browser")
    yield browser
    complaints = [entry["message"] for entry in browser.get_log("browser") if entry["level"] in {"SEVERE", "WARNING"}]
    assert complaints == []
    origin = str(client.base_url).rstrip("/")
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    asked = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith((origin, "data:"))] == []
    assert asked


def wait_for(browser: webdriver.Chrome, selector: str, at_least: int = 1) -> list[str]:
    """The texts of what matches a selector, once there are enough of them."""
    wait = WebDriverWait(browser, 20)
    wait.until(lambda driver: len(driver.find_elements(By.CSS_SELECTOR, selector)) >= at_least)
    return [found.text for found in browser.find_elements(By.CSS_SELECTOR, selector)]


def test_the_timeline_draws_each_kind_of_date_and_standing(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """A point, a span, a haze and open ends, each with the look of its standing."""
    visit.get(f"{client.base_url}/?standing=all")
    wait_for(visit, ".chart .mark", at_least=6)
    for look in (
        ".mark.exact.asserted",
        ".mark.span.asserted",
        ".mark.fuzzy.asserted",
        ".mark.open-end.reported",
        ".mark.open-start.denied",
    ):
        assert visit.find_elements(By.CSS_SELECTOR, look), look
    texts = [found.text for found in visit.find_elements(By.CSS_SELECTOR, ".mark.fuzzy text")]
    assert any(text.startswith("≈ ") for text in texts)
    assert "Without a date, and only in the list: 1." in wait_for(visit, ".note")


def test_only_what_is_asserted_is_shown_at_first(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """Hearsay is one click away."""
    visit.get(f"{client.base_url}/")
    wait_for(visit, ".chart .mark.asserted")
    assert not visit.find_elements(By.CSS_SELECTOR, ".mark.reported, .mark.denied, .mark.envisaged")
    visit.find_element(By.LINK_TEXT, "everything, hearsay included").click()
    wait_for(visit, ".mark.reported")


def test_an_item_of_the_timeline_opens_its_page(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """From the drawing to the sentence."""
    visit.get(f"{client.base_url}/?class=Meeting")
    wait_for(visit, ".chart a.mark")
    link = visit.find_element(By.CSS_SELECTOR, ".chart a.mark")
    visit.get(f"{client.base_url}{link.get_dom_attribute('href')}")
    assert wait_for(visit, "blockquote mark") == [
        "Ministers from Norway and Peru met in Visby on 3 May 2014 to talk about ferries."
    ]


def test_case_13_scripts_in_tables_of_results(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """`server.app.create_app` leaves escaping on: tags in a label and a script in a sentence are words everywhere."""
    query = "SELECT%20%3Fl%20WHERE%20%7B%20%3Fs%20rdfs%3Alabel%20%3Fl%20FILTER(CONTAINS(%3Fl%2C%20%22bold%22))%20%7D"
    for path in ("/?standing=all", "/page/ferries", "/page/ferries/entity/peru", f"/sparql?query={query}"):
        visit.get(f"{client.base_url}{path}")
        if path.startswith("/sparql"):
            wait_for(visit, "#answer table tbody tr")
        scripts = visit.execute_script(
            "return [...document.scripts]"
            ".filter(s => !s.type.endsWith('json') && s.textContent.includes('alert')).length"
        )  # type: ignore[no-untyped-call]
        assert scripts == 0
        bold = visit.execute_script(
            "return [...document.querySelectorAll('b')].filter(b => b.textContent == 'bold').length"
        )  # type: ignore[no-untyped-call]
        assert bold == 0
