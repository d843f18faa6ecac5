"""What does a place that can be asked give back?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from server.pages.citation import Style

Members: TypeAlias = Mapping[str, Any]
"""A JSON object of the server, as `/timeline.json`, `/evidence` and `/explain` give it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """A whole answer: variables and rows of terms; `truth` for ASK; `cut` says at how many rows it was cut."""

    names: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    truth: bool | None = None
    cut: int | None = None


class Source(Protocol):
    """A server, or a folder of dumps."""

    def snapshot(self) -> str:
        """The id of the snapshot that answers."""

    def ask(self, query: str) -> Answered:
        """The answer of a SPARQL query; raises QueryError for one that is refused."""

    def events(self, filters: Mapping[str, str | list[str]]) -> list[Members]:
        """The events of the timeline under the filters of `/timeline.json`."""

    def evidence(self, iri: str) -> list[Members]:
        """The claims about a thing."""

    def explain(self, terms: tuple[str, str, str], most: int) -> Members:
        """Proofs of a triple, its terms written as in the address of `/explain`."""

    def cite(self, query: str, style: Style) -> str:
        """A citation of a query's answer."""
