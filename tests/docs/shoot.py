"""How are the pictures of the documentation made?

`make pictures` builds the seeds, serves them and shoots each page of `SHOTS` into `docs/images/`, always with the
same window, in the light, without motion. A test compares the list with what the pages show.
"""

import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import httpx
from bench.loopback import free_port
from chromium import look_like, open_browser, run, wait_for
from selenium import webdriver

from kg.ontology.questions import read_questions

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 880, 560


def _editor(name: str, view: str) -> str:
    query = next(question.query for question in read_questions() if question.name == name)
    return f"/sparql?query={quote(query)}&view={view}"


class Shot(NamedTuple):
    """A picture: its name, the page, what must stand there, what is done then, and what must stand there at last."""

    name: str
    path: str
    ready: str
    act: str = ""
    done: str = "main"


_OPEN_PROOF = "document.querySelector('td a.why').click(); document.querySelector('#answer').scrollIntoView()"
_TO_ANSWER = "document.querySelector('#answer').scrollIntoView()"
_TO_DRAWING = "document.querySelector('section[aria-label=Drawing]').scrollIntoView()"
_PROOF = "tr.opened .tree mark"
SHOTS = (
    Shot("timeline", "/?start=2015&end=2018", ".chart .mark", _TO_DRAWING),
    Shot("ask", "/ask?did=Meeting&when=2016-03", "table.events tbody tr", _TO_ANSWER),
    Shot("event", "/page/obama-havana-2016/event/e1", "blockquote mark"),
    Shot("editor", _editor("who-met-whom", "table"), "#answer td a.why"),
    Shot("graph", _editor("who-met-whom", "graph"), ".network-drawing", _TO_ANSWER),
    Shot("proof", _editor("dealt-with", "table"), "#answer td a.why", _OPEN_PROOF, _PROOF),
)


def shoot(browser: webdriver.Chrome, base: str, shot: Shot) -> bytes:
    """The picture as PNG."""
    look_like(browser, width=WIDTH)
    browser.get(base + shot.path)
    wait_for(browser, shot.ready)
    run(browser, shot.act)
    wait_for(browser, shot.done)
    clip = {"x": 0, "y": run(browser, "return window.scrollY"), "width": WIDTH, "height": HEIGHT, "scale": 1}
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "clip": clip})  # type: ignore[no-untyped-call]
    return b64decode(taken["data"])


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The address of a server over a data folder."""
    base = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "kg.cli", "serve", "--data", str(data), "--port", base.rpartition(":")[2]]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=60), trust_env=False) as client:
            client.get(f"{base}/health", timeout=120)
        yield base
    finally:
        process.terminate()
        process.wait(20)


def main(data: Path) -> None:
    """Writes every picture."""
    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    with serving(data) as base, open_browser() as browser:
        for shot in SHOTS:
            (folder / f"{shot.name}.png").write_bytes(shoot(browser, base, shot))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
