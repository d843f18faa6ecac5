"""Can an article be reviewed with the keyboard alone, and is nothing lost to another reviewer or a lost network?"""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from chromium import (
    connected,
    find_barriers,
    held_back,
    hold_back,
    let_come,
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
from selenium.webdriver.support.expected_conditions import staleness_of

from kg.store.snapshot import open_current

TOKEN = "-".join(("open", "sesame", "for", "desks"))
FERRIES = "/review/articles/ferries"
SLOW = 120
"""Seconds until the process that works for reviewers is given up: on a busy machine its start takes long."""


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """The distribution's Chromium, headless."""
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, data: Path, start: Callable[..., AbstractContextManager[httpx.Client]]
) -> Iterator[tuple[httpx.Client, Path]]:
    """A server with a token over a data folder of its own."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    shutil.copytree(data, folder)
    with start(folder, token=TOKEN) as client:
        client.timeout = httpx.Timeout(120)
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client, folder


def origin(house: tuple[httpx.Client, Path]) -> str:
    """The address of the server."""
    return str(house[0].base_url).rstrip("/")


def held(folder: Path, key: str) -> dict[str, Any]:
    """The review of an article that holds."""
    text = (folder / "reviews" / f"{key}.annotation.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def told(browser: webdriver.Chrome, words: str) -> str:
    """What the page says once it says so."""
    return wait_for(browser, "#told", saying=words, patience=SLOW)[0]


def foreseen(browser: webdriver.Chrome) -> list[str]:
    """What the page says would change, once it says so."""
    wait_for(browser, "dialog[open] .primary", patience=SLOW)
    return [line.text for line in browser.find_elements(By.CSS_SELECTOR, "dialog[open] li")]


def open_desk(browser: webdriver.Chrome, house: tuple[httpx.Client, Path], key: str, by: str) -> None:
    """Opens an article as somebody who has given the token."""
    browser.get(f"{origin(house)}/review")
    run(browser, "sessionStorage.setItem('dateline-token', arguments[0])", TOKEN)
    run(browser, "localStorage.setItem('dateline-reviewer', arguments[0])", by)
    # A change of the fragment alone would open the article on the page that is about to go.
    run(browser, "history.replaceState(null, '', '#' + arguments[0])", key)
    browser.refresh()
    wait_for(browser, ".claims .now")


def test_a_whole_review_by_keyboard_alone(browser: webdriver.Chrome, house: tuple[httpx.Client, Path]) -> None:
    """Token, queue, claims denied, confirmed, deleted and added, an event called one with another, then saved."""
    look_like(browser)
    before = open_current(house[1]).id
    with watched(browser, origin(house)):
        browser.get(f"{origin(house)}/review")
        tab_to(browser, "e.name === 'token'")
        press(browser, TOKEN, Keys.TAB, "Ada Byron", Keys.ENTER)
        wait_for(browser, "#queue table")
        tab_to(browser, "e.matches('#queue a') && e.hash === '#ferries'")
        press(browser, Keys.ENTER)
        wait_for(browser, ".claims .now")
        press(browser, "o", "e", "d")
        wait_until(browser, lambda driver: run(driver, "return document.activeElement.value") == "denies")
        press(browser, Keys.ESCAPE, "j", "c", "x")
        call_one(browser, "/page/visit/event/e1")
        press(browser, Keys.ESCAPE, "w", Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
        ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
        press(browser, "a", Keys.ESCAPE, "s")
        assert "Norway — met with — Peru <b>bold</b>" in foreseen(browser)
        assert "1 verdict" in browser.find_element(By.ID, "changes").text
        press(browser, Keys.ENTER)
        told(browser, "Saved under your name")
    saved = held(house[1], "ferries")
    claims = {claim["id"]: claim for claim in saved["claims"]}
    assert (claims["c1"]["verb"], claims["c2"]["confidence"]) == ("denies", 1)
    assert "c3" not in claims
    assert claims["rc1"]["event"] == "r1"
    added = next(event for event in saved["events"] if event["id"] == "r1")
    assert added["trigger"]["quote"] == "script>alert"
    assert saved["review"]["by"] == "Ada Byron"
    assert open_current(house[1]).id != before
    with (house[1] / "reviews" / "merges.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table))
    assert rows[1][:1] + rows[1][3:5] == ["same", "visit", "e1"]


def call_one(browser: webdriver.Chrome, address: str) -> None:
    """Calls the chosen claim's event one with that of an address, by keyboard."""
    press(browser, "e")
    tab_to(browser, "e.matches('.now summary')")
    press(browser, Keys.ENTER, Keys.TAB, address, Keys.TAB, Keys.ENTER)
    told(browser, "one and the same event")


