"""What does each page look like, for people to look at?

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
from typing import NamedTuple
from urllib.parse import quote

import httpx
from bench.loopback import free_port
from chromium import look_like, open_browser, run, show_print
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "-".join(("open", "sesame", "for", "screenshots"))
TALLEST = 2200
"""Pixels of a picture."""
VISITS = """SELECT ?who ?where ?when WHERE {
  ?visit a dl:Visit ; dl:hasGuest/rdfs:label ?who ; dl:takesPlaceInCountry/rdfs:label ?where ; dl:edtf ?when
}"""


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
    View("accounts", "/page/chernobyl-toll-1986/event/e1"),
    View("unknown", "/page/none"),
    View("missing", "/nowhere"),
    View("proof", "/explain?s=dli:Q801&p=dl:dealtWith&o=dli:Q227"),
    View("ask", "/ask"),
    View("ask-answer", "/ask?class=Visit"),
    View("try", "/try"),
    View("try-read", "/try", "document.querySelector('.primary').click()", "#reading"),
    View("sparql", "/sparql", wait=".yasqe .CodeMirror"),
    View("sparql-answer", f"/sparql?query={quote(VISITS)}", wait=".yasr table tbody tr"),
    View("sparql-empty", f"/sparql?query={quote('SELECT * WHERE { ?s dl:hasGest ?o }')}&explain-empty=1"),
    View("sparql-error", f"/sparql?query={quote('SELECT * WHERE { ?s ?p }')}"),
    View("cite", f"/cite?query={quote(VISITS)}"),
    View("ontology", "/ontology"),
    View("type", "/about/type/official-visit"),
    View("about", "/about"),
    View("dumps", "/dumps/"),
    View("changes", "/changes"),
    View("docs", "/docs"),
    View("review-door", "/review"),
    View("review-queue", "/review", _REVIEW + "location.reload()", "#queue table"),
    View("review-desk", "/review", _REVIEW + f"location.hash = '{ARTICLE}'; location.reload()", ".claims .now"),
)
LOOKS: dict[str, dict[str, object]] = {
    "light": {},
    "dark": {"dark": True},
    "phone": {"width": 360},
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
    time.sleep(0.3)


def main() -> None:
    """Takes what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("/tmp/dateline-screenshots"))  # noqa: S108
    parser.add_argument("--only", default="", help="names of views begin with one of these, comma between")
    parser.add_argument("--looks", default=",".join((*LOOKS, "print")))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    looks = asked.looks.split(",")
    with served(asked.data) as origin, open_browser() as browser:
        for view in VIEWS:
            if not view.name.startswith(tuple(asked.only.split(","))):
                continue
            for name in looks:
                look_like(browser, **LOOKS.get(name, {}))  # type: ignore[arg-type]
                try:
                    visit(browser, origin, view)
                except Exception as error:
                    sys.stdout.write(f"{view.name}: {error}\n")
                    continue
                if name == "print":
                    (asked.folder / f"{view.name}-print.pdf").write_bytes(show_print(browser))
                else:
                    shoot(browser, asked.folder / f"{view.name}-{name}.png")
            sys.stdout.write(f"{view.name}\n")


if __name__ == "__main__":
    main()
