"""What do a gold annotation and a reading have in common, so that they can be compared?

Gold is either an annotation file (see `kg.annotate.annotation_file`) or a YAML file with `entities` and `records`,
one record a claim: `class`, `plover`, `claim`, `actors` (role and entity), `time` (day bounds), `attribution` (chain
from the article's author inwards, null for unnamed others) and `evidence` (quotes with offsets).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.annotate.annotation_file import read_annotation
from kg.annotate.yaml_text import YamlError, read_yaml
from kg.errors import InputError
from kg.model import Annotation, Article, Claim, Entity, Event, Rejection

_ROLES = {
    "hasAgent": "agent", "hasTarget": "target", "hasHost": "host", "hasGuest": "guest",
    "hasSupplier": "supplier", "hasRecipient": "recipient",
}  # fmt: skip
DOERS = frozenset({"agent", "guest", "supplier"})
RECEIVERS = frozenset({"target", "host", "recipient"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """An actor under all the names that it has in the article, lower case; `wikidata` where known."""

    role: str
    names: frozenset[str]
    wikidata: str | None = None

    def same_as(self, other: "Actor") -> bool:
        """Whether both are the same item, or share a name where one of them has no item."""
        if self.wikidata and other.wikidata:
            return self.wikidata == other.wikidata
        return bool(self.names & other.names)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One claim about one event, as both sides tell it.

    `spans` are where it stands (a gold's evidence, a reading's triggers), as (start, end); `sources` the names of the
    innermost source, None for unnamed others, absent (empty) for the article's own voice.
    """

    cls: str
    plover: str | None
    verb: str
    spans: tuple[tuple[int, int], ...]
    actors: tuple[Actor, ...]
    earliest: date | None
    latest: date | None
    source: Actor | None = None
    own_voice: bool = True


def read_gold(path: Path, article: Article) -> tuple[Record, ...]:
    """The records of a gold file; raises InputError."""
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
    return tuple(from_annotation(annotation))


def _from_yaml(record: Mapping[str, Any], entities: Mapping[str, Mapping[str, Any]]) -> Record:
    time = record.get("time", {})
    chain = record["attribution"][1:]
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
        source=_yaml_actor("source", entities[chain[-1]]) if chain and chain[-1] else None,
        own_voice=not chain,
    )


def _yaml_actor(role: str, entity: Mapping[str, Any]) -> Actor:
    names = {_plain(name) for name in (entity["label"], *entity.get("mentions", ()))}
    return Actor(role=role, names=frozenset(names), wikidata=entity.get("qid"))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def from_annotation(annotation: Annotation) -> Iterator[Record]:
    """The records of a reading, one for each claim."""
    entities = {entity.id: entity for entity in annotation.entities}
    names: dict[str, set[str]] = {entity.id: {_plain(entity.label)} for entity in annotation.entities}
    for mention in annotation.mentions:
        names[mention.entity].add(_plain(mention.quote))
    events = {event.id: event for event in annotation.events}
    for claim in annotation.claims:
        yield _from_claim(claim, events[claim.event], entities, names)


def _from_claim(claim: Claim, event: Event, entities: Mapping[str, Entity], names: Mapping[str, set[str]]) -> Record:
    def actor(role: str, identifier: str) -> Actor:
        return Actor(role=role, names=frozenset(names[identifier]), wikidata=entities[identifier].wikidata)

    innermost = claim.sources[-1] if claim.sources else None
    return Record(
        cls=event.cls,
        plover=event.plover,
        verb=claim.verb,
        spans=tuple((span.start, span.end) for span in (event.trigger, *event.further)),
        actors=tuple(actor(item.role, item.entity) for item in event.participants if item.role in DOERS | RECEIVERS),
        earliest=event.when.earliest,
        latest=event.when.latest,
        source=actor("source", innermost) if innermost else None,
        own_voice=not claim.sources,
    )


def _plain(name: str) -> str:
    words = " ".join(name.replace("’", "'").lower().split())
    return words.removeprefix("the ").removesuffix("'s")
