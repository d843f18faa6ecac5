"""What of a snapshot belongs to no article alone?

The ontology, the rows of the gazetteer that articles rest on, the happenings that several articles tell, what follows
from these, and what follows only from several articles together. Its lines stand on the shelf too, so that a change
tells which of them come and go.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode

from kg.dump.canonical import sort_quads
from kg.dump.parts import Part, part_of
from kg.gazetteer.background import row_quads
from kg.gazetteer.lookup import Gazetteer
from kg.happening import EventName, Happening, Tie
from kg.merge.quads import happening_quads
from kg.ontology.load import ontology_quads
from kg.pieces.change import Change
from kg.pieces.happened import Happened
from kg.pieces.lines import sorted_lines, to_quads
from kg.pieces.making import axioms
from kg.pieces.shelf import Shelf
from kg.reason.apart import Contact, contacts_of, crossing_rules
from kg.reason.compile import compile_schema
from kg.reason.infer import infer
from kg.reason.schema import is_axiom
from kg.settings import ReasonerName
from kg.vocabulary import DL, RDF

_IS_HAPPENING = f" {RDF.type} {DL.Happening} "


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """The lines, sorted, with their counts by part; how many happenings they tell of; contradictions that show only
    when articles are together.
    """

    lines: tuple[str, ...]
    counts: tuple[tuple[Part, int], ...]
    happenings: int
    contradictions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_whole(
    shelf: Shelf,
    happened: Happened,
    gazetteer: Gazetteer,
    change: Change,
    contacts: frozenset[Contact],
    reasoner: ReasonerName,
) -> Whole:
    """What belongs to no article alone, put on the shelf instead of what was there; told to the change as well.

    `contacts` are those of all articles.
    """
    kinds = {
        "ontology": _kept(shelf, "ontology") or _ontology(),
        "gazetteer": _gazetteer(shelf, gazetteer, change),
        "merges": _merges(shelf, happened, reasoner),
    }
    crossing = _crossing(contacts | _contacts_of_happenings(reasoner))
    together = _together(shelf, kinds, reasoner) if crossing else None
    kinds["together"] = [] if together is None else together.lines
    for kind, lines in kinds.items():
        _replace(shelf, kind, lines, change)
    every = sorted(line for lines in kinds.values() for line in lines)
    return Whole(
        lines=tuple(every),
        counts=tuple(_counts(every)),
        happenings=sum(_IS_HAPPENING in line for line in kinds["merges"]),
        contradictions=() if together is None else together.contradictions,
        notes=_notes(crossing),
    )


def _counts(lines: Iterable[str]) -> Iterator[tuple[Part, int]]:
    for graph, number in Counter(line[line.rindex(" ") + 2 : -1] for line in lines).items():
        yield part_of(NamedNode(graph)), number


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


def _merges(shelf: Shelf, happened: Happened, reasoner: ReasonerName) -> list[str]:
    """What is said of happenings, and what follows: a happening is closed alone, as an article is."""
    stated = happened.stated
    lines = {str(quad) for quad in (*stated, *(infer(stated, axioms(), reasoner).quads if stated else ()))}
    if happened.about is not None:
        about = set(map(str, happened.about))
        lines.update(line for line in _kept(shelf, "merges") if line[: line.index(" ")] not in about)
    return sorted(lines)


@lru_cache(maxsize=1)
def _contacts_of_happenings(reasoner: ReasonerName) -> frozenset[Contact]:
    """The contacts of what follows from any happening, since of all of them the same is said."""
    one, other = EventName(article="a", event="a"), EventName(article="b", event="b")
    made = Happening(events=(one, other), ties=(Tie(one=one, other=other, score=1, reasons=()),))
    stated = list(happening_quads([made], {one: ""}))
    return contacts_of(infer(stated, axioms(), reasoner).all, lambda _: False)


@lru_cache(maxsize=1)
def _crossing(contacts: frozenset[Contact]) -> tuple[str, ...]:
    """The rules that might join triples of several articles."""
    program = compile_schema(quad.triple for quad in axioms() if is_axiom(quad.predicate, quad.object))
    return crossing_rules(program, contacts)


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
