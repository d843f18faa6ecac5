"""What does a person read in answer to the form: one line a claim, everybody it names together?"""

from collections.abc import Iterable
from dataclasses import dataclass

from kg import iri
from kg.dump.timeline_events import label_date
from server.pages.graph import Row, text
from server.pages.spelling import CLAIMED


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A claim about an event; `who` and `whom` may be several."""

    event: str
    claim: str
    when: str
    edtf: str
    what: str
    who: tuple[str, ...]
    whom: tuple[str, ...]
    where: tuple[str, ...]
    standing: str
    sources: tuple[str, ...]
    sentences: tuple[str, ...]
    article: str


def gather_lines(rows: Iterable[Row]) -> tuple[Line, ...]:
    """The rows of the query of `writing`, those of one claim as one line, in the order in which they came."""
    by_claim: dict[str, list[Row]] = {}
    for row in rows:
        by_claim.setdefault(text(row, "claim"), []).append(row)
    return tuple(_line(rows) for rows in by_claim.values())


def _line(rows: list[Row]) -> Line:
    first = rows[0]
    edtf = text(first, "when")
    who, whom = _distinct(rows, "who"), _distinct(rows, "whom")
    return Line(
        event=text(first, "event"),
        claim=text(first, "claim"),
        when=label_date(edtf),
        edtf=edtf,
        what=text(first, "what"),
        # In a meeting the other side is an agent too.
        who=tuple(name for name in who if name not in whom) or who,
        whom=whom,
        where=_distinct(rows, "where"),
        standing=CLAIMED.get(text(first, "verb").removeprefix(iri.ONTOLOGY), "reported"),
        sources=_distinct(rows, "source"),
        sentences=_distinct(rows, "sentence"),
        article=text(first, "article"),
    )


def _distinct(rows: list[Row], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for row in rows if (value := text(row, name))))
