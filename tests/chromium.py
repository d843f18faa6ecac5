"""How do tests drive the distribution's Chromium, and see that no page complains or asks another host?"""

import base64
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
_AXE = ROOT / "server" / "ui" / "node_modules" / "axe-core" / "axe.min.js"
_RUN_AXE = """
const [rules, done] = arguments;
axe.run(document, rules ? {runOnly: rules} : {}).then((found) => done(found.violations.map((one) =>
  [one.impact, one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 150) + " " + node.failureSummary)])));
"""
_PATIENCE = 30
"""Seconds until what a page does anyway is given up: on a busy machine it comes late."""
_POLL = 0.05
_FITS = "return document.documentElement.scrollWidth <= window.innerWidth"


def lacking(what: str) -> None:
    """Skips, and fails where nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and CI must not skip the browser")
    pytest.skip(what)


@contextmanager
def open_browser(downloads: Path | None = None) -> Iterator[webdriver.Chrome]:
    """The browser, headless; files that it saves go to `downloads`."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        lacking("Debian's chromium and chromium-driver are not installed")
    if not (ROOT / "server" / "static" / "timeline.js").is_file():
        lacking("the front end is not built; run pip install -e .")
    options = Options()
    options.binary_location = chromium or ""
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu", "window-size=1280,1000"):
        options.add_argument(f"--{argument}")
    # It calls its maker at every start unless it is told not to.
    for argument in ("disable-background-networking", "disable-component-update", "no-first-run"):
        options.add_argument(f"--{argument}")
    options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")
    if downloads is not None:
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with webdriver.Chrome(options=options, service=Service(driver)) as started:
        started.set_page_load_timeout(60)
        started.set_script_timeout(120)
        yield started


@contextmanager
def watched(browser: webdriver.Chrome, origin: str) -> Iterator[webdriver.Chrome]:
    """The browser; afterwards no error may stand in its console and no request may have left the server."""
    browser.get_log("performance")
    browser.get_log("browser")
    yield browser
    complaints = [entry["message"] for entry in browser.get_log("browser") if entry["level"] in {"SEVERE", "WARNING"}]
    assert complaints == []
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    asked = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith((origin, "data:", f"blob:{origin}"))] == []
    assert asked


def wait_until(browser: webdriver.Chrome, condition: Callable[[webdriver.Chrome], T], patience: int = _PATIENCE) -> T:
    """What a condition gives once it gives something true."""
    # A page may draw an element anew between finding and reading it.
    wait = WebDriverWait(browser, patience, _POLL, ignored_exceptions=(StaleElementReferenceException,))
    return wait.until(condition)


def wait_for(
    browser: webdriver.Chrome, selector: str, at_least: int = 1, saying: str = "", patience: int = _PATIENCE
) -> list[str]:
    """The texts of what matches a selector, once there are enough of them and one says some words."""

    def texts(driver: webdriver.Chrome) -> list[str]:
        found = [one.text for one in driver.find_elements(By.CSS_SELECTOR, selector)]
        return found if len(found) >= at_least and any(saying in text for text in found) else []

    return wait_until(browser, texts, patience)


def wait_gone(browser: webdriver.Chrome, selector: str, patience: int = _PATIENCE) -> None:
    """Waits until nothing matches a selector."""
    wait_until(browser, lambda driver: not driver.find_elements(By.CSS_SELECTOR, selector), patience)


def run(browser: webdriver.Chrome, script: str, *arguments: object) -> Any:
    """What a script in the page gives."""
    return browser.execute_script(script, *arguments)  # type: ignore[no-untyped-call]


def press(browser: webdriver.Chrome, *keys: str) -> None:
    """Presses keys, whatever has the focus."""
    ActionChains(browser).send_keys(*keys).perform()


def tab_to(browser: webdriver.Chrome, condition: str, most: int = 120) -> None:
    """Presses Tab until the element with the focus, `e`, meets a condition."""
    for _ in range(most):
        press(browser, Keys.TAB)
        if run(browser, f"const e = document.activeElement; return Boolean({condition})"):
            return
    pytest.fail(f"Tab does not lead to {condition}")


def find_barriers(browser: webdriver.Chrome, *rules: str) -> list[Any]:
    """What axe-core finds on the page that is open, by all of its rules or by some."""
    if not _AXE.is_file():
        lacking("axe-core is not installed; run npm ci in server/ui")
    if not run(browser, "return 'axe' in window"):
        run(browser, "(0, eval)(arguments[0])", _AXE.read_text(encoding="utf-8"))
    return browser.execute_async_script(_RUN_AXE, rules or None)  # type: ignore[no-untyped-call, no-any-return]


def scrolls_sideways(browser: webdriver.Chrome) -> bool:
    """Whether the page stays wider than its window; a drawing follows a new width a moment later."""
    try:
        return not wait_until(browser, lambda driver: run(driver, _FITS))
    except TimeoutException:
        return True


_HOLD = """
const [part, fetched] = [arguments[0], window.fetch];
window.heldBack = [];
window.fetch = (address, options) => {
  const asked = `${options?.method ?? "GET"} ${address} ${options?.body ?? ""}`;
  if (!asked.includes(part)) return fetched(address, options);
  // With what would have stopped it: an answer that is there already cannot be called back.
  const answer = fetched(address, {...options, signal: undefined});
  return new Promise((come, fail) => window.heldBack.push(() => answer.then(come, fail)));
};
"""


def hold_back(browser: webdriver.Chrome, part: str) -> None:
    """Holds back the answers to what the page asks from now on and names this part: method, address or body."""
    run(browser, _HOLD, part)


def held_back(browser: webdriver.Chrome, number: int = 1) -> None:
    """Waits until so many answers are held back."""
    wait_until(browser, lambda driver: run(driver, "return window.heldBack.length >= arguments[0]", number))


def let_come(browser: webdriver.Chrome) -> None:
    """Lets the first answer that was held back come, and what the page does with it be done."""
    script = "const done = arguments[0]; Promise.resolve(window.heldBack.shift()()).then(() => setTimeout(done, 100))"
    browser.execute_async_script(script)  # type: ignore[no-untyped-call]


@contextmanager
def connected(browser: webdriver.Chrome, *, on: bool) -> Iterator[None]:
    """With the network there or not; afterwards it is there."""
    rate = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.execute_cdp_cmd("Network.enable", {})  # type: ignore[no-untyped-call]
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", rate | {"offline": not on})  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Network.emulateNetworkConditions", rate | {"offline": False})  # type: ignore[no-untyped-call]


def look_like(browser: webdriver.Chrome, *, dark: bool = False, width: int = 1280, forced: bool = False) -> None:
    """The browser as somebody with a dark or light screen of some width has it, or with few colours of their own."""
    features = {
        "prefers-color-scheme": "dark" if dark else "light",
        # What still scrolls cannot be clicked.
        "prefers-reduced-motion": "reduce",
        "forced-colors": "active" if forced else "none",
    }
    media = {"features": [{"name": name, "value": value} for name, value in features.items()]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)  # type: ignore[no-untyped-call]
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)  # type: ignore[no-untyped-call]
    wait_until(browser, lambda driver: run(driver, "return window.innerWidth === arguments[0]", width))


def show_print(browser: webdriver.Chrome) -> bytes:
    """The page as it is printed, on A4, as PDF."""
    paper = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": False}
    return base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", paper)["data"])  # type: ignore[no-untyped-call]
