"""What do many articles cost: to read, to put together, to add to, to load, to serve; and how does that grow?

    python tests/bench/scale.py [--sizes 100,200,400] [--read 16] [--engine rules] [--jobs 1]

`--read` articles of a self-made corpus (paragraphs of the seeds, mixed anew, with the lengths of news and dates over
three decades) are really read; what they say is then varied by key and day up to each size, since all steps but
reading depend on the annotations alone. Processor seconds are those of the process and its children; each size runs
in a process of its own, whose peak of memory is told. Exponents are of the line through the logarithms.
"""

import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from kg.settings import use_one_thread

use_one_thread()

from pyoxigraph import Store  # noqa: E402

from kg.annotate.annotate import load_tools  # noqa: E402
from kg.articles.reading import read_articles  # noqa: E402
from kg.model import Article, Rejection, When  # noqa: E402
from kg.pieces import readers  # noqa: E402
from kg.pieces.saying import Said  # noqa: E402
from kg.pipeline.building import assemble, extend_snapshot, read_and_annotate, seed_paths  # noqa: E402
from kg.pipeline.removal import remove_articles  # noqa: E402
from kg.settings import BuildSettings  # noqa: E402
from kg.store.snapshot import open_current  # noqa: E402

QUERY = """SELECT ?e ?when WHERE { GRAPH ?g { ?c <https://w3id.org/dateline/ontology#asserts> ?e .
?e <https://w3id.org/dateline/ontology#edtf> ?when } } ORDER BY ?when LIMIT 100"""


def write_corpus(path: Path, number: int) -> None:
    """Articles of paragraphs of the seeds, mixed anew: 200 to 1200 words, dates from 1990 to 2023."""
    found = [item for item in read_articles(seed_paths()) if isinstance(item, Article)]
    paragraphs = [[x.text[s.start : s.end] for s in x.segments if s.kind == "body"] for x in found]
    chance = random.Random(1)  # noqa: S311 - the same corpus each time
    with path.open("w", encoding="utf-8") as lines:
        for at in range(number):
            length, words, text = chance.lognormvariate(6.3, 0.45), 0, []
            for paragraph in chance.sample([p for x in chance.sample(paragraphs, 3) for p in x], k=12):
                if words < length:
                    text.append(paragraph)
                    words += len(paragraph.split())
            day = f"{chance.randint(1990, 2023)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            record = {"key": f"news-{at}", "headline": f"Report {at}", "published": day, "text": "\n\n".join(text)}
            lines.write(json.dumps(record) + "\n")


def vary(said: Sequence[Said], number: int) -> Iterator[Said]:
    """So many articles that say what these say, under other keys and on other days."""
    for at in range(number):
        item, days = said[at % len(said)], timedelta(days=17 * (at // len(said)))
        key = f"{item.article.key}-{at}"
        events = tuple(x.model_copy(update={"when": moved(x.when, days)}) for x in item.annotation.events)
        published = item.annotation.article.published
        header = item.annotation.article.model_copy(
            update={"key": key, "published": moved(published, days) if published else None}
        )
        yield Said(
            article=item.article.model_copy(update={"key": key}),
            annotation=item.annotation.model_copy(update={"article": header, "events": events}),
        )


def moved(when: When, days: timedelta) -> When:
    """A date some days later."""
    earliest, latest = (day + days if day else None for day in (when.earliest, when.latest))
    return when.model_copy(update={"earliest": earliest, "latest": latest})


def processor() -> float:
    """Processor seconds of this process and of those that it waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


@contextmanager
def measured(into: dict[str, Any], name: str) -> Iterator[None]:
    """Processor and wall seconds of what runs."""
    before, started = processor(), time.perf_counter()
    yield
    into[name] = {"cpu": round(processor() - before, 3), "wall": round(time.perf_counter() - started, 3)}


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def run_one(size: int, read: int, engine: str, folder: Path) -> dict[str, Any]:
    """All figures of one size."""
    found: dict[str, Any] = {"articles": size}
    corpus, settings = folder / "corpus.jsonl", BuildSettings(data=folder / "data", engine=engine)
    write_corpus(corpus, read)
    tools = load_tools(settings.engine, settings.parser)
    with measured(found, "read"):
        said = [x for x in read_and_annotate([str(corpus)], tools) if not isinstance(x, Rejection)]
    found["words"] = sum(len(x.article.text.split()) for x in said) // len(said)
    steps: dict[str, float] = {}
    begun = processor()

    def note(step: str, done: int, _: int | None) -> None:
        steps[f"{step} {done}" if step == "writing" else step] = round(processor() - begun, 2)

    with measured(found, "assemble"):
        report = assemble(vary(said, size), (), (), tools, settings, note)
    found["steps"] = steps
    found["triples"], found["happenings"] = sum(report.counts.values()), report.happenings
    found["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    found["bytes"] = {
        path.name: size_of(path) if path.is_dir() else path.stat().st_size for path in report.folder.iterdir()
    }
    one = folder / "one.txt"
    one.write_text(said[0].article.text + "\n\nNobody was hurt.\n", encoding="utf-8")
    queryable: dict[str, float] = {}
    started, before = time.perf_counter(), processor()

    def when_served(step: str, done: int, _: int | None) -> None:
        if (step, done) == ("writing", 3):
            queryable.update(cpu=round(processor() - before, 3), wall=round(time.perf_counter() - started, 3))

    # The tools are loaded: what is measured is what an addition costs beyond the program's start.
    readers.load_tools = lambda *_, **__: tools
    with measured(found, "add"):
        extend_snapshot([str(one)], settings, when_served)
    found["add, until served"] = queryable
    with measured(found, "remove"):
        remove_articles(["one"], settings, lambda *_: None)
    snapshot = open_current(settings.data)
    with measured(found, "open and ask"):
        list(snapshot.open_store().query(QUERY))
    with measured(found, "load in memory"):
        store = Store()
        store.bulk_extend(snapshot.open_store())
    return found


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The slope of the line through the logarithms, by least squares."""
    xs, ys = [math.log(x) for x in sizes], [math.log(max(y, 1e-3)) for y in values]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread if spread else math.nan


def tell(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Tell a JSON object a size, and the exponents."""
    options = argparse.ArgumentParser()
    options.add_argument("--sizes", default="100,200,400")
    options.add_argument("--read", type=int, default=16)
    options.add_argument("--engine", default="rules")
    options.add_argument("--one", type=int)
    given = options.parse_args()
    if given.one:
        with tempfile.TemporaryDirectory() as folder:
            tell(json.dumps(run_one(given.one, given.read, given.engine, Path(folder))))
        return
    found = []
    for size in map(int, given.sizes.split(",")):
        words = [sys.executable, __file__, "--one", str(size), "--read", str(given.read), "--engine", given.engine]
        done = subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True)
        found.append(json.loads(done.stdout))
        tell(done.stdout.strip())
    tell(f"load {os.getloadavg()}")
    for name in ("assemble", "add", "remove", "open and ask", "load in memory"):
        grown = exponent([x["articles"] for x in found], [x[name]["cpu"] for x in found])
        tell(f"{name}: processor time grows as n^{grown:.2f}")


if __name__ == "__main__":
    main()
