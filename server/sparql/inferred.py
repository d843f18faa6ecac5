"""Which cells of an answer rest on inferred statements?

`POST /inferred` takes a SELECT query with some rows of its answer and looks, for each row, which of the statements
that the query's patterns match are in the graph of what follows. A statement belongs to the cell of its object, else
of its subject, else of a label of one of them; what belongs to no cell stands for the row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from flask import Blueprint, Response, json, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pyoxigraph import Literal, NamedNode

from kg import iri
from kg.vocabulary import PREFIXES, RDFS, SCHEMA, SKOS
from server.grammar.danger import inspect
from server.grammar.steps import Step, Steps, read_steps
from server.grammar.syntax import refuse_syntax
from server.grammar.tree import Node, Tree, read_tree
from server.http import refusals
from server.http.formats import JSON
from server.sparql.asked import this_client
from server.sparql.empty import LONGEST
from server.sparql.endpoint import Endpoint
from server.workers.frames import Question

MOST_ROWS = 100
"""Rows in one request: as many as a page of the table shows."""
_MOST_STEPS = 24
_MOST_SOLUTIONS = 5_000
_MOST_A_CELL = 3
_LABELS = frozenset(term.value for term in (RDFS.label, SKOS.prefLabel, SCHEMA.name))


class Term(BaseModel):
    """A term as SPARQL 1.1 Query Results JSON Format writes it."""

    model_config = ConfigDict(frozen=True)

    type: str
    value: str
    language: str | None = Field(default=None, alias="xml:lang")
    datatype: str | None = None

    def written(self) -> str:
        """The term in a query; UNDEF for a blank node, which no query can name. Raises ValueError for no IRI."""
        if self.type == "bnode":
            return "UNDEF"
        if self.type == "uri":
            return str(NamedNode(self.value))
        if self.language:
            return str(Literal(self.value, language=self.language))
        return str(Literal(self.value, datatype=NamedNode(self.datatype)) if self.datatype else Literal(self.value))


class Shown(BaseModel):
    """The body of a request: a query and the rows of its answer that are shown."""

    model_config = ConfigDict(frozen=True)

    query: Annotated[str, Field(max_length=LONGEST)]
    rows: Annotated[tuple[dict[str, Term], ...], Field(max_length=MOST_ROWS)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """An inferred statement, for `/explain`: its row, the column it belongs to (empty: none), and its three terms."""

    row: int
    column: str
    s: str
    p: str
    o: str


def create_inferred_blueprint(endpoint: Endpoint) -> Blueprint:
    """The blueprint of `/inferred`."""
    blueprint = Blueprint("inferred", __name__)

    @blueprint.post("/inferred")
    def inferred() -> Response:
        try:
            shown = Shown.model_validate_json(request.get_data())
            found = list(find_inferred(endpoint, shown))
        except (ValidationError, ValueError) as error:
            detail = f"The body must be JSON with `query` and up to {MOST_ROWS} `rows`: {error}"
            raise refusals.malformed(detail) from error
        members = [{name: getattr(why, name) for name in why.__slots__} for why in found]
        return Response(json.dumps({"inferred": members}), content_type="application/json")

    return blueprint


def find_inferred(endpoint: Endpoint, shown: Shown) -> Iterator[Why]:
    """The inferred statements behind the rows; none for a query that names no statements. Raises Refusal."""
    inspect(shown.query, PREFIXES)
    tree = read_tree(shown.query)
    if tree is None:
        raise refuse_syntax(shown.query, PREFIXES)
    group = _group(tree)
    steps = read_steps(tree, group) if group is not None else None
    if group is None or steps is None or not steps.every or not shown.rows:
        return
    columns = set(chain.from_iterable(shown.rows))
    told = tuple(dict.fromkeys(steps.every))[:_MOST_STEPS]
    text = _compose(tree, group, shown.rows, sorted(columns & _bindable(tree, group)), told, steps)
    question = Question(text=text, media_type=JSON, max_rows=_MOST_SOLUTIONS, seconds=endpoint.limits.seconds)
    client = this_client()
    solutions = json.loads(endpoint.pool.ask(question, client.gone, client.name).read())["results"]["bindings"]
    yield from _each_few(_whys(solutions, [_column(step, steps, columns) for step in told]))


def _group(tree: Tree) -> Node | None:
    form = tree.root.parts[1]
    where = next((part for part in form.parts if part.rule == "Where"), None)
    return where.parts[0] if form.rule == "Select" and where is not None else None


def _bindable(tree: Tree, group: Node) -> set[str]:
    """The variables of a group that may be bound beforehand: all but those that a BIND or a sub-select makes."""
    names = {token.text[1:] for token in tree.tokens[group.start : group.end] if token.kind == "variable"}
    return names - {tree.tokens[node.end - 2].text[1:] for node in _makers(tree, group)}


def _makers(tree: Tree, group: Node) -> Iterator[Node]:
    for part in group.find("Part", "Projected"):
        if (part.rule == "Projected" and tree.first(part) == "(") or tree.first(part) == "BIND":
            yield part
        else:
            yield from _makers(tree, part)


def _compose(
    tree: Tree,
    group: Node,
    rows: Sequence[Mapping[str, Term]],
    columns: Sequence[str],
    told: Sequence[Step],
    steps: Steps,
) -> str:
    """The query for the statements of each row: the query's own group, and our terms in the syntax of RDF."""
    names = " ".join(f"?{name}" for name in ("datelineRow", *columns))
    values = "\n".join(f"({number} {' '.join(_cells(row, columns))})" for number, row in enumerate(rows))
    tied = "\n".join(f"OPTIONAL {{ {' . '.join(map(_pattern, sequence))} }}" for sequence in steps.sequences)
    lines = (
        tree.words(tree.root.parts[0]),
        "SELECT DISTINCT ?datelineRow",
        *(_expressions(number, step) for number, step in enumerate(told)),
        *(tree.words(node) for node in tree.root.parts[1].parts if node.rule == "Dataset"),
        f"WHERE {{ VALUES ({names}) {{",
        values,
        "}",
        tree.between(group.start + 1, group.end - 1),
        tied,
        "}",
    )
    return "\n".join(lines)


