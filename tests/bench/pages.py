"""How fast are the pages over fifty thousand events, in a real browser?

`make bench-pages`, or `python tests/bench/pages.py 50000`. A made graph of that many events is served; the
distribution's Chromium opens the timeline, pans and zooms it. Told are: the first request after a start, the server's
time for a page and for a window, the first paint on the clock of the browser, the frames of a pan and of a zoom
(middle and 95th of a hundred), the weight of the page in gzip, and the machine's load: compare runs of one load.
"""

import argparse
import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from eventgraph import publish_graph, write_graph
from loopback import free_port
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from kg.dump.canonical import sort_quads
from kg.dump.write import write_dumps
from kg.pipeline.building import origin_of
from kg.store.snapshot import open_current

ROOT = Path(__file__).resolve().parents[2]
_QUADS_AN_EVENT = 16.6
_VIEWS = {"whole": "/?standing=all", "two months": "/?standing=all&from=2001-01-01&to=2001-03-01"}
_RECORD_FRAMES = """
window.frames_ = [];
let last = performance.now();
const tick = (now) => { frames_.push(now - last); last = now; window.ticking = requestAnimationFrame(tick); };
requestAnimationFrame(tick);
"""


def say(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def make_data(folder: Path, events: int) -> Path:
    """A data folder with about so many events, and the dumps from which a start reads them."""
    data, quads = folder / "data", folder / "graph.nq"
    made = write_graph(quads, int(events * _QUADS_AN_EVENT))
    say(f"{made} events")
    publish_graph(quads, data, int(events * _QUADS_AN_EVENT))
    snapshot = open_current(data)
    store = snapshot.open_store()
    snapshot.dumps.rmdir()
    write_dumps(snapshot.dumps, sort_quads(store), store, origin_of(snapshot.manifest))
    return data


@contextmanager
def served(data: Path) -> Iterator[httpx.Client]:
    """A client of `dateline serve` over a data folder."""
    port = free_port()
    command = (sys.executable, "-m", "kg.cli", "serve", "--data", str(data), "--port", str(port), "--timeout", "60")
    process = subprocess.Popen((*command, "--max-memory", "3000"), cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=500, trust_env=False) as client:
            for _ in range(1200):
                try:
                    client.get("/health").raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            yield client
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """The distribution's Chromium, headless, at 1280 pixels."""
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu", "window-size=1280,1000"):
        options.add_argument(f"--{argument}")
    with webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver")) as started:
        yield started


def time_requests(client: httpx.Client, path: str, times: int = 7) -> str:
    """The fastest and the middle of several requests, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        client.get(path).raise_for_status()
        taken.append((time.perf_counter() - begun) * 1000)
    return f"{min(taken):.0f} / {statistics.median(taken):.0f} ms"


def weigh(client: httpx.Client, path: str) -> int:
    """Bytes of a page with its scripts and style sheets, each in gzip."""
    page = client.get(path).text
    parts = re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css))"', page)
    return sum(len(gzip.compress(client.get(part).content)) for part in dict.fromkeys(parts)) + len(
        gzip.compress(page.encode())
    )


def first_paint(driver: webdriver.Chrome, url: str) -> tuple[float, float]:
    """Milliseconds from the start of navigation to the first paint with content and to the drawing."""
    driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    driver.get(url)
    drawn = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
    marked = "return document.querySelector('.chart') ? performance.now() : null"
    waited = 0.0
    while driver.execute_script(marked) is None and waited < 20:
        time.sleep(0.05)
        waited += 0.05
    timing = "return performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    time.sleep(0.5)
    return float(driver.execute_script(drawn) or -1), float(driver.execute_script(timing))


def frames_of(driver: webdriver.Chrome, gesture: str) -> list[float]:
    """Milliseconds between frames while the mouse drags, or the wheel zooms."""
    box = driver.execute_script(
        "document.querySelector('.chart').scrollIntoView({block: 'start', behavior: 'instant'});"
        "const b = document.querySelector('.chart').getBoundingClientRect(); return [b.x, b.y, b.width];"
    )
    y = box[1] + 150
    driver.execute_script(_RECORD_FRAMES)

    def mouse(kind: str, x: float, **more: object) -> None:
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left", **more})

    if gesture == "pan":
        mouse("mousePressed", box[0] + 1000, clickCount=1)
        for step in range(100):
            mouse("mouseMoved", box[0] + 1000 - step * 8, buttons=1)
        mouse("mouseReleased", box[0] + 200, clickCount=1)
    else:
        for step in range(100):
            mouse("mouseWheel", box[0] + 600, deltaX=0, deltaY=-12 if step < 50 else 12, modifiers=2)
    return list(driver.execute_script("cancelAnimationFrame(ticking); return frames_.slice(2)"))


def tell(name: str, frames: list[float]) -> None:
    """The middle and the 95th of a hundred frames."""
    ranked = sorted(frames)
    late = ranked[int(len(ranked) * 0.95)]
    say(f"{name}: {len(ranked)} frames, p50 {statistics.median(ranked):.1f} ms, p95 {late:.1f} ms")


def main() -> None:
    """Makes, serves, opens, drags, tells."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("events", type=int, nargs="?", default=50_000)
    asked.add_argument("--data", type=Path, help="a data folder that was made before")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or make_data(Path(folder), given.events)
        with served(data) as client, browser() as driver:
            begun = time.perf_counter()
            while client.get("/").status_code != 200:
                time.sleep(0.5)
            say(f"first page after the start: {time.perf_counter() - begun:.1f} s; load {os.getloadavg()[0]:.1f}")
            say(f"/ : {time_requests(client, '/')} (fastest / middle)")
            window = "/timeline/window.json?from=2001-01-01&to=2003-01-01"
            say(f"a window of two years: {time_requests(client, window)}")
            say(f"a filter never asked before: {time_requests(client, '/timeline/window.json?class=Visit', 1)}")
            say(f"weight of / : {weigh(client, '/') / 1000:.0f} kB gzip")
            url = str(client.base_url).rstrip("/")
            for name, path in (
                ("whole", "/?standing=all"),
                ("two months", "/?standing=all&from=2001-01-01&to=2001-03-01"),
            ):
                paint, loaded = first_paint(driver, url + path)
                paint, loaded = first_paint(driver, url + path)
                say(f"{name}: first paint {paint:.0f} ms, drawn {loaded:.0f} ms")
                for gesture in ("pan", "zoom"):
                    tell(f"{name}, {gesture}", frames_of(driver, gesture))
            say(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
