"""Which people does a table for OpenRefine hold?

One row a person with a proper name: the confirmed Wikidata item, or the doubtful ones for somebody to decide, the
posts that articles or the gazetteer give, and how many asserted events they take part in from when to when.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Store

from kg.tables.events import join
from kg.vocabulary import DL, ORG, RDF, SCHEMA, SKOS

HEADER = ("person", "name", "item", "doubtful_items", "also_called", "posts", "events", "earliest", "latest")


def people_rows(store: Store) -> Iterator[list[str]]:
    """The rows, by IRI, in the order of `HEADER`."""
    nodes = {quad.subject for quad in store.quads_for_pattern(None, RDF.type, DL.Person)}
    for node in sorted((node for node in nodes if isinstance(node, NamedNode)), key=str):
        if names := _texts(store, node, SCHEMA.name):
            yield _row(store, node, names)


def _row(store: Store, node: NamedNode, names: list[str]) -> list[str]:
    tenures = {quad.subject for quad in store.quads_for_pattern(None, ORG.member, node)}
    held = [tenure for tenure in tenures if isinstance(tenure, NamedNode)]
    posts = {post for tenure in held for post in _texts(store, tenure, SCHEMA.roleName)}
    events = {quad.subject for quad in store.quads_for_pattern(None, DL.involves, node)}
    actual = [event for event in events if isinstance(event, NamedNode) and _is_actual(store, event)]
    return [
        node.value,
        names[0],
        join(_items(store, node, DL.wikidataItem)),
        join(_items(store, node, SKOS.closeMatch)),
        join(_texts(store, node, SKOS.altLabel)),
        join(sorted(posts)),
        str(len(actual)),
        min((day for event in actual for day in _texts(store, event, DL.earliest)), default=""),
        max((day for event in actual for day in _texts(store, event, DL.latest)), default=""),
    ]


def _is_actual(store: Store, event: NamedNode) -> bool:
    return any(store.quads_for_pattern(event, RDF.type, DL.ActualEvent))


def _texts(store: Store, node: NamedNode, predicate: NamedNode) -> list[str]:
    found = (quad.object for quad in store.quads_for_pattern(node, predicate, None))
    return sorted({term.value for term in found if isinstance(term, Literal)})


def _items(store: Store, node: NamedNode, predicate: NamedNode) -> list[str]:
    found = (quad.object for quad in store.quads_for_pattern(node, predicate, None))
    return sorted({term.value.rpartition("/")[2] for term in found if isinstance(term, NamedNode)})
