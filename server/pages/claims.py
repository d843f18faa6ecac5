"""Who says so, on whose word, and in which sentence?

The claims about an event, in an article, or one claim, each with its chain of sources from the one that the article
names first to the innermost, and the passages that it rests on.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kg import iri
from kg.store.snapshot import Snapshot
from server.pages.graph import Row, Selecting, text
from server.pages.texts import Piece, find_article, quote_in_context


class Source(NamedTuple):
    """Somebody in a chain; an unnamed source has neither IRI nor label."""

    iri: str
    label: str


class Passage(NamedTuple):
    """A quote: its offsets in the article's text and its context."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimView:
    """A claim as a page shows it."""

    iri: str
    verb: str
    event: str
    certainty: str
    confidence: str
    rule: str
    article: str
    headline: str
    chain: tuple[Source, ...]
    passages: tuple[Passage, ...]


def read_claims(graph: Selecting, snapshot: Snapshot | None, **bound: str) -> list[ClaimView]:
    """The claims with `event`, `article` or `claim` bound to an IRI, in the order of their passages.

    A snapshot has the articles' texts; without one the context of a quote is what the graph holds of it.
    """
    steps = _by_claim(graph.select("sources", **bound))
    passages = _by_claim(graph.select("evidence", **bound))
    rows = {text(row, "claim"): row for row in graph.select("claims", **bound)}
    views = [_view(snapshot, row, steps[name], passages[name]) for name, row in rows.items()]
    return sorted(views, key=lambda view: (view.article, view.passages[0].start if view.passages else 0, view.iri))


def _by_claim(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[text(row, "claim")].append(row)
    return found


def _view(snapshot: Snapshot | None, row: Row, steps: list[Row], passages: list[Row]) -> ClaimView:
    name = text(row, "claim")
    return ClaimView(
        iri=name,
        verb=text(row, "verb").removeprefix(iri.ONTOLOGY),
        event=text(row, "event"),
        certainty=text(row, "certainty"),
        confidence=text(row, "confidence"),
        rule=text(row, "rule"),
        article=text(row, "article"),
        headline=text(row, "headline"),
        chain=tuple(_chain(name, steps)),
        passages=tuple(sorted(_passage(snapshot, passage) for passage in passages)),
    )


def _chain(claim: str, steps: list[Row]) -> list[Source]:
    by_step = {text(row, "step"): row for row in steps}
    chain: list[Source] = []
    step = claim
    while step in by_step:
        row = by_step.pop(step)
        chain.append(Source(text(row, "source"), text(row, "label") or text(row, "source")))
        step = text(row, "next")
    return chain


def _passage(snapshot: Snapshot | None, row: Row) -> Passage:
    start, end = int(text(row, "start")), int(text(row, "end"))
    article = find_article(snapshot, iri.local_path(text(row, "article")) or "") if snapshot else None
    if article is not None and article.text[start:end] == text(row, "exact"):
        return Passage(start, end, tuple(quote_in_context(article, start, end)))
    pieces = (Piece(text(row, "before"), False), Piece(text(row, "exact"), True), Piece(text(row, "after"), False))
    return Passage(start, end, tuple(piece for piece in pieces if piece.text))
