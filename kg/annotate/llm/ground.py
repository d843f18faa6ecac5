"""Where in the article do the words stand that the model quotes?

A quote counts only where it stands word for word, from a token's start to a token's end; only a run of white space
may differ. Of several places the one is meant that is in, or nearest to, the sentence quoted with it. What stands
nowhere, and what stands in several places with nothing to tell them apart, is dropped and counted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from spacy.tokens import Doc, Span

from kg.annotate.engine import Argument, LinkName, Trigger
from kg.annotate.llm.answer import Answer, ToldEvent
from kg.annotate.llm.passages import Passage
from kg.annotate.llm.tally import Tally
from kg.model import EventClass, Plover, Role, Verb

UNKNOWN = 0.5
"""The probability of an event: a chat model gives none, and even odds say that nothing is known."""
VERIFIED = 0.9
"""That of a link whose words stand in the text: it outweighs one objection of the parse (`kg.annotate.arguments`)."""
OUTER = 0.6
"""That of a source around the innermost one."""
LONGEST_TRIGGER = 12
"""Tokens; a longer quote is a clause, no trigger."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """The text that quotes are looked for in; token indices by the offsets where tokens start, and (+ 1) end."""

    doc: Doc
    text: str
    starts: Mapping[int, int]
    ends: Mapping[int, int]

    def places(self, passage: Passage, quote: str) -> list[Span]:
        """Where a quote stands in a passage, in text order."""
        words = quote.split()
        if not words:
            return []
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        found = (match.span() for match in pattern.finditer(self.text, passage.start, passage.end))
        return [
            self.doc[self.starts[start] : self.ends[end]]
            for start, end in found
            if start in self.starts and end in self.ends
        ]


def make_ground(doc: Doc) -> Ground:
    """The ground of an article's quotes."""
    return Ground(
        doc=doc,
        text=doc.text,
        starts={token.idx: token.i for token in doc},
        ends={token.idx + len(token): token.i + 1 for token in doc},
    )


def ground_answer(ground: Ground, passage: Passage, answer: Answer, tally: Tally) -> Iterator[Trigger]:
    """The triggers of an answer about a passage; what is dropped is counted in `tally`."""
    tally.dropped["malformed"] += answer.malformed
    for told in answer.events:
        trigger = _ground_event(ground, passage, told, tally)
        if trigger is not None:
            yield trigger


def _ground_event(ground: Ground, passage: Passage, told: ToldEvent, tally: Tally) -> Trigger | None:
    if told.event_class not in get_args(EventClass) or told.verb not in get_args(Verb):
        tally.dropped["label"] += 1
        return None
    span = _find_trigger(ground, passage, told, tally)
    if span is None:
        return None
    return Trigger(
        token=span.root.i,
        start=span.start,
        end=span.end,
        cls=cast(EventClass, told.event_class),
        plover=_category(told.plover, tally),
        verb=cast(Verb, told.verb),
        probability=UNKNOWN,
        arguments=_arguments(ground, passage, told, span, tally),
        rule="llm",
    )


def _category(label: str | None, tally: Tally) -> Plover | None:
    if label is None or label in get_args(Plover):
        return cast(Plover | None, label)
    tally.dropped["label"] += 1
    return None


def _find_trigger(ground: Ground, passage: Passage, told: ToldEvent, tally: Tally) -> Span | None:
    places = [place for place in ground.places(passage, told.trigger) if len(place) <= LONGEST_TRIGGER]
    if not places:
        tally.dropped["quote"] += 1
        return None
    place = places[0] if len(places) == 1 else _meant(places, ground.places(passage, told.sentence), told.occurrence)
    if place is None:
        tally.dropped["ambiguous"] += 1
    return place


def _meant(places: Sequence[Span], sentences: Sequence[Span], occurrence: int) -> Span | None:
    """The one of several places that a quoted sentence tells apart, if that stands in one place itself."""
    if len(sentences) != 1:
        return None
    inside = [place for place in places if _holds(sentences[0], place)]
    if not inside:
        return min(places, key=lambda place: _distance(place, sentences[0]))
    if len(inside) == 1:
        return inside[0]
    return inside[occurrence - 1] if 1 <= occurrence <= len(inside) else None


def _arguments(
    ground: Ground, passage: Passage, told: ToldEvent, trigger: Span, tally: Tally
) -> tuple[Argument, ...]:
    """The verified arguments, ordered by token; a word has one role, and can be a source besides."""
    found: dict[tuple[int, bool], Argument] = {}
    for quote, link, probability in _links(told, tally):
        places = ground.places(passage, quote)
        if places:
            token = _nearest(places, trigger).root.i
            found.setdefault((token, link == "src"), Argument(token=token, link=link, probability=probability))
        else:
            tally.dropped["quote"] += 1
    return tuple(found[place] for place in sorted(found))


def _links(told: ToldEvent, tally: Tally) -> Iterator[tuple[str, LinkName, float]]:
    for item in told.roles:
        if item.role in get_args(Role):
            yield item.quote, cast(Role, item.role), VERIFIED
        else:
            tally.dropped["label"] += 1
    if told.place:
        yield told.place, "place", VERIFIED
    if told.time:
        yield told.time, "time", VERIFIED
    for depth, quote in enumerate(reversed(told.sources)):
        yield quote, "src", OUTER if depth else VERIFIED


def _nearest(places: Sequence[Span], trigger: Span) -> Span:
    """The nearest place in the trigger's sentence, else before it (where antecedents stand), else after it."""
    sentence = trigger.root.sent
    return min(
        places,
        key=lambda place: (_farness(sentence, place), _distance(place, trigger)),
    )


def _farness(sentence: Span, place: Span) -> int:
    if _holds(sentence, place):
        return 0
    return 1 if place.start < sentence.start else 2


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
