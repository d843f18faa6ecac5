"""How does a snapshot get into a SPARQL 1.1 store over HTTP, so that it is all there and can be taken up again?

Quads go as `INSERT DATA` updates of some thousands each (SPARQL 1.1 Update, section 3.1.1; Protocol, section 2.2).
What has arrived is noted in a small file after each: a load that broke off goes on there. Inserting twice changes
nothing, so an update whose answer was lost is sent again. At the end the store is asked how many triples each graph
holds.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from kg.errors import StoreError

_AT_ONCE = 2000
_COUNT = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """How many quads were sent now, how many were there from before, and how many graphs were counted."""

    sent: int
    before: int
    graphs: int


def load_lines(
    lines: Iterable[str],
    name: str,
    notes: Path,
    update: Callable[[str], None],
    count: Callable[[str], dict[str, int]],
) -> Loaded:
    """Load sorted N-Quads lines, without dots, of a snapshot called `name`.

    `notes` is the file that tells how far a load got; `update` sends an update, `count` asks for a number by graph.
    Raises StoreError when a graph does not hold in the end what was sent.
    """
    before, done = _read(notes, name), 0
    wanted: Counter[str] = Counter()
    blanks: list[str] = []
    rest = _without_blanks(lines, blanks)
    while held := list(islice(rest, _AT_ONCE)):
        wanted.update(map(_graph_of, held))
        done += len(held)
        if done > before:
            update(insert(held))
            notes.write_text(json.dumps({"snapshot": name, "done": done}), encoding="utf-8")
    if blanks:
        # Each update makes blank nodes of its own, so theirs is one, and the last.
        wanted.update(map(_graph_of, blanks))
        update(insert_once(blanks))
        done += len(blanks)
    found = count(_COUNT)
    wrong = sorted(graph for graph, number in wanted.items() if found.get(graph, 0) != number)
    if wrong:
        notes.unlink(missing_ok=True)
        graph = wrong[0]
        raise StoreError(
            f"<{graph}> holds {found.get(graph, 0)} triples there, not {wanted[graph]} ({len(wrong)} graphs differ); "
            "clear these graphs in the store and load again"
        )
    notes.unlink(missing_ok=True)
    return Loaded(sent=max(0, done - before), before=min(before, done), graphs=len(wanted))


def insert(lines: Iterable[str]) -> str:
    """The update that inserts some lines, graph by graph: a term of N-Quads is one of SPARQL too."""
    return "INSERT DATA {\n" + "".join(_graphs(lines)) + "}"


def insert_once(lines: Iterable[str]) -> str:
    """The same by a template, whose blank nodes every store takes: for an empty pattern it is filled in once."""
    return "INSERT {\n" + "".join(_graphs(lines)) + "} WHERE {}"


def _graphs(lines: Iterable[str]) -> Iterator[str]:
    for graph, held in groupby(sorted(lines, key=_graph_of), key=_graph_of):
        triples = "".join(f"  {line[: -len(graph) - 3]} .\n" for line in held)
        yield f" GRAPH <{graph}> {{\n{triples} }}\n"


def _graph_of(line: str) -> str:
    return line[line.rindex("<") + 1 : -1]


def _without_blanks(lines: Iterable[str], blanks: list[str]) -> Iterator[str]:
    """The lines without a blank node; the others are put aside."""
    for line in lines:
        if line.startswith("_:") or " _:" in line:
            blanks.append(line)
        else:
            yield line


def _read(notes: Path, name: str) -> int:
    try:
        found = json.loads(notes.read_text(encoding="utf-8"))
        return int(found["done"]) if found["snapshot"] == name else 0
    except (OSError, ValueError, KeyError, TypeError):
        return 0
