"""How fast, and in how much memory, do a million rows of Wikidata become a gazetteer?

    .venv/bin/python tests/bench/gazetteer.py [--rows 1000000] [--form csv]

Rows are made up: cities within regions, people with an alias and a term of office, and a few faults. The import runs
in a process of its own, whose time and largest memory are printed; then names are looked up in what it wrote.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg.gazetteer.candidates import candidates
from kg.gazetteer.lookup import open_gazetteer

_SYLLABLES = [
    "ka", "lo", "mi", "ner", "vo", "ta", "shi", "bel", "dra", "gon", "ru", "pex", "an", "ti", "os",
]  # fmt: skip
_FIRST = 500_000_000
"""Items from here on are nobody's."""


def name(number: int) -> str:
    """A name of two words, another for each number."""
    words = []
    for part in (number % 3375, number // 3375):
        syllables = [_SYLLABLES[part // 15**power % 15] for power in range(3 if part < 3375 else 4)]
        words.append("".join(syllables).capitalize())
    return " ".join(words)


def table(rows: int) -> Iterator[str]:
    """The lines of a CSV table."""
    yield "item,itemLabel,itemAltLabel,type,country,coord,within,sitelinks,officeLabel,start,end"
    for number in range(rows):
        qid, label = f"Q{_FIRST + number}", name(number)
        if number % 2:
            yield f"{qid},{label},{label.split()[0][0]}. {label.split()[1]},Q5,Q30,,,{number % 50},Senator,1999,2005"
        else:
            within = f"Q{_FIRST + number % 2000}" if number >= 2000 else ""
            yield f"{qid},{label},Port {label},Q515,Q30,Point({number % 180} {number % 90}),{within},{number % 9},,,"


def entities(rows: int) -> Iterator[str]:
    """The lines of a Wikidata dump."""
    for number in range(rows):
        label = name(number)
        claim = {"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q5"}}}}
        state = {"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q30"}}}}
        yield json.dumps({
            "type": "item", "id": f"Q{_FIRST + number}", "labels": {"en": {"language": "en", "value": label}},
            "aliases": {"en": [{"language": "en", "value": f"Port {label}"}]},
            "claims": {"P31": [claim], "P27": [state]}, "sitelinks": {"enwiki": {}},
        })  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--form", choices=["csv", "wikidata"], default="csv")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        source, target = Path(folder, f"made.{given.form}"), Path(folder, "made.sqlite")
        with source.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in (table if given.form == "csv" else entities)(given.rows))
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "kg.cli", "gazetteer", "import", str(source), "-o", str(target)], check=True
        )
        wall, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        click.echo(f"{given.rows} rows ({given.form}, {source.stat().st_size >> 20} MiB): {wall:.1f} s wall, "
              f"{used.ru_utime + used.ru_stime:.1f} s CPU, {used.ru_maxrss >> 10} MiB; {target.stat().st_size >> 20} "
              "MiB written")  # fmt: skip
        _look_up(target, given.rows)


def _look_up(target: Path, rows: int) -> None:
    opened = open_gazetteer(target)
    exact = [name(rows * at // 100) for at in range(100)]
    for kind, names in (("exact", exact), ("one letter wrong", [f"{each[:-2]}x{each[-1]}" for each in exact])):
        for turn in ("cold", "warm"):
            began = time.process_time()
            found = sum(bool(candidates(each, None, opened, 5)) for each in names)
            click.echo(f"100 names, {kind}, {turn}: {(time.process_time() - began) * 1000:.1f} ms CPU, {found} found")


if __name__ == "__main__":
    main()
