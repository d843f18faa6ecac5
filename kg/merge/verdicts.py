"""Which events has a reviewer called one, or not one?

A file `merges.csv` beside the annotations: `verdict` (`same` or `different`), `article`, `event`, `other article`,
`other event`, `note`. Identifiers of events hash their class and the place of their trigger, so a row holds as long
as the article's text does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from kg.happening import EventName, Verdict
from kg.model import Annotation, Rejection
from kg.verdicts import read_tables

FILE = "merges.csv"
COLUMNS = ("verdict", "article", "event", "other article", "other event", "note")


def read_verdicts(folders: Iterable[Path]) -> Iterator[Verdict | Rejection]:
    """The verdicts of the file in each of these folders that has one, row by row."""
    yield from read_tables(folders, FILE, COLUMNS, _verdict)


def newest(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Of several verdicts on one pair the last, sorted by the names of the events."""
    found = {frozenset((x.one, x.other)): x for x in verdicts}
    return tuple(sorted(found.values(), key=lambda x: (x.one.article, x.one.event, x.other.article, x.other.event)))


def find_lost(verdicts: Iterable[Verdict], annotations: Iterable[Annotation]) -> Iterator[tuple[Verdict, EventName]]:
    """The verdicts that point nowhere, each with the event that no article of these has."""
    there = {
        EventName(article=annotation.article.key, event=event.id)
        for annotation in annotations
        for event in annotation.events
    }
    for verdict in verdicts:
        yield from ((verdict, name) for name in (verdict.one, verdict.other) if name not in there)


def _verdict(path: Path, number: int, row: Sequence[str]) -> Verdict | Rejection:
    fields: Mapping[str, str] = dict(zip(COLUMNS, row, strict=False))
    try:
        one = EventName(article=fields["article"], event=fields["event"])
        other = EventName(article=fields["other article"], event=fields["other event"])
        found = Verdict.model_validate(
            {"verdict": fields["verdict"], "one": one, "other": other, "note": fields.get("note", "")}
        )
    except (KeyError, ValidationError):
        reason = f"a verdict is `same` or `different` and two events, not {','.join(row)}"
        return Rejection(source=str(path), place=f"line {number}", reason=reason, remedy="correct the row")
    if one.article == other.article:
        reason = f"both events are of {one.article}"
        remedy = "merge them in the article's annotation (`further`)"
        return Rejection(source=str(path), place=f"line {number}", reason=reason, remedy=remedy)
    return found
