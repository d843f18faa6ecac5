"""What will make a query slow, before it runs?

`/cost?query=…` looks at the query alone and says what no index helps with: parts that share no variable, so that
everything is paired with everything; patterns that every triple matches; paths of any length between two unknowns.
It runs nothing, and an empty list is no promise.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flask import Blueprint, Response, json, request

from kg.settings import ServeSettings
from kg.vocabulary import PREFIXES
from server.grammar.danger import inspect
from server.grammar.patterns import Piece, take_apart
from server.grammar.syntax import refuse_syntax
from server.grammar.tokens import place_of, tokens
from server.grammar.tree import read_tree
from server.http import refusals
from server.served import Served
from server.sparql.empty import LONGEST

_JOINED = frozenset({"pattern", "block", "graph", "values", "subquery"})

_LINKING = frozenset({"bind", "optional"})
"""Pieces that can join others and multiply nothing themselves."""


class Remark(NamedTuple):
    """What will cost: the piece of the query, the offset of its first character, and why."""

    piece: str
    offset: int
    said: str


def create_cost_blueprint(served: Served, settings: ServeSettings) -> Blueprint:
    """The blueprint of `/cost`."""
    blueprint = Blueprint("cost", __name__)

    @blueprint.get("/cost")
    def cost() -> Response:
        text = request.args.get("query", "")
        inspect(text, PREFIXES)
        remarks = find_costs(text, sum(served.snapshot().manifest.counts.values()))
        places = [place_of(text, remark.offset) for remark in remarks]
        body = {
            "limit": settings.timeout,
            "remarks": [
                {"part": remark.piece, "detail": remark.said, "line": line, "column": column}
                for remark, (line, column) in zip(remarks, places, strict=True)
            ],
        }
        return Response(json.dumps(body), content_type="application/json")

    return blueprint


def find_costs(text: str, triples: int) -> tuple[Remark, ...]:
    """What will make a query over so many triples slow; raises Refusal for what is no query or too long."""
    if len(text) > LONGEST:
        raise refusals.too_long(len(text), LONGEST)
    tree = read_tree(text)
    if tree is None:
        raise refuse_syntax(text, PREFIXES)
    query = take_apart(tree)
    return () if query is None else tuple(_in_group(query.group, triples))


def _in_group(pieces: Sequence[Piece], triples: int) -> Iterator[Remark]:
    joined = [piece for piece in pieces if piece.kind in _JOINED]
    for piece in _unconnected(pieces):
        said = "This shares no variable with what stands before it: each of its solutions is paired with all of those"
        yield Remark(piece.text, piece.offset, said)
    for piece in joined:
        if piece.inside:
            yield from _in_group(piece.inside, triples)
        elif piece.kind != "pattern" or any(one is not piece and one.variables & piece.variables for one in joined):
            continue
        elif len(piece.variables) >= 3:
            yield Remark(piece.text, piece.offset, f"Every triple matches this: all {triples} are read")
        elif len(piece.variables) == 2 and _is_endless_path(piece):
            yield Remark(piece.text, piece.offset, "A path of any length is followed from everything to everything")


def _unconnected(pieces: Sequence[Piece]) -> list[Piece]:
    """The first piece of each set of pieces that has no variable in common with the sets before it."""
    sets: list[tuple[Piece, set[str]]] = []
    for piece in pieces:
        if not piece.variables or piece.kind not in _JOINED | _LINKING:
            continue
        touched = [one for one in sets if one[1] & piece.variables]
        if not touched:
            sets.append((piece, set(piece.variables)))
            continue
        touched[0][1].update(piece.variables, *(one[1] for one in touched[1:]))
        sets = [one for one in sets if one not in touched[1:]]
    return [piece for piece, _ in sets[1:] if piece.kind in _JOINED]


def _is_endless_path(piece: Piece) -> bool:
    return any(token.text in {"*", "+"} for token in tokens(piece.text) if token.kind == "sign")
