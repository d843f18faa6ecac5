"""What does each page look like, for people to look at, and what does axe-core find on it?

`make screenshots` serves DATA with a token and takes each page into FOLDER: light, dark, on a telephone (360 pixels),
on a wall (2560), as it is printed, and in forced colours. A view that needs something done first has a script.
"""

import argparse
import base64
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypedDict
from urllib.parse import quote

import httpx
from bench.loopback import free_port
from chromium import find_barriers, look_like, open_browser, run, scrolls_sideways, show_print
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "-".join(("open", "sesame", "for", "screenshots"))
TALLEST = 2200
"""Pixels of a picture."""
_RULES: dict[str, tuple[str, ...]] = {"light": (), "dark": ("color-contrast",)}
"""Those of axe-core in a look; none named is all."""
_PAPER = 718
"""Pixels between the margins of A4."""
_SETTLE = 0.4
"""Seconds until a page is drawn anew."""
VISITS = """SELECT ?who ?where ?when WHERE {
  ?visit a dl:Visit ; dl:hasGuest/rdfs:label ?who ; dl:takesPlaceInCountry/rdfs:label ?where ; dl:edtf ?when
}"""

EVENTS = """SELECT ?event ?when ?who ?place (COUNT(?claim) AS ?claims) WHERE {
  ?event a dl:ActualEvent ; dl:edtf ?when ; dl:involves ?who ; dl:hasPlace ?place ; dl:assertedBy ?claim
} GROUP BY ?event ?when ?who ?place LIMIT 60"""
PLACES = (ROOT / "ontology" / "questions" / "places-on-the-map.rq").read_text(encoding="utf-8")
SHOWN = {"Timeline": VISITS, "Map": PLACES, "Chart": EVENTS, "Graph": EVENTS}
_PRESS = """
const wait = setInterval(() => {
  const button = [...document.querySelectorAll(".views button:enabled")].find((one) => one.textContent === "%s");
  if (!button) return;
  clearInterval(wait); button.click(); document.body.classList.add("shown-" + button.textContent);
}, 50);
"""
DRAWN = "body.shown-%s .shown > *"


class Look(TypedDict, total=False):
    """What `look_like` takes."""

    dark: bool
    width: int
    forced: bool


class View(NamedTuple):
    """A page: the picture's name, the address, what a script does there first, and what must be there then."""

    name: str
    path: str
    script: str = ""
    wait: str = "main"


