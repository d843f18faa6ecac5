"""Which values do matched things have, for the columns of a client's table?

Reconciliation Service API 0.2, section 7. Values come from the gazetteer and from the graph, what reasoning added
included; a thing without a value has an empty array.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import iri
from kg.gazetteer.background import background_quads, row_iri
from kg.vocabulary import RDF, XSD
from server.http import refusals
from server.pages.graph import Row, Selecting, Value, text
from server.pages.things import Thing, Things
from server.reconcile.asked import Extension, Wanted
from server.reconcile.schema import Property, find_property

_TEXT = frozenset({XSD.string, RDF.langString})
"""Results in JSON name neither: a text is one value, whichever of the two tells it."""
_WHOLE = frozenset((XSD.integer.value,))
_BROKEN = frozenset((XSD.decimal.value, XSD.double.value, XSD.float.value))


def extend(asked: Extension, things: Things, graph: Selecting) -> dict[str, object]:
    """The answer to a request for data; raises Refusal 400 for a property that there is not."""
    found = [(wanted, _property(wanted)) for wanted in asked.properties]
    return {
        "meta": [{"id": wanted.property, "name": known.name} for wanted, known in found],
        "rows": {identifier: _cells(identifier, found, things, graph) for identifier in asked.ids},
    }


def _property(wanted: Wanted) -> Property:
    known = find_property(wanted.property)
    if known is None:
        raise refusals.malformed(f"There is no property {wanted.property!r}; /reconcile/suggest/property lists them")
    return known


def _cells(
    identifier: str, wanted: list[tuple[Wanted, Property]], things: Things, graph: Selecting
) -> dict[str, list[dict[str, object]]]:
    thing = things.find(identifier)
    values = list(_values(thing, things, graph)) if thing else []
    cells = {}
    for asked, known in wanted:
        found = list(dict.fromkeys(value for name, value in values if name == known.iri))
        cells[asked.property] = [_cell(value, things) for value in found[: asked.limit or None]]
    return cells


def _values(thing: Thing, things: Things, graph: Selecting) -> Iterator[tuple[str, Value]]:
    """Property and value of every statement about a thing, the gazetteer's before those of the graph."""
    if thing.row is not None:
        node = row_iri(thing.row)
        for quad in background_quads(things.gazetteer, [thing.row.id]):
            if quad.subject == node:
                yield quad.predicate.value, _value(quad)
        for office in things.gazetteer.offices_of(thing.row.id):
            yield "https://schema.org/roleName", Value(office.post, False, None, None)
    for row in graph.select("statements", this=iri.mint_local(thing.id)):
        yield text(row, "property"), _plain(row)


def _value(quad: Quad) -> Value:
    term = quad.object
    datatype = term.datatype.value if isinstance(term, Literal) and term.datatype not in _TEXT else None
    return Value(str(getattr(term, "value", term)), isinstance(term, NamedNode), None, datatype)


def _plain(row: Row) -> Value:
    """A value without its language: the same word is one value."""
    value = row["value"]
    return Value(value.text, value.is_iri, None, value.datatype)


def _cell(value: Value, things: Things) -> dict[str, object]:
    if value.is_iri:
        thing = things.find(value.text) if iri.local_path(value.text) else None
        return {"id": thing.id, "name": thing.name} if thing else {"str": value.text}
    if value.datatype in _WHOLE:
        return {"int": int(value.text)}
    if value.datatype in _BROKEN:
        return {"float": float(value.text)}
    # A day stays text: the API's dates are moments, and no article gives the hour.
    return {"str": value.text}
