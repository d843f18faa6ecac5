"""How does `/ask` answer?

The form is the address, so that a question can be kept and sent on. The query is asked as any stranger's would be:
among the public workers, under the same limits and in the same line.
"""

from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

from flask import Blueprint, Response, json, render_template, request, url_for
from pyoxigraph import NamedNode

from kg.ontology.terms import Term, read_terms
from kg.settings import ServeSettings
from kg.vocabulary import PREFIXES
from server.ask.answer import Line, gather_lines
from server.ask.form import VERBS, Asking, event_types, read_form, types_by_class, unknown_choices, wrong_date
from server.ask.writing import write_query, write_term
from server.grammar.danger import inspect
from server.http.formats import JSON
from server.pages.citation import declare_prefixes
from server.pages.graph import read_rows
from server.pages.names import Names
from server.sparql.asked import this_client
from server.steady import Once
from server.workers.frames import Question
from server.workers.limits import Pool

_MOST_OFFERED = 400
"""Names in the list that the fields open."""
_MOST_TERMS = 12
_MOST_SHOWN = 300
"""Lines of an answer on the page; the spreadsheet has them all."""


class Example(NamedTuple):
    """A question in words, and the form that asks it."""

    words: str
    asking: Asking


EXAMPLES = (
    Example("Who met whom in May 2018, on whose word?", Asking(did="Meeting", when="2018-05", surely=False)),
    Example("Who met whom in March 2016?", Asking(did="Meeting", when="2016-03")),
    Example("Which visits to Poland are told?", Asking(did="Visit", where="Poland", verbs=VERBS)),
    Example("What does anybody deny?", Asking(verbs=("denies",))),
    Example(
        "What did the United States and Iran do to or with each other?", Asking(who="United States", whom="Iran")
    ),
    Example("What is only planned or demanded about 2023?", Asking(when="2023", surely=False, verbs=("envisages",))),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An answer: its lines, and whether it was cut at the limit of rows."""

    lines: tuple[Line, ...]
    cut: bool


def create_ask_blueprint(names: Once[Names], pool: Pool, settings: ServeSettings) -> Blueprint:
    """The blueprint of `/ask` and of the names that its fields and the editor complete."""
    blueprint = Blueprint("ask", __name__)

    @blueprint.get("/ask")
    def ask() -> str:
        asking = read_form(request.args)
        known = names.now()
        wrong = wrong_date(asking)
        unknown = unknown_choices(request.args)
        query = write_query(asking, known) if request.args and not (wrong or unknown) else ""
        found = _find(query, pool, settings) if query else None
        return render_template(
            "ask.html",
            asking=asking,
            wrong=wrong,
            unknown=unknown,
            kinds=types_by_class(),
            verbs=VERBS,
            names=offered(known),
            examples=EXAMPLES,
            query=declare_prefixes(query, PREFIXES) if query else "",
            found=found,
            most=_MOST_SHOWN,
            said=say_question(asking),
            seconds=settings.timeout,
        )

    @blueprint.get("/names.json")
    def complete() -> Response:
        words = request.args.get("begin", "")[:100]
        found = names.now().begin(words) if words.strip() else ()
        known = [{"iri": name.iri, "label": name.label, "kind": name.kind} for name in found]
        body = {"names": [*find_terms(words), *known] if "terms" in request.args else known}
        for one in body["names"]:
            one["written"] = write_term(NamedNode(one["iri"]))
        return Response(json.dumps(body), content_type="application/json")

    @blueprint.app_template_global()
    def ask_address(asking: Asking) -> str:
        return url_for("ask.ask", **asking.address())  # type: ignore[arg-type]

    return blueprint


def _find(query: str, pool: Pool, settings: ServeSettings) -> Found:
    inspect(query, PREFIXES)
    client = this_client()
    question = Question(text=query, media_type=JSON, max_rows=settings.max_rows, seconds=settings.timeout)
    answer = pool.ask(question, client.gone, client.name)
    return Found(lines=gather_lines(read_rows(answer.read())), cut=answer.end.truncated)


@cache
def _terms() -> tuple[Term, ...]:
    return read_terms()


@cache
def every_term() -> tuple[dict[str, str], ...]:
    """The classes, properties and types of events: IRI, label, kind, and how each is written in a query."""
    every: list[tuple[str, str, str]] = [(term.iri, term.label, term.kind) for term in _terms()]
    every += [(one.iri, one.label, "type of event") for one in event_types().values()]
    return tuple(
        {"iri": iri, "label": label, "kind": kind, "written": write_term(NamedNode(iri))}
        for iri, label, kind in every
    )


def find_terms(words: str) -> list[dict[str, str]]:
    """The classes, properties and types of events with a word that begins so, as members of JSON."""
    sought = words.strip().casefold()
    if not sought:
        return []
    return list(islice((one for one in every_term() if f" {sought}" in f" {one['label'].casefold()}"), _MOST_TERMS))


def offered(names: Names) -> tuple[str, ...]:
    """The labels that the fields offer: of what most events involve, each once."""
    return tuple(dict.fromkeys(name.label for name in names.every))[:_MOST_OFFERED]


def say_question(asking: Asking) -> str:
    """The question in words, for whoever listens to the page or comes back to it."""
    types = event_types()
    did = types[asking.did].label if asking.did in types else asking.did
    parts = (
        ("who", asking.who),
        ("did", did),
        ("to or with", asking.whom),
        ("in", asking.where),
        ("at some time surely within" if asking.surely else "at some time perhaps within", asking.when),
        ("on the word of", asking.says),
    )
    said = " · ".join(f"{words} {value}" for words, value in parts if value)
    return f"{said or 'everything'} · {', '.join(asking.verbs)}"
