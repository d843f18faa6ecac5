"""How many names of the passages written by hand are linked rightly?

    .venv/bin/python tests/bench/linking.py [--half tuned|held|all] [--errors]

Weights and signs were set on the first passages (`tuned`); those written afterwards are the test (`held`).
"""

import argparse
import sys
from pathlib import Path

import click

sys.path.append(str(Path(__file__).parents[1]))

from linked import FIRST_HELD, Outcome, outcomes, read_passages, score

from kg.gazetteer.lookup import load_gazetteer


def main() -> None:
    """Print the figures, and what was wrong if asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=["tuned", "held", "all"], default="held")
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    gazetteer = load_gazetteer()
    passages = [p for p in read_passages() if given.half in ("all", "held" if p.number >= FIRST_HELD else "tuned")]
    labels = {row.label for row in gazetteer.rows()}
    found = [each for passage in passages for each in outcomes(passage, gazetteer)]
    for each in found:
        for label in each.gold - labels:
            click.echo(f"{each.passage}: no row is called {label}")
        if given.errors and (each.linked or "-") not in (each.gold or {"-"}):
            _show(each)
    figures = score(found)
    nil = sum(not each.gold for each in found) / len(found)
    click.echo(
        f"{len(passages)} passages, {len(found)} names, {nil:.0%} of them nobody's: "
        f"precision {figures.precision:.3f} ({figures.right}/{figures.made}), "
        f"recall {figures.recall:.3f} ({figures.right}/{figures.there}), wrong persons {figures.persons}"
    )


def _show(each: Outcome) -> None:
    decision = each.decision
    click.echo(f"{each.passage} {each.words!r}: {each.linked or '-'} instead of {', '.join(each.gold) or '-'} "
               f"({decision.score:.2f}; {'; '.join(decision.reasons)})")  # fmt: skip


if __name__ == "__main__":
    main()