_REVIEW = f"""
sessionStorage.setItem("dateline-token", "{TOKEN}"); localStorage.setItem("dateline-reviewer", "Ada Byron");
"""
ARTICLE = "iran-saudi-beijing-2023"
VIEWS = (
    View("timeline", "/", wait=".chart .mark"),
    View("timeline-all", "/?standing=all", wait=".chart .mark"),
    View("timeline-beside", "/?standing=all&actor=Q794&actor=Q851&beside=1", wait=".chart .mark"),
    View("timeline-empty", "/?words=nothing+of+the+kind"),
    View("map", "/map?standing=all"),
    View("network", "/network?standing=all"),
    View("event", f"/page/{ARTICLE}/event/e1"),
    View("article", f"/page/{ARTICLE}"),
    View("claim", f"/page/{ARTICLE}/claim/c1"),
    View("actor", "/page/Q794"),
    View("place", "/page/Q956"),
    View("source", f"/page/{ARTICLE}/maker/author"),
    View("accounts", "/page/mubarak-2011-square/event/e1"),
    View("unknown", "/page/none"),
    View("missing", "/nowhere"),
    View("map-part", "/map?standing=all&around=16,48,24"),
    View("proof", "/explain?s=dli:Q148&p=dl:dealtWith&o=dli:Q794"),
    View("ask", "/ask"),
    View("ask-answer", "/ask?class=Visit"),
    View("try", "/try"),
    View("try-read", "/try", "document.querySelector('.primary').click()", "#reading"),
    View("sparql", "/sparql", wait=".yasqe .CodeMirror"),
    View("sparql-answer", f"/sparql?query={quote(VISITS)}", wait="#answer tbody tr"),
    *(
        View(f"sparql-{name.lower()}", f"/sparql?query={quote(query)}", _PRESS % name, DRAWN % name)
        for name, query in SHOWN.items()
    ),
    View("sparql-empty", f"/sparql?query={quote('SELECT * WHERE { ?s dl:hasGest ?o }')}&explain-empty=1"),
    View("sparql-error", f"/sparql?query={quote('SELECT * WHERE { ?s ?p }')}"),
    View("cite", f"/cite?query={quote(VISITS)}"),
    View("ontology", "/ontology"),
    View("type", "/about/type/official-visit"),
    View("about", "/about"),
    View("dumps", "/dumps/"),
    View("changes", "/changes"),
    View("docs", "/docs"),
    View("docs-claims", "/docs/claims"),
    View("docs-comparison", "/docs/comparison"),
    View("review-door", "/review"),
    View("review-queue", "/review", _REVIEW + "location.reload()", "#queue table"),
    View("review-desk", "/review", _REVIEW + f"location.hash = '{ARTICLE}'; location.reload()", ".claims .now"),
)
LOOKS: dict[str, Look] = {
    "light": {},
    "dark": {"dark": True},
    "phone": {"width": 360},
    "tablet": {"width": 768},
    "wall": {"width": 2560},
    "forced": {"forced": True},
}


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of a server over a data folder, with a token."""
    port = free_port()
    command = (sys.executable, "-m", "kg.cli", "serve", "--data", str(data), "--port", str(port))
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATELINE_TOKEN": TOKEN})
    origin = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{origin}/health", trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield origin
    finally:
        process.terminate()
        process.wait(20)


def shoot(browser: webdriver.Chrome, path: Path) -> None:
    """The whole page as a picture."""
    size = run(browser, "const e = document.documentElement; return [e.scrollWidth, e.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], TALLEST), "scale": 1}
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})  # type: ignore[no-untyped-call]
    path.write_bytes(base64.b64decode(taken["data"]))


def visit(browser: webdriver.Chrome, origin: str, view: View) -> None:
    """Opens a view and waits until it is there."""
    browser.get(origin + view.path)
    run(browser, view.script)
    there = "return document.readyState === 'complete' && !!document.querySelector(arguments[0])"
    WebDriverWait(browser, 60).until(lambda driver: run(driver, there, view.wait))
    time.sleep(_SETTLE)


def take(browser: webdriver.Chrome, folder: Path, view: View, name: str) -> list[str]:
    """A picture of the view that is open in one look; what is wrong with it, in words."""
    if name == "print":
        (folder / f"{view.name}.pdf").write_bytes(show_print(browser))
        look_like(browser, width=_PAPER)
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})  # type: ignore[no-untyped-call]
        time.sleep(_SETTLE)
        shoot(browser, folder / f"{view.name}-print.png")
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})  # type: ignore[no-untyped-call]
        return ["does not fit on paper"] if scrolls_sideways(browser) else []
    look_like(browser, **LOOKS[name])
    time.sleep(_SETTLE)
    shoot(browser, folder / f"{view.name}-{name}.png")
    wide = ["scrolls sideways"] if scrolls_sideways(browser) else []
    found = find_barriers(browser, *_RULES[name]) if name in _RULES else []
    return wide + [f"axe: {impact} {rule}: {nodes[0]}" for impact, rule, nodes in found]


def report(browser: webdriver.Chrome, origin: str, folder: Path, view: View, looks: list[str]) -> int:
    """Takes a view in all looks, tells what is wrong, and how much is."""
    look_like(browser)
    try:
        visit(browser, origin, view)
    except TimeoutException:
        sys.stdout.write(f"{view.name}: {view.wait} did not come\n")
        return 1
    faults = [f"{view.name} {name}: {fault}" for name in looks for fault in take(browser, folder, view, name)]
    sys.stdout.write("\n".join([*faults, f"{view.name}: {len(faults)} faults"]) + "\n")
    sys.stdout.flush()
    return len(faults)


def main() -> None:
    """Takes what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="names of views begin with one of these, comma between")
    parser.add_argument("--looks", default=",".join((*LOOKS, "print")))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    views = [view for view in VIEWS if view.name.startswith(tuple(asked.only.split(",")))]
    with served(asked.data) as origin, open_browser() as browser:
        browser.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})  # type: ignore[no-untyped-call]
        faults = sum(report(browser, origin, asked.folder, view, asked.looks.split(",")) for view in views)
    sys.stdout.write(f"{len(views)} views, {faults} faults\n")


if __name__ == "__main__":
    main()
