"""Which SPARQL query asks for what the timeline shows?

The query's text is `queries/behind.rq`: of its lines those stay that the filter needs, and its values come in
as a VALUES block of RDF terms, so that nothing typed is ever read as SPARQL.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import get_args

from pyoxigraph import Literal, NamedNode

from kg import iri
from kg.dump.timeline_events import Party, Standing, TimelineEvent
from kg.model import EventClass
from kg.vocabulary import DL, PREFIXES
from server.pages.filters import Filter, Wanted, cast_of
from server.pages.graph import read_query

_VERBS: dict[Standing, NamedNode] = {
    "asserted": DL.asserts,
    "reported": DL.reports,
    "envisaged": DL.envisages,
    "denied": DL.denies,
}
_NOBODY = NamedNode("urn:dateline:nobody")
"""Stands where the filter names somebody that the data do not know: the query then finds nothing, as the page."""


def write_behind(asked: Filter, every: Iterable[TimelineEvent]) -> str:
    """The query, its prefixes declared; `every` is where actors and sources named by a label are looked up."""
    values = dict(_values(asked, tuple(every)))
    marks = _marks(asked, values)
    lines = (line.partition(" #")[::2] for line in read_query("behind").splitlines()[1:])
    select, *patterns = [pattern for pattern, mark in lines if not mark or mark in marks]
    blocks = [_block(name, terms) for name, terms in values.items()]
    used = [f"PREFIX {name}: <{base}>" for name, base in PREFIXES.items() if name in ("dl", "dct", "rdfs", "skos")]
    return "\n".join([*used, select, *blocks, *patterns]) + "\n"


def _marks(asked: Filter, named: Iterable[str]) -> set[str]:
    """The marks of the lines that stay: the names of the values, but for what a line about several of them says."""
    standing = ["held"] if any(standing in _VERBS for standing in asked.standings) else []
    standing += ["contested"] if "contested" in asked.standings else []
    surely = {"start": "surelyStart", "end": "surelyEnd"} if asked.surely else {}
    return {surely.get(name, name) for name in named if name != "held"} | {" or ".join(standing)}


def _block(name: str, terms: Iterable[NamedNode | Literal]) -> str:
    return "  " + " ".join(("VALUES", "?" + name, "{", *sorted(map(str, terms)), "}"))


def _values(asked: Filter, every: tuple[TimelineEvent, ...]) -> Iterator[tuple[str, list[NamedNode | Literal]]]:
    if verbs := [_VERBS[standing] for standing in asked.standings if standing in _VERBS]:
        yield "held", [*verbs]
    if asked.cls:
        yield "class", [DL[asked.cls] if asked.cls in get_args(EventClass) else _NOBODY]
    if asked.plover:
        yield "plover", [NamedNode(iri.mint_plover(asked.plover))]
    yield from _people(asked, every)
    for name, text in (("typeLabel", asked.type), ("start", asked.start), ("end", asked.end), ("words", asked.words)):
        if text:
            yield name, [Literal(text)]


def _people(asked: Filter, every: tuple[TimelineEvent, ...]) -> Iterator[tuple[str, list[NamedNode | Literal]]]:
    actors = [_find(wanted, (cast_of(event) for event in every)) for wanted in asked.actors]
    countries = [_find(wanted, (event.states for event in every)) for wanted in asked.countries]
    if asked.beside and actors + countries:
        yield "any", list(chain(*actors, *countries))
    else:
        yield from zip(("actor", "actor2"), actors, strict=False)
        yield from zip(("country", "country2"), countries, strict=False)
    if asked.article:
        yield "article", [NamedNode(iri.mint_article(asked.article))]
    if asked.source:
        yield "voice", _find(asked.source, (event.sources for event in every))


def _find(wanted: Wanted, casts: Iterable[Iterable[Party]]) -> list[NamedNode | Literal]:
    found = {party.iri for cast in casts for party in cast if wanted.among((party,))}
    return [NamedNode(name) for name in sorted(found)] or [_NOBODY]
