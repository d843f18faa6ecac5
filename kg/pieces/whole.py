"""What of a snapshot belongs to no article alone?

The ontology, the rows of the gazetteer that articles rest on, the happenings that several articles tell, what follows
from these, and what follows only from several articles together. Its lines stand on the shelf too, so that a change
tells which of them come and go.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad

from kg.dump.canonical import sort_quads
from kg.dump.parts import Part, count_parts
from kg.gazetteer.background import row_quads
from kg.gazetteer.lookup import Gazetteer
from kg.ontology.load import ontology_quads
from kg.pieces.change import Change
from kg.pieces.lines import sorted_lines, to_quads
from kg.pieces.piece import axioms
from kg.pieces.shelf import Shelf
from kg.reason.apart import Contact, contacts_of, crossing_rules
from kg.reason.compile import compile_schema
from kg.reason.infer import Inferences, infer
from kg.reason.schema import is_axiom
from kg.settings import ReasonerName


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """The lines, sorted, with their counts by part; contradictions that show only when articles are together."""

    lines: tuple[str, ...]
    counts: tuple[tuple[Part, int], ...]
    contradictions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_whole(
    shelf: Shelf,
    stated: Sequence[Quad],
    gazetteer: Gazetteer,
    change: Change,
    contacts: frozenset[Contact],
    reasoner: ReasonerName,
) -> Whole:
    """What belongs to no article alone, put on the shelf instead of what was there; told to the change as well.

    `stated` is what is said of happenings, `contacts` are those of all articles.
    """
    merges = infer(stated, axioms(), reasoner)
    kinds = {
        "ontology": _kept(shelf, "ontology") or _ontology(),
        "gazetteer": _gazetteer(shelf, gazetteer, change),
        "merges": [str(quad) for quad in (*stated, *merges.quads)],
    }
    crossing = _crossing(contacts, merges)
    together = _together(shelf, kinds, reasoner) if crossing else None
    kinds["together"] = [] if together is None else together.lines
    for kind, lines in kinds.items():
        _replace(shelf, kind, lines, change)
    every = sorted(line for lines in kinds.values() for line in lines)
    return Whole(
        lines=tuple(every),
        counts=tuple(count_parts(to_quads(every)).items()),
        contradictions=() if together is None else together.contradictions,
        notes=_notes(crossing),
    )


def whole_lines(shelf: Shelf) -> tuple[str, ...]:
    """The lines that `find_whole` left on the shelf, sorted."""
    return tuple(line for (line,) in shelf.database.execute("SELECT line FROM whole ORDER BY line"))


def _notes(crossing: Collection[str]) -> tuple[str, ...]:
    if not crossing:
        return ()
    return (f"articles were reasoned over together, in memory, because of {', '.join(crossing)}",)


def _kept(shelf: Shelf, kind: str) -> list[str]:
    return [
        line for (line,) in shelf.database.execute("SELECT line FROM whole WHERE kind = ? ORDER BY line", (kind,))
    ]


def _replace(shelf: Shelf, kind: str, lines: Iterable[str], change: Change) -> None:
    before, after = set(_kept(shelf, kind)), set(lines)
    with shelf.database:
        shelf.database.executemany("DELETE FROM whole WHERE line = ?", ((line,) for line in sorted(before - after)))
        shelf.database.executemany(
            "INSERT INTO whole VALUES (?, ?)", ((line, kind) for line in sorted(after - before))
        )
    change.gone.update(before - after)
    change.come.update(after - before)


def _ontology() -> list[str]:
    return [str(quad) for quad in sort_quads(ontology_quads())]


def _gazetteer(shelf: Shelf, gazetteer: Gazetteer, change: Change) -> list[str]:
    """What is said of the rows that articles rest on; a row that is there already is not written anew."""
    kept = set(_kept(shelf, "gazetteer"))
    rows = [row for (row,) in shelf.database.execute("SELECT row FROM background ORDER BY row")]
    if not kept:
        return [str(quad) for row in rows for quad in row_quads(gazetteer, row)]
    gone = {str(quad) for row in sorted(change.rows_gone) for quad in row_quads(gazetteer, row)}
    come = {str(quad) for row in sorted(change.rows_come) for quad in row_quads(gazetteer, row)}
    return sorted(kept - gone | come)


def _crossing(contacts: frozenset[Contact], merges: Inferences) -> tuple[str, ...]:
    """The rules that might join triples of several articles."""
    program = compile_schema(quad.triple for quad in axioms() if is_axiom(quad.predicate, quad.object))
    return crossing_rules(program, contacts | contacts_of(merges.all, lambda _: False))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Together:
    lines: list[str]
    contradictions: tuple[str, ...]


def _together(shelf: Shelf, kinds: dict[str, list[str]], reasoner: ReasonerName) -> _Together:
    """What a closure of everything holds beyond those of the articles; it takes the memory of the whole graph."""
    lines = set(sorted_lines(shelf, sorted(line for found in kinds.values() for line in found)))
    facts = list(to_quads(sorted(lines)))
    inferences = infer(facts, axioms(), reasoner)
    return _Together(
        lines=sorted({str(quad) for quad in inferences.quads} - lines), contradictions=inferences.contradictions
    )
