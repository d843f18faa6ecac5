"""Between which days was an article written, by the offices that it gives people?

Whoever is called president without a "former" or "then" has become one by then. That the term has not ended is less
sure, since history is told with the titles of its time: it takes two people whose terms meet, each in a sentence
without a date.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from spacy.tokens import Doc

from kg.annotate.actors import Cast, Held
from kg.annotate.times import PublicationHint
from kg.edtf import edtf_label
from kg.model import Tenure, Timex

_ENOUGH = 2


def office_hints(doc: Doc, cast: Cast, times: Sequence[Timex]) -> tuple[PublicationHint, ...]:
    """A hint for each term that the gazetteer knows of an office held in the article, in the order of the text.

    A term that ended before another one began is history and gives none.
    """
    terms = {tenure.id: tenure for tenure in cast.tenures if tenure.when is not None}
    held = [place for place in cast.held if place.tenure in terms and not place.former]
    if not held:
        return ()
    latest_start = max((start for place in held if (start := _start(terms[place.tenure]))), default=date.min)
    current = [place for place in held if (_end(terms[place.tenure]) or date.max) >= latest_start]
    undated = {place.tenure for place in current if not _is_dated(doc, place, times)}
    both = len({place.entity for place in current if place.tenure in undated}) >= _ENOUGH
    ends = undated if both else set()
    return tuple(_hints(cast, [terms[key] for key in dict.fromkeys(place.tenure for place in current)], ends))


def _hints(cast: Cast, terms: Sequence[Tenure], ends: set[str]) -> Iterator[PublicationHint]:
    for term in terms:
        if term.when is None:
            continue
        why = f"{cast.entity(term.person).label} is called {term.post}, who was it {edtf_label(term.when.edtf)}"
        latest = _end(term) if term.id in ends else None
        if _start(term) or latest:
            yield PublicationHint(why=why, earliest=_start(term), latest=latest)


def _start(term: Tenure) -> date | None:
    return term.when.earliest if term.when else None


def _end(term: Tenure) -> date | None:
    return term.when.latest if term.when else None


def _is_dated(doc: Doc, place: Held, times: Sequence[Timex]) -> bool:
    """Whether the sentence tells a year, so that the title may be of that year."""
    span = doc.char_span(place.start, place.end, alignment_mode="expand")
    if span is None:
        return True
    first, last = span.root.sent.start_char, span.root.sent.end_char
    return any(first <= time.start < last and time.edtf is not None and time.basis == "stated" for time in times)
