"""What can be asked of a connection?"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from dateline.answers import Members, Source
from dateline.folder import Folder
from dateline.names import Given, expand, to_term
from dateline.remote import Server
from dateline.table import records_frame, to_frame
from kg.errors import UsageError
from kg.vocabulary import shorten
from server.pages.citation import Style

if TYPE_CHECKING:
    import pandas

_EVENTS = {
    "event": "object", "label": "object", "class": "object", "type": "object", "when": "object", "edtf": "object",
    "earliest": "datetime64[s]", "latest": "datetime64[s]", "basis": "object", "standing": "object",
    "place": "object", "who": "object",
}  # fmt: skip
_PASSAGES = {
    "claim": "object", "verb": "object", "event": "object", "sources": "object", "certainty": "object",
    "confidence": "Float64", "article": "object", "headline": "object", "start": "Int64", "end": "Int64",
    "before": "object", "quote": "object", "after": "object",
}  # fmt: skip
_STEPS = {
    "proof": "Int64", "step": "Int64", "subject": "object", "predicate": "object", "object": "object",
    "rule": "object", "premises": "object",
}  # fmt: skip


class Truncated(UserWarning):
    """An answer was cut at the server's limit: it is not the whole one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Why a triple holds: the steps of its proofs, conclusions first, and the sentences that they rest on."""

    statement: tuple[str, str, str]
    steps: pandas.DataFrame
    evidence: pandas.DataFrame


class Connection:
    """A server, or a folder on this machine, that answers in DataFrames."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._last: str | None = None

    def __repr__(self) -> str:
        return repr(self._source)

    @property
    def snapshot(self) -> str:
        """The id of the snapshot that answers: a hash of its content."""
        return self._source.snapshot()

    def query(self, text: str, *, short: bool = True) -> pandas.DataFrame | bool:
        """The answer of a SPARQL query: a DataFrame with a row for each solution or triple, or the truth of an ASK.

        Our prefixes need no declaration. `short=False` writes IRIs whole. Warns with `Truncated` when the server
        cut the answer, whose `attrs["truncated"]` then holds the number of rows. Raises QueryError, and
        LookupUnavailable when the server does not answer.
        """
        found = self._source.ask(text)
        self._last = text
        if found.truth is not None:
            return found.truth
        frame = to_frame(found.names, found.rows, short=short)
        if found.cut is not None:
            frame.attrs["truncated"] = found.cut
            warnings.warn(f"the server cut the answer after {found.cut} rows", Truncated, stacklevel=2)
        return frame

    def timeline(
        self,
        *,
        actor: str = "",
        kind: str = "",
        standing: str | Sequence[str] = "asserted",
        start: str = "",
        end: str = "",
        words: str = "",
    ) -> pandas.DataFrame:
        """The events, earliest first; without `standing`, only what some article asserts in its own voice.

        `actor` is the IRI of an actor or place, `kind` a class as `Visit`, `standing` one or several of asserted,
        reported, envisaged, denied, contested, or `all`; `start` and `end` are days as `2014-05-03`. An open end of
        a date is a missing value; `edtf` holds the date as it is known, `when` in words.
        """
        filters = {"actor": expand(actor) if actor else "", "class": kind, "start": start, "end": end, "words": words}
        standings = [standing] if isinstance(standing, str) else list(standing)
        found = self._source.events({**filters, "standing": standings})
        return records_frame([_event(item) for item in found], _EVENTS)

    def evidence(self, iri: str) -> pandas.DataFrame:
        """The sentences that speak of an event, claim, article, actor or place, one row a quote.

        `start` and `end` are offsets of Python strings in the article's text; `sources` names the chain from the one
        that the article names first to the innermost, None where it is unnamed.
        """
        return _passages(self._source.evidence(expand(iri)))

    def explain(self, subject: str, predicate: str, value: Given, *, proofs: int = 1) -> Explanation:
        """Why a triple holds, by up to `proofs` proofs, smallest first; raises QueryError when it does not."""
        term = to_term(value)
        written = term.value if isinstance(term, NamedNode) else str(term)
        found = self._source.explain((expand(subject), expand(predicate), written), proofs)
        steps = [_step(number, step) for number, proof in enumerate(found["proofs"], 1) for step in proof["steps"]]
        return Explanation(
            statement=_short(found["statement"]),
            steps=records_frame(steps, _STEPS),
            evidence=_passages(found["claims"]),
        )

    def cite(self, query: str | None = None, style: Style = "bibtex") -> str:
        """A citation of a query's answer, of the last query if none is given: `bibtex`, `ris` or `csl-json`."""
        text = query or self._last
        if text is None:
            raise UsageError("nothing was asked yet; give the query to cite")
        return self._source.cite(text, style)


def connect(where: str | Path, *, seconds: float = 600.0) -> Connection:
    """A connection to a server by its address, or to a folder of dumps or data by its path.

    `seconds` is how long a server may keep silent. Raises UsageError for what is neither, StoreError for a folder
    that cannot be read.
    """
    if not where or not isinstance(where, str | Path):
        raise UsageError(f"{where!r} is neither an address nor a folder; give http://127.0.0.1:8000 or a path")
    if isinstance(where, str) and "://" in where:
        return Connection(Server(where, seconds))
    return Connection(Folder(Path(where)))


def _event(item: Members) -> dict[str, object]:
    who = "; ".join(f"{party['label']} ({party['role']})" for party in item["parties"])
    return {**item, "event": shorten(item["iri"]), "who": who or None}


def _passages(claims: Sequence[Members]) -> pandas.DataFrame:
    rows = [
        {
            **claim,
            **passage,
            "claim": shorten(claim["claim"]),
            "event": shorten(claim["event"]),
            "article": shorten(claim["article"]),
            "sources": [source["label"] for source in claim["sources"]],
        }
        for claim in claims
        for passage in claim["passages"]
    ]
    return records_frame(rows, _PASSAGES)


def _step(proof: int, step: Members) -> dict[str, object]:
    subject, predicate, value = _short(step["statement"])
    return {
        "proof": proof,
        "step": step["id"],
        "subject": subject,
        "predicate": predicate,
        "object": value,
        "rule": step["rule"],
        "premises": list(step["premises"]),
    }


def _short(statement: Sequence[str]) -> tuple[str, str, str]:
    subject, predicate, value = map(shorten, statement)
    return subject, predicate, value
