"""How well does the reader read by itself, before the rest of the engine touches what it saw?

Every mention of an event counts, by its head word: a trigger is found when the very token is. Arguments are judged by
head words too, once on the triggers that were found and once on all marked triggers, which the reader is then asked
about whatever it thinks of them. The innermost source is right when the link goes to the marked word, or to none
where none is marked; an unnamed source has no word, so it counts as none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.language import Language

from kg.annotate.engine import Trigger
from kg.annotate.reader.corpus import GoldTrigger, Passage, find_gold
from kg.annotate.reader.engine import ReaderEngine
from kg.annotate.reader.labels import LINKS
from kg.annotate.reader.lessons import parse_passage
from kg.evaluate.figures import Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class Alone:
    """One passage: what is marked and given at each token, and what the reader says at the marked tokens."""

    genre: str
    gold: Mapping[int, GoldTrigger]
    given: Mapping[int, Trigger]
    asked: Mapping[int, Trigger]


def read_alone(passages: Iterable[tuple[str, Passage]], engine: ReaderEngine, nlp: Language) -> Iterator[Alone]:
    """Each passage, after its genre, as the reader alone sees it."""
    for genre, passage in passages:
        doc = parse_passage(passage, nlp)
        gold = {trigger.token: trigger for trigger in find_gold(doc, passage)}
        given = engine.triggers(doc)
        yield Alone(
            genre=genre,
            gold=gold,
            given={token: trigger for trigger in given for token in (trigger.token, *trigger.further)},
            asked={trigger.token: trigger for trigger in engine.read_at(doc, gold.keys())},
        )


def alone_figures(passage: Alone) -> tuple[Figure, ...]:
    """The figures of one passage, always the same names in the same order."""
    gold, given = passage.gold, passage.given
    found = [(gold[token].marked, given[token]) for token in sorted(gold.keys() & given.keys())]
    both, under = 2 * len(found), len(gold) + len(given)
    hearsay = [given.verb == "asserts" for marked, given in found if marked.verb != "asserts"]
    on_found = [(gold[token], given[token]) for token in sorted(gold.keys() & given.keys())]
    on_gold = [(gold[token], passage.asked[token]) for token in sorted(gold.keys() & passage.asked.keys())]
    return (
        Figure("trigger precision", len(found), len(given)),
        Figure("trigger recall", len(found), len(gold)),
        Figure("trigger F1", both, under),
        Figure("typed F1 (class)", 2 * sum(marked.cls == read.cls for marked, read in found), under),
        Figure("PLOVER of found", sum(marked.plover == read.plover for marked, read in found), len(found)),
        Figure("claim verb of found", sum(marked.verb == read.verb for marked, read in found), len(found)),
        Figure("innermost source of found", sum(_same_source(*pair) for pair in on_found), len(found)),
        Figure("hearsay told as fact", sum(hearsay), len(hearsay)),
        _links_f1("arguments of found triggers F1", on_found),
        _links_f1("arguments on gold triggers F1", on_gold),
        *(_links_f1(f"  {link}", on_gold, link) for link in LINKS),
    )


def _same_source(gold: GoldTrigger, given: Trigger) -> bool:
    marked = {token for token, link in gold.links if link == "src"}
    linked = {argument.token for argument in given.arguments if argument.link == "src"}
    return bool(marked & linked) or marked == linked


def _links_f1(name: str, pairs: Iterable[tuple[GoldTrigger, Trigger]], only: str | None = None) -> Figure:
    both = under = 0
    for gold, given in pairs:
        marked = {pair for pair in gold.links if only in (None, pair[1])}
        linked = {(x.token, x.link) for x in given.arguments if only in (None, x.link)}
        both += 2 * len(marked & linked)
        under += len(marked) + len(linked)
    return Figure(name, both, under)


def judged_alone(passages: Iterable[Alone]) -> list[tuple[float, bool]]:
    """The probability of each trigger that the reader gave, and whether it is marked."""
    return [
        (passage.given[token].probability, token in passage.gold)
        for passage in passages
        for token in sorted(passage.given)
    ]
