"""What does a passage of the reading corpus say, and is it well formed?

The form and the rules of marking stand in `seeds/reading/README.md`. `python -m kg.annotate.reader.corpus` checks
every span of every passage.
"""

import datetime
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import click
from pydantic import Field, ValidationError
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.annotate.engine import LinkName
from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.model import Certainty, EventClass, Plover, Record, Rejection, Role, Verb

CORPUS = "seeds/reading"
SEALED, DEVELOPMENT = 0, 1
"""The fold that is only scored, never read or trained on, and the fold that rules are tuned on."""

Words: TypeAlias = str | tuple[str, int]
"""A substring of the text, or a substring and which of its occurrences (1 is the first)."""


class MarkedEvent(Record):
    """One event under one claim, as marked by hand; `t` is the trigger, its `n`-th occurrence."""

    t: str
    n: int = 1
    cls: EventClass = Field(alias="class")
    type: str
    plover: Plover | None
    mode: str | None = None
    verb: Verb
    src: tuple[Words | None, ...] = ()
    certainty: Certainty | None = None
    roles: dict[Role, tuple[Words, ...]] = Field(default_factory=dict)
    place: Words | None = None
    time: Words | None = None
    also: tuple[Words, ...] = ()

    def triggers(self) -> tuple[tuple[str, int], ...]:
        """Every mention of the event, the marked one first."""
        return (self.t, self.n), *((words, 1) if isinstance(words, str) else words for words in self.also)

    def linked(self) -> Iterator[tuple[LinkName, Words]]:
        """The arguments, each under the name of its link; of a chain of sources only the innermost."""
        if self.place:
            yield "place", self.place
        if self.time:
            yield "time", self.time
        if self.src and self.src[-1] is not None:
            yield "src", self.src[-1]
        for role, spans in self.roles.items():
            for words in spans:
                yield role, words


class Passage(Record):
    """A few sentences or a short article, with the events that they tell; `none` only looks like triggers."""

    id: str
    date: datetime.date | None = None
    text: str
    events: tuple[MarkedEvent, ...]
    none: tuple[Words, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldTrigger:
    """A mention of the passage's event number `event`, by token; `links` are the head tokens of its arguments."""

    token: int
    event: int
    marked: MarkedEvent
    links: tuple[tuple[int, LinkName], ...]


def read_corpus(folder: Path | None = None) -> Iterator[Passage]:
    """All passages, in file and line order; OntologyError at the first malformed line."""
    return (passage for _, passage in read_genres(folder))


def read_genres(folder: Path | None = None) -> Iterator[tuple[str, Passage]]:
    """All passages, each after the name of its file, which is its genre; OntologyError as `read_corpus`."""
    for path, number, line in _lines(folder or find_data(CORPUS)):
        passage = _passage(path, number, line)
        if isinstance(passage, Rejection):
            raise OntologyError(f"{path}:{number}: {passage.reason}; {passage.remedy}")
        yield path.stem, passage


def fold(passage: Passage) -> int:
    """Which fifth of the corpus a passage belongs to (0 to 4): it depends on its identifier alone."""
    return int(hashlib.sha1(passage.id.encode(), usedforsecurity=False).hexdigest(), 16) % 5


def find_faults(folder: Path) -> Iterator[Rejection]:
    """Everything that is wrong in a corpus: malformed lines, identifiers used twice, spans not in their text."""
    seen: set[str] = set()
    for path, number, line in _lines(folder):
        passage = _passage(path, number, line)
        if isinstance(passage, Rejection):
            yield passage
            continue
        if passage.id in seen:
            yield _fault(path, number, f"{passage.id} is used twice", "rename it")
        seen.add(passage.id)
        for words in absent_words(passage):
            yield _fault(path, number, f"not in the text: {words}", "copy it exactly")
    if not seen:
        yield Rejection(source=str(folder), reason="no passage stands in it", remedy="name a folder of *.jsonl files")


def _passage(path: Path, number: int, line: bytes) -> Passage | Rejection:
    """The passage of one line, or what is wrong with the first wrong field of it."""
    try:
        return Passage.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        reason = f"{field}: {first['msg']}" if field else first["msg"]
        return _fault(path, number, reason, "see the form in README.md")


def _fault(path: Path, number: int, reason: str, remedy: str) -> Rejection:
    return Rejection(source=str(path), place=f"line {number}", reason=reason, remedy=remedy)


def find_gold(doc: Doc, passage: Passage) -> tuple[GoldTrigger, ...]:
    """The marked triggers of a parsed passage, in token order; one token tells one event, the first marked."""
    found: dict[int, GoldTrigger] = {}
    for number, event in enumerate(passage.events):
        for words, n in event.triggers():
            start = _nth(passage.text, words, n)
            token = _head(doc, start, len(words))
            if token is not None and token not in found:
                links = _gold_links(doc, event, start)
                found[token] = GoldTrigger(token=token, event=number, marked=event, links=links)
    return tuple(found[token] for token in sorted(found))


def _gold_links(doc: Doc, event: MarkedEvent, trigger: int) -> tuple[tuple[int, LinkName], ...]:
    links: dict[int, LinkName] = {}
    for link, given in event.linked():
        span = find_span(doc, given, trigger)
        if span is not None:
            links.setdefault(span.root.i, link)
    return tuple(sorted(links.items()))


def find_span(doc: Doc, given: Words, near: int) -> DocSpan | None:
    """The marked words in a parsed passage: the occurrence that is named, else the nearest to the offset `near`."""
    words, n = (given, None) if isinstance(given, str) else given
    start = _nearest(doc.text, words, near) if n is None else _nth(doc.text, words, n)
    return doc.char_span(start, start + len(words), alignment_mode="expand") if start >= 0 else None


def _head(doc: Doc, start: int, length: int) -> int | None:
    span = doc.char_span(start, start + length, alignment_mode="expand") if start >= 0 else None
    return None if span is None else span.root.i


def _starts(text: str, words: str) -> Sequence[int]:
    return [found.start() for found in re.finditer(f"(?={re.escape(words)})", text)]


def _nth(text: str, words: str, n: int) -> int:
    starts = _starts(text, words)
    return starts[n - 1] if len(starts) >= n else -1


def _nearest(text: str, words: str, offset: int) -> int:
    return min(_starts(text, words), key=lambda start: abs(start - offset), default=-1)


def absent_words(passage: Passage) -> Iterator[str]:
    """The marked words that the text lacks, each with the number of its occurrence."""
    given = list(passage.none)
    for event in passage.events:
        given += [(event.t, event.n), *event.also, *(words for _, words in event.linked())]
        given += [words for words in event.src if words is not None]
    for words in given:
        part, n = (words, 1) if isinstance(words, str) else words
        if not part or not 1 <= n <= len(_starts(passage.text, part)):
            yield f"{part!r} ({n})"


def _lines(folder: Path) -> Iterator[tuple[Path, int, bytes]]:
    for path in sorted(folder.glob("*.jsonl")):
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield path, number, line


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path), required=False)
def validate(folder: Path | None) -> None:
    """Check every span and label of a reading corpus (default: the one that ships)."""
    folder = folder or find_data(CORPUS)
    faults = tuple(find_faults(folder))
    for fault in faults:
        click.echo(f"{fault.source}, {fault.place}: {fault.reason} ({fault.remedy})")
    click.echo(f"{sum(1 for _ in _lines(folder))} passages, {len(faults)} faults")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    validate()
