"""How long does who asks for the past wait: the first time, and from then on?

    python tests/bench/past.py [--articles 800] [--work DIR]

A snapshot of the corpus of `tests/bench/scale.py`. States are made of days that leave out a hundredth, a quarter,
half and nine tenths of the articles, in this process, by taking out what came later (`fast`) and by a build of what
was there (`built`), dumps included. Then a server is asked for a page, the timeline and queries as of such a day: how
long until it can be asked, how often it said to come back, and what later requests take beside those of the present.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx
from addresses import serving
from scale import processor, vary, write_corpus

from kg.annotate.annotate import load_tools
from kg.model import Rejection
from kg.pipeline.building import assemble, read_and_annotate
from kg.pipeline.rebuild import rebuild_snapshot, restore_snapshot
from kg.settings import BuildSettings
from kg.store.snapshot import Snapshot, open_current

ADDRESSES = {
    "page": "/page/{key}",
    "timeline": "/timeline.json?standing=all",
    "query": "/sparql?query=SELECT+%28COUNT%28*%29+AS+%3Fn%29+%7B+%3Fe+dl%3Ainvolves+%3Fx+%7D",
    "inferred": "/sparql?query=SELECT+*+%7B+GRAPH+dlg%3Ainferred+%7B+%3Fa+dl%3Avisited+%3Fb+%7D+%7D+LIMIT+100",
}
LEFT_OUT = (0.01, 0.25, 0.5, 0.9)
_REPEATED = 25


def tell(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def build(work: Path, articles: int) -> Snapshot:
    """The snapshot of so many articles, made once in a working folder."""
    settings = BuildSettings(data=work / "data", engine="rules")
    if not (settings.data / "current").exists():
        work.mkdir(parents=True, exist_ok=True)
        write_corpus(work / "corpus.jsonl", 16)
        tools = load_tools(settings.engine, settings.parser)
        read = read_and_annotate([str(work / "corpus.jsonl")], tools)
        said = [item for item in read if not isinstance(item, Rejection)]
        assemble(vary(said, articles), (), (), tools, settings, lambda *_: None)
    return open_current(settings.data)


def days_of(snapshot: Snapshot) -> list[date]:
    """The day of publication of each article, sorted."""
    published = (annotation.article.published for annotation in snapshot.annotations())
    return sorted(when.latest for when in published if when is not None and when.latest is not None)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Tells processor time and time by the clock of what runs."""
    before, began = processor(), time.perf_counter()
    yield
    tell(f"{what}: {processor() - before:.2f} s of processor, {time.perf_counter() - began:.2f} s by the clock")


def ask(client: httpx.Client, address: str) -> tuple[float, int]:
    """Seconds until an address answers, and how often it said to come back."""
    began, turned_away = time.perf_counter(), 0
    while (answer := client.get(address)).status_code == 503:
        turned_away += 1
        time.sleep(float(answer.headers["Retry-After"]))
    answer.raise_for_status()
    return time.perf_counter() - began, turned_away


def serve(data: Path, day: date, key: str) -> None:
    """Tells what one state costs who asks a server for it."""
    with serving(data) as client:
        client.timeout = httpx.Timeout(600)
        ask(client, "/health")
        seconds, turned_away = ask(client, f"{ADDRESSES['query']}&asOf={day}")
        tell(f"as of {day} over HTTP, first answer: {seconds:.1f} s, told {turned_away} times to come back")
        for name, address in ADDRESSES.items():
            whole = address.format(key=key)
            whole += f"{'&' if '?' in whole else '?'}asOf={day}"
            first, _ = ask(client, whole)
            later = [ask(client, whole)[0] for _ in range(_REPEATED)]
            now = [ask(client, address.format(key=key))[0] for _ in range(_REPEATED)]
            tell(f"  {name}: first {first * 1000:.0f} ms, then {statistics.median(later) * 1000:.1f} ms (median of "
                 f"{_REPEATED}); of the present {statistics.median(now) * 1000:.1f} ms")  # fmt: skip


def main() -> None:
    """Tell the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=800)
    options.add_argument("--work", type=Path)
    given = options.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="past"))
    snapshot = build(work, given.articles)
    tell(
        f"{given.articles} articles, {sum(snapshot.manifest.counts.values())} triples; load {os.getloadavg()[0]:.1f}"
    )
    days = days_of(snapshot)
    for part in LEFT_OUT:
        day = days[int(len(days) * (1 - part)) - 1]
        for name, make in (("fast", restore_snapshot), ("built", rebuild_snapshot)):
            with tempfile.TemporaryDirectory(dir=work) as folder, timed(f"as of {day}, {part:.0%} left out, {name}"):
                make(snapshot, BuildSettings(data=Path(folder, "data")), lambda *_: None, day)
    first = min(
        snapshot.annotations(), key=lambda each: str(each.article.published and each.article.published.latest)
    )
    for part in (0.01, 0.5):
        serve(work / "data", days[int(len(days) * (1 - part)) - 1], first.article.key)
    tell(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
