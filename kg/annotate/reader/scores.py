"""How well does the reader read marked passages?

A trigger is found when its head word is (strictly: the very token); every mention of an event counts. Class, PLOVER
category, claim verb and arguments are judged by head words too; arguments on triggers that were found.
`python -m kg.annotate.reader.scores` scores the sealed fold.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import click

from kg.annotate.engine import Engine, Trigger
from kg.annotate.parse import DEFAULT_PARSER, load_parser
from kg.annotate.reader.corpus import SEALED, GoldTrigger, Passage, find_gold, fold, read_corpus
from kg.annotate.reader.engine import load_reader
from kg.annotate.reader.labels import LINKS
from kg.annotate.reader.lessons import parse_passage


@dataclass(kw_only=True, slots=True)
class Tally:
    """How many were marked, given, and both."""

    marked: int = 0
    given: int = 0
    both: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where there is nothing."""
        return 2 * self.both / max(1, self.marked + self.given)


@dataclass(kw_only=True, slots=True)
class Scores:
    """Counts over passages; `right` are found triggers whose class, PLOVER category or claim verb is right."""

    triggers: Tally = field(default_factory=Tally)
    links: dict[str, Tally] = field(default_factory=lambda: {link: Tally() for link in LINKS})
    right: Counter[str] = field(default_factory=Counter)

    @property
    def typed_f1(self) -> float:
        """F1 of triggers with their class."""
        return 2 * self.right["class"] / max(1, self.triggers.marked + self.triggers.given)

    @property
    def all_links(self) -> Tally:
        """The tally of every argument."""
        tallies = self.links.values()
        return Tally(
            marked=sum(t.marked for t in tallies),
            given=sum(t.given for t in tallies),
            both=sum(t.both for t in tallies),
        )


def score(passages: Iterable[Passage], engine: Engine, parser: str = DEFAULT_PARSER) -> Scores:
    """Reads each passage and compares."""
    nlp, scores = load_parser(parser), Scores()
    for passage in passages:
        doc = parse_passage(passage, nlp)
        gold = {trigger.token: trigger for trigger in find_gold(doc, passage)}
        given = {token: trigger for trigger in engine.triggers(doc) for token in (trigger.token, *trigger.further)}
        scores.triggers.marked += len(gold)
        scores.triggers.given += len(given)
        for token in sorted(gold.keys() & given.keys()):
            _add(scores, gold[token], given[token])
    return scores


def _add(scores: Scores, gold: GoldTrigger, given: Trigger) -> None:
    scores.triggers.both += 1
    scores.right["class"] += given.cls == gold.marked.cls
    scores.right["PLOVER"] += given.plover == gold.marked.plover
    scores.right["verb"] += given.verb == gold.marked.verb
    seen = {(argument.token, argument.link) for argument in given.arguments}
    for _, link in seen:
        scores.links[link].given += 1
    for token, link in gold.links:
        scores.links[link].marked += 1
        scores.links[link].both += (token, link) in seen


@click.command()
@click.option("--number", default=SEALED, show_default=True, help="The fold to score, 0 to 4.")
def main(number: int) -> None:
    """Score the shipped reader on one fold of the corpus; only the sealed one is text that it never saw."""
    scores = score((passage for passage in read_corpus() if fold(passage) == number), load_reader())
    found = max(1, scores.triggers.both)
    click.echo(f"trigger F1 {scores.triggers.f1:.3f}, with class {scores.typed_f1:.3f}")
    click.echo(f"of found: PLOVER {scores.right['PLOVER'] / found:.3f}, verb {scores.right['verb'] / found:.3f}")
    click.echo(f"arguments F1 {scores.all_links.f1:.3f}")
    click.echo(" ".join(f"{link} {tally.f1:.2f}" for link, tally in scores.links.items()))


if __name__ == "__main__":
    main()