def test_accounts_that_stand_side_by_side_are_parted_by_a_click(
    browser: webdriver.Chrome, house: tuple[httpx.Client, Path]
) -> None:
    """On the page of the event: with a wrong token nothing is done, with the right one the two stand apart."""
    names = [{"article": "visit", "event": "e1"}, {"article": "ferries", "event": "e1"}]
    browser.get(f"{origin(house)}/page/visit/event/e1")
    run(browser, "sessionStorage.clear()")
    browser.refresh()
    wait_for(browser, ".accounts thead th", at_least=2)
    browser.find_element(By.CSS_SELECTOR, "#part summary").click()
    wait_for(browser, "#part form:not([hidden])")
    assert find_barriers(browser) == []
    token, done = (browser.find_element(By.CSS_SELECTOR, f"#part {one}") for one in ("[name=token]", ".primary"))
    token.send_keys("a guess")
    done.click()
    wait_for(browser, "#part .small", saying="Token needed")
    wait_for(browser, "#part .primary:enabled")
    assert browser.find_elements(By.CSS_SELECTOR, ".accounts")
    token.clear()
    token.send_keys(TOKEN)
    done.click()
    wait_gone(browser, ".accounts", patience=SLOW)
    with (house[1] / "reviews" / "merges.csv").open(encoding="utf-8", newline="") as table:
        assert [row[0] for row in csv.reader(table)][-1] == "different"
    again = {"verdicts": [{"verdict": "same", "one": names[0], "other": names[1]}], "by": "Ada"}
    assert house[0].post("/review/verdicts", json=again).status_code == 200


def test_what_is_taken_for_one_is_shown_with_its_reasons_and_parted(
    browser: webdriver.Chrome, house: tuple[httpx.Client, Path]
) -> None:
    """A click undoes what a reviewer, or the engine, has called one; an address that names no event is told."""
    open_desk(browser, house, "visit", "Bo")
    wait_for(browser, ".now details[open] li")
    found = browser.find_element(By.CSS_SELECTOR, ".now details li")
    assert "in ferries" in found.text
    assert "review" in found.text
    field = browser.find_element(By.CSS_SELECTOR, ".now details input")
    field.send_keys("%E0%A4%A")
    browser.find_element(By.XPATH, "//button[text()='The same event']").click()
    told(browser, "Give the address")
    found.find_element(By.TAG_NAME, "button").click()
    told(browser, "not the same event")
    press(browser, "s")
    foreseen(browser)
    press(browser, Keys.ENTER)
    told(browser, "Saved under your name")
    assert house[0].get("/review/articles/visit").json()["told"] == []


