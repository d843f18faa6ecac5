"""How well are the time expressions of TimeML files found?

The measures of TempEval-3 (UzZaman et al., 2013): F1 of expressions that overlap (relaxed), that have the same
offsets (strict), and that overlap with the same TIMEX3 value. The two ends of a range ("from 2014 to 2016") are
told apart, as TimeML has them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]
from spacy.language import Language

from kg.annotate.times.find import find_times
from kg.errors import InputError
from kg.model import Timex, When


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldTime:
    """A time expression of a TimeML file: offsets into its text, end exclusive, and TIMEX3 value."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeMLDocument:
    """A TimeML file: the words of its TEXT, its creation day (None when not a full date) and its expressions."""

    text: str
    created: date | None
    times: tuple[GoldTime, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeScores:
    """F1 scores, 0 to 1, and how many expressions the files have and how many were found."""

    gold: int
    found: int
    relaxed: float
    strict: float
    value: float


def read_timeml(path: Path) -> TimeMLDocument:
    """One TimeML file; raises InputError when it is no XML or has no TEXT."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise InputError(f"{path} cannot be read as TimeML: {error}") from error
    body = root.find("TEXT")
    if body is None:
        raise InputError(f"{path} has no TEXT element; is it a TimeML file of TempEval-3?")
    pieces, times, _ = _read_element(body, 0)
    created = root.find("DCT/TIMEX3")
    value = created.get("value", "") if created is not None else ""
    return TimeMLDocument(text="".join(pieces), created=_day(value), times=tuple(times))


def evaluate_timeml(documents: Sequence[TimeMLDocument], nlp: Language) -> TimeScores:
    """The scores over all documents together."""
    return score_times([document.times for document in documents], [_find(document, nlp) for document in documents])


def score_times(gold: Sequence[Sequence[GoldTime]], found: Sequence[Sequence[Timex]]) -> TimeScores:
    """The scores of what was found in each document against its gold, documents in the same order."""
    pairs = [pair for one, other in zip(gold, found, strict=True) for pair in _pairs(one, other)]
    golds, founds = sum(map(len, gold)), sum(map(len, found))
    whole = golds + founds
    strict = sum((one.start, one.end) == (other.start, other.end) for one, other in pairs)
    value = sum(one.value == other.value for one, other in pairs)
    scores = [2 * hits / whole if whole else 1.0 for hits in (len(pairs), strict, value)]
    return TimeScores(gold=golds, found=founds, relaxed=scores[0], strict=scores[1], value=scores[2])


def _find(document: TimeMLDocument, nlp: Language) -> tuple[Timex, ...]:
    day = document.created
    published = When(edtf=day.isoformat(), earliest=day, latest=day, basis="metadata") if day else None
    return find_times(nlp(document.text), published, ends_apart=True)[1]


def _pairs(gold: Sequence[GoldTime], found: Sequence[Timex]) -> Iterator[tuple[GoldTime, Timex]]:
    """Each gold expression with the first that overlaps it, each used once; both are in text order."""
    index = 0
    for one in gold:
        while index < len(found) and found[index].end <= one.start:
            index += 1
        if index < len(found) and found[index].start < one.end:
            yield one, found[index]
            index += 1


def _read_element(element: etree._Element, offset: int) -> tuple[list[str], list[GoldTime], int]:
    """The words in an element, its expressions, and the offset after it."""
    pieces, times, start = [element.text or ""], [], offset
    offset += len(pieces[0])
    for child in element:
        inner, inner_times, offset = _read_element(child, offset)
        pieces += [*inner, child.tail or ""]
        times += inner_times
        offset += len(child.tail or "")
    if element.tag == "TIMEX3":
        times.insert(0, GoldTime(start=start, end=offset, value=element.get("value", "")))
    return pieces, times, offset


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
