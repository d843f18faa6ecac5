"""Does a piece of a query have a solution?

Pieces of one query are put together again into smaller queries, each of them asked of a worker as any query is. All
of them together have the time of one query.
"""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.vocabulary import shorten
from server.grammar.patterns import Piece, Query
from server.http import refusals
from server.http.clients import current_client
from server.workers.frames import Question
from server.workers.limits import Pool

_MOST_QUESTIONS = 60
_MOST_NAMES = 10_000
_SAMPLES = 3


class OutOfTime(Exception):
    """The time of all questions together, or their number, is used up."""


class Prober:
    """Asks about the pieces of one query; `questions` counts what it asked."""

    def __init__(self, pool: Pool, question: Question, query: Query) -> None:
        self._pool = pool
        self._question = question
        self._query = query
        self._until = time.monotonic() + question.seconds
        self.questions = 0

    def answers(self) -> bool:
        """Whether the query as it stands, a SELECT or ASK, has an answer."""
        found = json.loads(self._run(self._question.text))
        return bool(found.get("boolean", found.get("results", {}).get("bindings")))

    def holds(self, pieces: Sequence[str], wrap: tuple[str, str] = ("", "")) -> bool:
        """Whether a group of these pieces, in the block that stands around them, has a solution."""
        found = json.loads(self._ask(f"ASK {self._query.dataset} {{ {wrap[0]}{' . '.join(pieces)}{wrap[1]} }}"))
        return bool(found["boolean"])

    def samples(self, names: Iterable[str], pieces: Sequence[str], wrap: tuple[str, str] = ("", "")) -> list[str]:
        """Some solutions of a group in these variables, each as a text."""
        ordered = sorted(names)
        rows = self._select(ordered, f"{wrap[0]}{' . '.join(pieces)}{wrap[1]}", _SAMPLES) if ordered else []
        return [", ".join(f"{name} = {_shown(row[name[1:]])}" for name in ordered if name[1:] in row) for row in rows]

    def names(self, pattern: str) -> list[str]:
        """Every IRI that `?name` has in a pattern of ours."""
        rows = self._select(["?name"], pattern, _MOST_NAMES)
        return [row["name"]["value"] for row in rows if row["name"]["type"] == "uri"]

    def _select(self, names: list[str], group: str, limit: int) -> list[dict[str, dict[str, str]]]:
        select = f"SELECT DISTINCT {' '.join(names)} {self._query.dataset} {{ {group} }} LIMIT {limit}"
        found: list[dict[str, dict[str, str]]] = json.loads(self._ask(select))["results"]["bindings"]
        return found

    def _ask(self, text: str) -> bytes:
        return self._run(f"{self._query.prologue}\n{text}")

    def _run(self, text: str) -> bytes:
        left = self._until - time.monotonic()
        if left <= 0 or self.questions >= _MOST_QUESTIONS:
            raise OutOfTime
        self.questions += 1
        try:
            question = replace(self._question, text=text, seconds=left, max_rows=_MOST_NAMES)
            return self._pool.ask(question, client=current_client()).read()
        except refusals.Refusal as refusal:
            if refusal.status in {422, 503}:
                raise OutOfTime from refusal
            raise


def texts(pieces: Iterable[Piece]) -> list[str]:
    """The texts of pieces."""
    return [piece.text for piece in pieces]


def _shown(term: dict[str, str]) -> str:
    if term["type"] != "literal":
        return shorten(term["value"])
    value = json.dumps(term["value"], ensure_ascii=False)
    if "xml:lang" in term:
        return f"{value}@{term['xml:lang']}"
    return f"{value}^^{shorten(term['datatype'])}" if "datatype" in term else value