def test_everybody_can_use_the_desk(browser: webdriver.Chrome, house: tuple[httpx.Client, Path]) -> None:
    """Queue, desk and what changes: no fault that axe-core finds, light or dark, and no scrolling sideways."""
    open_desk(browser, house, "ferries", "Bo")
    press(browser, "c", "s")
    foreseen(browser)
    found = {"changes": find_barriers(browser)}
    press(browser, Keys.ESCAPE)
    for place, key in (("desk", "ferries"), ("queue", "")):
        run(browser, "location.hash = arguments[0]", key)
        wait_for(browser, "#desk:not([hidden]) .now" if key else "#queue:not([hidden]) table")
        found[place] = find_barriers(browser)
        look_like(browser, dark=True, width=360)
        found[f"{place}, dark"] = find_barriers(browser, "color-contrast")
        assert not scrolls_sideways(browser)
        look_like(browser)
    run(browser, "localStorage.clear()")
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_the_second_of_two_reviewers_is_told_and_loses_nothing(
    browser: webdriver.Chrome, house: tuple[httpx.Client, Path]
) -> None:
    """What the second one had done is kept under the second one's name; the first one's holds."""
    open_desk(browser, house, "ferries", "Cleo")
    press(browser, "x")
    mine = run(browser, "return JSON.parse(localStorage.getItem('dateline-draft:ferries')).annotation.claims.length")
    answer = house[0].get(FERRIES)
    body = {"annotation": answer.json()["annotation"], "by": "Dan"}
    assert house[0].put(FERRIES, json=body, headers={"If-Match": answer.headers["etag"]}).status_code == 200
    press(browser, "s")
    foreseen(browser)
    press(browser, Keys.ENTER)
    assert "Dan has saved this article" in told(browser, "can be kept beside it")
    browser.find_element(By.CSS_SELECTOR, "#told button").click()
    told(browser, "Yours is kept")
    assert held(house[1], "ferries")["review"]["by"] == "Dan"
    kept = yaml.safe_load((house[1] / "reviews/by/cleo/ferries.annotation.yaml").read_text(encoding="utf-8"))
    assert len(kept["claims"]) == mine
    log = [json.loads(line) for line in (house[1] / "reviews" / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert ("kept", "Cleo") in [(line["what"], line["by"]) for line in log]
    browser.get(f"{origin(house)}/review#")
    browser.refresh()
    wait_for(browser, "#queue table")
    ask = browser.find_element(By.XPATH, "//tr[contains(., 'ferries')]//button")
    with connected(browser, on=False):
        ask.click()
        wait_for(browser, "#queue [role=status] p", saying="The connection is lost")
    ask.click()
    (agreed,) = wait_for(browser, "#queue", saying="Cleo and Dan")
    assert f"{mine} events in common" in agreed
    assert "only Dan has it" in agreed


def test_a_late_article_does_not_take_the_place_of_a_newer_one(
    browser: webdriver.Chrome, house: tuple[httpx.Client, Path]
) -> None:
    """Whoever went on to another article stays there; the keys mean that one."""
    open_desk(browser, house, "visit", "Flo")
    drawn = browser.find_element(By.CSS_SELECTOR, "#desk h2")
    visit = drawn.text
    hold_back(browser, FERRIES)
    run(browser, "location.hash = 'ferries'")
    held_back(browser)
    run(browser, "location.hash = 'visit'")
    wait_until(browser, staleness_of(drawn))
    let_come(browser)
    assert wait_for(browser, "#desk h2") == [visit]


def test_who_enters_twice_begins_one_review(browser: webdriver.Chrome, house: tuple[httpx.Client, Path]) -> None:
    """Pressed twice while the server thinks, the button does its work once: one page listens, and asks once."""
    browser.get(f"{origin(house)}/review#")
    run(browser, "sessionStorage.clear()")
    browser.refresh()
    hold_back(browser, "/review/queue")
    for field, words in (("token", TOKEN), ("by", "Gus")):
        run(browser, f"document.forms.door.{field}.value = arguments[0]", words)
    run(browser, "document.forms.door.requestSubmit(); document.forms.door.requestSubmit()")
    held_back(browser, 2)
    let_come(browser)
    let_come(browser)
    hold_back(browser, FERRIES)
    run(browser, "location.hash = 'ferries'")
    held_back(browser)
    assert run(browser, "return window.heldBack.length") == 1
    let_come(browser)
    wait_for(browser, ".claims .now")


def test_what_is_done_while_it_is_saved_is_lost_nowhere(
    browser: webdriver.Chrome, house: tuple[httpx.Client, Path]
) -> None:
    """One save at a time; what was changed meanwhile, in this article or another, stays and can be saved next."""
    drafts = "return ['ferries', 'visit'].map((key) => localStorage.getItem(`dateline-draft:${key}`) !== null)"
    open_desk(browser, house, "ferries", "Hal")
    hold_back(browser, "PUT")
    press(browser, "c", "s", "s")
    foreseen(browser)
    press(browser, Keys.ENTER)
    held_back(browser)
    press(browser, "c", "s")
    drawn = browser.find_element(By.CSS_SELECTOR, "#desk h2")
    run(browser, "location.hash = 'visit'")
    wait_until(browser, staleness_of(drawn))
    press(browser, "c")
    let_come(browser)
    assert run(browser, "return window.heldBack.length") == 0
    assert run(browser, drafts) == [True, True]
    open_desk(browser, house, "ferries", "Hal")
    told(browser, "Your unsaved work on this article is back")
    press(browser, "s")
    foreseen(browser)
    press(browser, Keys.ENTER)
    told(browser, "Saved under your name")
    assert run(browser, drafts) == [False, True]


def test_a_lost_connection_loses_no_work(browser: webdriver.Chrome, house: tuple[httpx.Client, Path]) -> None:
    """The page says so; what was done is there again when the page is, also after one step back."""
    open_desk(browser, house, "visit", "Eve")
    with connected(browser, on=False):
        press(browser, "c", "n", "s")
        told(browser, "The connection is lost")
    open_desk(browser, house, "visit", "Eve")
    told(browser, "Your unsaved work on this article is back")
    press(browser, "o", "c", "u")
    open_desk(browser, house, "visit", "Eve")
    told(browser, "Your unsaved work on this article is back")
