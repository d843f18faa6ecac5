"""Do the pages work in a real browser, without a word to any other host?"""

from collections.abc import Iterator

import httpx
import pytest
from chromium import open_browser, run, wait_for, watched
from selenium import webdriver
from selenium.webdriver.common.by import By

ALERTS = """return [...document.scripts].filter(
  (one) => !one.type.endsWith("json") && one.textContent.includes("alert")).length"""


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """The distribution's Chromium, headless."""
    with open_browser() as started:
        yield started


@pytest.fixture
def visit(browser: webdriver.Chrome, client: httpx.Client) -> Iterator[webdriver.Chrome]:
    """The browser, watched for complaints and for requests that leave the server."""
    with watched(browser, str(client.base_url).rstrip("/")) as seen:
        yield seen


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
    wait_for(visit, ".note", saying="Without a date, and only in the list: 1.")


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
        assert run(visit, ALERTS) == 0
        assert "bold" not in run(visit, "return [...document.querySelectorAll('b')].map((one) => one.textContent)")
