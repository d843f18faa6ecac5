"""How does a passage of the reading corpus become an article with its gold records?"""

import hashlib
import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.annotate.reader.corpus import GoldTrigger, MarkedEvent, Passage, Words, find_gold, find_span
from kg.evaluate.gold import DOERS, RECEIVERS, Actor, Record, head_of, plain
from kg.model import Article, When


def article_of(passage: Passage) -> Article:
    """The passage as an article of body text, published on its day."""
    day = passage.date
    return Article(
        key=passage.id.lower(),
        text=passage.text,
        sha256=hashlib.sha256(passage.text.encode()).hexdigest(),
        segments=(),
        published=When(edtf=day.isoformat(), earliest=day, latest=day, basis="metadata") if day else None,
    )


def passage_records(passage: Passage, doc: Doc) -> tuple[Record, ...]:
    """The gold of a passage, one record for each marked event, in the order of the marks."""
    told: dict[int, list[GoldTrigger]] = {}
    for trigger in find_gold(doc, passage):
        told.setdefault(trigger.event, []).append(trigger)
    return tuple(_record(doc, told[number]) for number in sorted(told))


def _record(doc: Doc, triggers: list[GoldTrigger]) -> Record:
    marked, first = triggers[0].marked, doc[triggers[0].token].idx
    words = find_span(doc, marked.time, first) if marked.time else None
    return Record(
        cls=marked.cls,
        plover=marked.plover,
        verb=marked.verb,
        spans=tuple((doc[x.token].idx, doc[x.token].idx + len(doc[x.token])) for x in triggers),
        heads=frozenset(doc[trigger.token].idx for trigger in triggers),
        actors=tuple(_actors(doc, marked, first, DOERS | RECEIVERS)),
        things=tuple(_actors(doc, marked, first, frozenset({"item"}))),
        earliest=None,
        latest=None,
        dated=False,
        chain=tuple(_actor(doc, "source", source, first) if source else None for source in marked.src),
        negative=marked.verb == "denies",
        time=(words.start_char, words.end_char) if words is not None else None,
        timed=True,
        words=marked.t,
    )


def _actors(doc: Doc, marked: MarkedEvent, near: int, roles: frozenset[str]) -> Iterator[Actor]:
    for role, given in marked.roles.items():
        yield from (_actor(doc, role, words, near) for words in given if role in roles)


def _actor(doc: Doc, role: str, given: Words, near: int) -> Actor:
    """The actor of the marked words; a name is the same wherever it stands, since the marks give it for a pronoun."""
    words = given if isinstance(given, str) else given[0]
    span = find_span(doc, given, near)
    heads = set() if span is None else {span.root.idx}
    if words[:1].isupper():
        starts = (found.start() for found in re.finditer(re.escape(words), doc.text))
        heads |= {head_of(doc, start, start + len(words)) for start in starts}
    return Actor(role=role, names=frozenset({plain(words)}), heads=frozenset(heads))
