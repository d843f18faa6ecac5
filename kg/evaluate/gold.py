"""What do a gold annotation and a reading have in common, so that they can be compared?

Gold is an annotation file (see `kg.annotate.annotation_file`), a YAML file with `entities` and `records`, one record
a claim (`class`, `plover`, `claim`, `polarity`, `actors` (role and entity), `time` (day bounds), `attribution` (chain
from the article's author inwards, null for unnamed others) and `evidence` (quotes with offsets)), or a passage of the
reading corpus (see `kg.evaluate.passages`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from spacy.tokens import Doc

from kg.annotate.annotation_file import read_annotation
from kg.annotate.yaml_text import YamlError, read_yaml
from kg.errors import InputError
from kg.model import Annotation, Article, Claim, Entity, Event, Rejection, Span

Bounds: TypeAlias = tuple[int, int]
"""Offsets into the article's text, end exclusive."""

_ROLES = {
    "hasAgent": "agent", "hasTarget": "target", "hasHost": "host", "hasGuest": "guest",
    "hasSupplier": "supplier", "hasRecipient": "recipient",
}  # fmt: skip
DOERS = frozenset({"agent", "guest", "supplier"})
RECEIVERS = frozenset({"target", "host", "recipient"})
_THINGS = frozenset({"Item", "Place"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """An actor under all the names that it has in the article, lower case; `wikidata` where known.

    `heads` are the offsets of the head words of its mentions, none where the gold gives no place.
    """

    role: str
    names: frozenset[str]
    wikidata: str | None = None
    heads: frozenset[int] = frozenset()

    def same_as(self, other: "Actor") -> bool:
        """Whether both are the same item, or share a name or a word where one of them has no item.

        A name of several words is the same after a description: "Jane Doe", "the envoy Jane Doe".
        """
        if self.wikidata and other.wikidata:
            return self.wikidata == other.wikidata
        if self.names & other.names or self.heads & other.heads:
            return True
        return any(_ends_with(one, two) or _ends_with(two, one) for one in self.names for two in other.names)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One claim about one event, as both sides tell it.

    `spans` are where it stands (a gold's evidence, or the triggers), `heads` the offsets of the triggers' head words
    (none where the gold names no trigger). `chain` are the sources, innermost last, None for unnamed others, empty
    for the article's own voice. A gold that gives no day bounds is not `dated`, one that marks no words of time not
    `timed`; `time` are those words. `things` are its items that are things or places: to the ontology these are no
    actors, and what hits or is hit is an item, where a gold may say agent or target.
    """

    cls: str
    plover: str | None
    verb: str
    spans: tuple[Bounds, ...]
    actors: tuple[Actor, ...]
    earliest: date | None
    latest: date | None
    things: tuple[Actor, ...] = ()
    dated: bool = True
    heads: frozenset[int] = frozenset()
    chain: tuple[Actor | None, ...] = ()
    negative: bool = False
    time: Bounds | None = None
    timed: bool = False
    words: str = ""
    confidence: float = 1.0


def read_gold(path: Path, article: Article, doc: Doc) -> tuple[Record, ...]:
    """The records of a gold file; `doc` is the parsed article. Raises InputError."""
    try:
        fields = read_yaml(path)
    except (OSError, YamlError) as error:
        raise InputError(f"{path}: the gold annotation cannot be read: {error}") from error
    if isinstance(fields, dict) and "records" in fields:
        try:
            entities = {entity["id"]: entity for entity in fields["entities"]}
            return tuple(_from_yaml(record, entities) for record in fields["records"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"{path}: a record lacks a field or misspells a value: {error!r}") from error
    annotation = read_annotation(path, article)
    if isinstance(annotation, Rejection):
        raise InputError(f"{path}: {annotation.place or ''} {annotation.reason}; {annotation.remedy}")
    return tuple(from_annotation(annotation, doc))


def _from_yaml(record: Mapping[str, Any], entities: Mapping[str, Mapping[str, Any]]) -> Record:
    time = record.get("time", {})
    return Record(
        cls=record["class"],
        plover=record.get("plover"),
        verb=record["claim"],
        spans=tuple((span["start"], span["end"]) for span in record["evidence"]),
        actors=tuple(
            _yaml_actor(_ROLES[item["role"]], entities[item["entity"]]) for item in record.get("actors", [])
        ),
        earliest=_day(time.get("earliest")),
        latest=_day(time.get("latest")),
        chain=tuple(_yaml_actor("source", entities[name]) if name else None for name in record["attribution"][1:]),
        negative=record.get("polarity", "negative" if record["claim"] == "denies" else "positive") == "negative",
        words=record["evidence"][0].get("quote", ""),
    )


def _yaml_actor(role: str, entity: Mapping[str, Any]) -> Actor:
    names = {plain(name) for name in (entity["label"], *entity.get("mentions", ()))}
    return Actor(role=role, names=frozenset(names), wikidata=entity.get("qid"))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def from_annotation(annotation: Annotation, doc: Doc) -> Iterator[Record]:
    """The records of a reading, one for each claim; `doc` is the parsed article."""
    entities = {entity.id: entity for entity in annotation.entities}
    names: dict[str, set[str]] = {entity.id: {plain(entity.label)} for entity in annotation.entities}
    heads: dict[str, set[int]] = {entity.id: set() for entity in annotation.entities}
    for mention in annotation.mentions:
        names[mention.entity].add(plain(mention.quote))
        heads[mention.entity].add(head_of(doc, mention.start, mention.end))
    times = {time.id: (time.start, time.end) for time in annotation.times}

    def actor(role: str, identifier: str) -> Actor:
        entity: Entity = entities[identifier]
        known = frozenset(names[identifier]), frozenset(heads[identifier])
        return Actor(role=role, names=known[0], heads=known[1], wikidata=entity.wikidata)

    events = {event.id: event for event in annotation.events}
    for claim in annotation.claims:
        event = events[claim.event]
        triggers = (event.trigger, *event.further)
        yield Record(
            cls=event.cls,
            plover=event.plover,
            verb=claim.verb,
            spans=tuple((span.start, span.end) for span in triggers),
            heads=_heads(triggers, doc),
            actors=tuple(
                actor(item.role, item.entity) for item in event.participants if item.role in DOERS | RECEIVERS
            ),
            things=tuple(
                actor(item.role, item.entity)
                for item in event.participants
                if item.role == "item" and entities[item.entity].kind in _THINGS
            ),
            earliest=event.when.earliest,
            latest=event.when.latest,
            chain=tuple(actor("source", source) if source else None for source in claim.sources),
            negative=_is_negative(event, claim),
            time=times.get(event.time or ""),
            timed=True,
            words=event.trigger.quote,
            confidence=claim.confidence,
        )


def _is_negative(event: Event, claim: Claim) -> bool:
    return event.polarity == "negative" or claim.verb == "denies"


def _heads(spans: tuple[Span, ...], doc: Doc) -> frozenset[int]:
    return frozenset(head_of(doc, span.start, span.end) for span in spans)


def head_of(doc: Doc, start: int, end: int) -> int:
    """The offset of the head word of a stretch of text, its own start where the parse has no word there."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return start if span is None or not len(span) else span.root.idx


def _ends_with(long: str, short: str) -> bool:
    return " " in short and long.endswith(f" {short}")


def plain(name: str) -> str:
    """A name without case, article and possessive, for comparison."""
    words = " ".join(name.replace("’", "'").lower().split())
    return words.removeprefix("the ").removesuffix("'s")
