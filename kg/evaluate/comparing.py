"""What of one document was read as the gold has it?

Two records are compared as one only where their triggers meet, strictly and leniently (see `kg.evaluate.matching`).
What is asked of the records that were found (verb, sources, actors, time) is asked of the strict pairs where the gold
names its triggers, else of the lenient ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.evaluate.gold import DOERS, RECEIVERS, Actor, Record, from_annotation
from kg.evaluate.matching import Agreement, match, overlaps, same_trigger
from kg.model import Annotation, Article, Span

Pairs = tuple[tuple[Record, Record], ...]
"""A gold record with the record of the reading that is the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Matched:
    """Pairs by one way of meeting; each kind of pair agrees in what its name says."""

    triggers: Pairs
    typed: Pairs
    plover: Pairs
    actors: Pairs


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One document: both sides, `strict` (None where the gold names no triggers) and `lenient` pairs, and `found`.

    `missed` and `invented` are what has no partner in `found`; `exact` of `quotes` quotes stand at their offsets.
    """

    key: str
    genre: str
    doc: Doc
    gold: tuple[Record, ...]
    read: tuple[Record, ...]
    strict: Matched | None
    lenient: Matched
    found: Pairs
    missed: tuple[Record, ...]
    invented: tuple[Record, ...]
    quotes: int
    exact: int


def compare(article: Article, annotation: Annotation, gold: Sequence[Record], doc: Doc, genre: str = "") -> Compared:
    """A reading of an article held against its gold records; `doc` is the parsed article."""
    read = tuple(from_annotation(annotation, doc))
    named = all(record.heads for record in gold)
    meet = same_trigger if named else overlaps
    partners = match(gold, read, (_same_claim, same_class, anything), meet)
    spans = _spans(annotation)
    return Compared(
        key=article.key,
        genre=genre or article.key,
        doc=doc,
        gold=tuple(gold),
        read=read,
        strict=_matched(gold, read, same_trigger) if named else None,
        lenient=_matched(gold, read, overlaps),
        found=tuple((gold[one], read[other]) for one, other in sorted(partners.items())),
        missed=tuple(record for index, record in enumerate(gold) if index not in partners),
        invented=tuple(record for index, record in enumerate(read) if index not in set(partners.values())),
        quotes=len(spans),
        exact=sum(article.text[span.start : span.end] == span.quote for span in spans),
    )


def _matched(gold: Sequence[Record], read: Sequence[Record], meet: Agreement) -> Matched:
    def pairs(agrees: Agreement) -> Pairs:
        return tuple((gold[one], read[other]) for one, other in sorted(match(gold, read, (agrees,), meet).items()))

    return Matched(
        triggers=pairs(anything), typed=pairs(same_class), plover=pairs(_same_plover), actors=pairs(same_actors)
    )


def anything(gold: Record, read: Record) -> bool:  # noqa: ARG001 - an Agreement that always holds
    """Whether the triggers meet is enough."""
    return True


def same_class(gold: Record, read: Record) -> bool:
    """Whether both are of one class."""
    return gold.cls == read.cls


def _same_claim(gold: Record, read: Record) -> bool:
    return gold.cls == read.cls and gold.verb == read.verb


def _same_plover(gold: Record, read: Record) -> bool:
    return gold.plover is not None and gold.plover == read.plover


def same_actors(gold: Record, read: Record) -> bool:
    """Whether both are of one class and have the same doers and the same receivers."""
    return gold.cls == read.cls and all(_same_set(gold, read, roles) for roles in (DOERS, RECEIVERS))


def _same_set(gold: Record, read: Record, roles: frozenset[str]) -> bool:
    wanted = [actor for actor in gold.actors if actor.role in roles]
    given = [actor for actor in read.actors if actor.role in roles]
    covered = all(any(one.same_as(other) for other in (*given, *read.things)) for one in wanted)
    return covered and all(any(one.same_as(other) for other in wanted) for one in given)


def same_innermost(gold: Record, read: Record) -> bool:
    """Whether both name the same innermost source, leave it unnamed, or tell it in the article's own voice."""
    return bool(gold.chain) == bool(read.chain) and _same_sources(gold.chain[-1:], read.chain[-1:])


def same_chain(gold: Record, read: Record) -> bool:
    """Whether both name the same sources in the same order."""
    return len(gold.chain) == len(read.chain) and _same_sources(gold.chain, read.chain)


def _same_sources(one: Sequence[Actor | None], other: Sequence[Actor | None]) -> bool:
    return all(a is b if a is None or b is None else a.same_as(b) for a, b in zip(one, other, strict=True))


def same_time(gold: Record, read: Record) -> bool:
    """Whether the words of time meet, or both have none."""
    if gold.time is None or read.time is None:
        return gold.time is read.time
    return gold.time[0] < read.time[1] and read.time[0] < gold.time[1]


def holds_days(gold: Record, read: Record) -> bool:
    """Whether the reading's bounds leave out no day that the gold allows: the same, wider or open."""
    begins = read.earliest is None or (gold.earliest is not None and read.earliest <= gold.earliest)
    ends = read.latest is None or (gold.latest is not None and gold.latest <= read.latest)
    return begins and ends


def contradicts_days(gold: Record, read: Record) -> bool:
    """Whether no day that the reading allows is one that the gold allows."""
    over = gold.earliest is not None and read.latest is not None and read.latest < gold.earliest
    ahead = gold.latest is not None and read.earliest is not None and gold.latest < read.earliest
    return over or ahead


def invented_actors(gold: Record, read: Record) -> tuple[Actor, ...]:
    """The actors of the reading that take no part in the gold's record, as an actor or as an item."""
    known = (*gold.actors, *gold.things)
    return tuple(actor for actor in read.actors if not any(actor.same_as(other) for other in known))


def _spans(annotation: Annotation) -> list[Span]:
    evidence = [span for claim in annotation.claims for span in claim.evidence]
    triggers = [span for event in annotation.events for span in (event.trigger, *event.further)]
    return [*evidence, *triggers, *annotation.mentions, *annotation.times]