def _cells(row: Mapping[str, Term], columns: Sequence[str]) -> Iterator[str]:
    return (row[name].written() if name in row else "UNDEF" for name in columns)


def _pattern(step: Step) -> str:
    return f"{step.subject} {step.predicate} {step.object}"


def _expressions(number: int, step: Step) -> str:
    graph = NamedNode(iri.mint_graph("inferred"))
    bound = " && ".join(f"BOUND({name})" for name in step.variables)
    holds = f"EXISTS {{ GRAPH {graph} {{ {_pattern(step)} }} }}"
    terms = ((step.subject, "S"), (step.predicate, "P"), (step.object, "O"))
    named = " ".join(f"({text} AS ?dateline{letter}{number})" for text, letter in terms)
    return f"({bound + ' && ' if bound else ''}{holds} AS ?datelineIs{number}) {named}"


def _whys(solutions: Sequence[Mapping[str, Mapping[str, str]]], places: Sequence[str]) -> Iterator[Why]:
    for solution in solutions:
        for number, place in enumerate(places):
            if solution.get(f"datelineIs{number}", {}).get("value") != "true":
                continue
            s, p, o = (Term.model_validate(solution[f"dateline{letter}{number}"]) for letter in "SPO")
            shown = o.value if o.type == "uri" else o.written()
            yield Why(row=int(solution["datelineRow"]["value"]), column=place, s=s.value, p=p.value, o=shown)


def _each_few(whys: Iterator[Why]) -> Iterator[Why]:
    counts: dict[tuple[int, str], int] = {}
    for why in dict.fromkeys(whys):
        place = (why.row, why.column)
        counts[place] = counts.get(place, 0) + 1
        if counts[place] <= _MOST_A_CELL:
            yield why


def _column(step: Step, steps: Steps, columns: set[str]) -> str:
    ends = [part for part in (step.object, step.subject) if part.startswith("?")]
    for end in ends:
        if end[1:] in columns:
            return end[1:]
    for end in ends:
        for other in steps.every:
            if other.subject == end and _is_label(other.predicate) and other.object[1:] in columns:
                return other.object[1:]
    return ""


def _is_label(predicate: str) -> bool:
    prefix, _, name = predicate.partition(":")
    return (predicate.strip("<>") if predicate.startswith("<") else PREFIXES.get(prefix, "") + name) in _LABELS
