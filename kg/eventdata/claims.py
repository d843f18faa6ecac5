"""How does a row of an event data set become RDF, as a claim of that data set?

The data set `dl:reports` an event, `dl:attributedTo` itself; it asserts nothing, so that no fact about the world
follows from it, whatever our own articles say. A party that is a state of the gazetteer is that state's node; any
other is a node of the data set's own, told by name. Everything stands in the data set's own graph.
"""

import csv
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from kg import iri
from kg.datafiles import find_data
from kg.eventdata.codes import Meaning, meaning_of
from kg.eventdata.rows import LABELS, DatasetName, EventRow, Party, RowFault, Spot
from kg.gazetteer.background import row_iri
from kg.gazetteer.lookup import Gazetteer
from kg.triples.terms import english
from kg.vocabulary import DCT, DL, GEO, RDF, RDFS, SCHEMA, XSD, canonical_decimal

_COUNTRIES = "seeds/gazetteer/countries.curated.csv"

_TYPE, _CLAIM, _REPORTS, _ATTRIBUTED = RDF.type, DL.Claim, DL.reports, DL.attributedTo
_AGENT, _TARGET, _PLACE = DL.hasAgent, DL.hasTarget, DL.hasPlace
_URL, _SOURCE, _IDENTIFIER = SCHEMA.url, DCT.source, DCT.identifier
Said: TypeAlias = tuple[tuple[NamedNode, NamedNode | Literal], ...]


class Claims:
    """Rows of one data set as quads; nodes of parties and places are told once, as far as memory goes."""

    def __init__(self, dataset: DatasetName, gazetteer: Gazetteer) -> None:
        self._dataset = dataset
        self._graph = NamedNode(iri.mint_graph(f"events-{dataset}"))
        self._source = NamedNode(iri.mint_part(dataset, "source", dataset))
        self._states = _states(gazetteer)
        self._party = lru_cache(maxsize=200_000)(self._make_party)
        self._spot = lru_cache(maxsize=200_000)(self._make_spot)
        self._fresh: list[Quad] = []

    def head(self) -> Iterator[Quad]:
        """Who makes the claims."""
        yield self._quad(self._source, RDF.type, DL.Organization)
        yield self._quad(self._source, RDFS.label, english(LABELS[self._dataset]))

    def of(self, row: EventRow) -> Iterator[Quad]:
        """The quads of a row; raises RowFault when its code means nothing here."""
        meaning = meaning_of(row.scheme, row.code)
        if meaning is None:
            raise RowFault(f"no event has the {row.scheme.upper()} code {row.code!r}")
        self._fresh.clear()
        event = NamedNode(iri.mint_part(self._dataset, "event", row.id))
        claim = NamedNode(iri.mint_part(self._dataset, "claim", row.id))
        yield self._quad(claim, _TYPE, _CLAIM)
        yield self._quad(claim, _REPORTS, event)
        yield self._quad(claim, _ATTRIBUTED, self._source)
        if row.url.startswith(("http://", "https://")):
            yield self._quad(claim, _URL, Literal(row.url))
        if row.source:
            yield self._quad(claim, _SOURCE, Literal(row.source))
        for predicate, term in (*_told(meaning), *_dated(row.day)):
            yield self._quad(event, predicate, term)
        yield self._quad(event, _IDENTIFIER, Literal(f"{row.scheme.upper()} {row.code}"))
        yield from self._around(event, row)
        yield from self._fresh

    def _around(self, event: NamedNode, row: EventRow) -> Iterator[Quad]:
        for role, party in ((_AGENT, row.agent), (_TARGET, row.target)):
            if party is not None:
                yield self._quad(event, role, self._party(party))
        if row.place is not None:
            yield self._quad(event, _PLACE, self._spot(row.place))
        if row.deaths:
            amount = NamedNode(iri.mint_part(self._dataset, "amount", row.id))
            yield self._quad(event, SCHEMA.amount, amount)
            yield self._quad(amount, _TYPE, SCHEMA.QuantitativeValue)
            yield self._quad(amount, SCHEMA.value, Literal(row.deaths, datatype=XSD.decimal))
            yield self._quad(amount, SCHEMA.unitText, Literal("deaths"))

    def _make_party(self, party: Party) -> NamedNode:
        state = self._states.get((party.country or party.name).casefold())
        if party.is_state and state is not None:
            return state
        node = NamedNode(iri.mint_part(self._dataset, "actor", f"{party.country}:{party.name}".casefold()))
        self._fresh += [
            self._quad(node, RDF.type, DL.Actor),
            self._quad(node, RDFS.label, english(party.name)),
            *([self._quad(node, DL.represents, state)] if party.acts_for and state is not None else []),
        ]
        return node

    def _make_spot(self, spot: Spot) -> NamedNode:
        state = self._states.get(spot.name.casefold())
        if state is not None:
            return state
        node = NamedNode(iri.mint_part(self._dataset, "place", f"{spot.name}:{spot.lat}:{spot.lon}".casefold()))
        self._fresh += [self._quad(node, RDF.type, DL.Place), self._quad(node, RDFS.label, english(spot.name))]
        if spot.lat and spot.lon:
            self._fresh += [
                self._quad(node, GEO.lat, Literal(_decimal(spot.lat), datatype=XSD.decimal)),
                self._quad(node, GEO.long, Literal(_decimal(spot.lon), datatype=XSD.decimal)),
            ]
        return node

    def _quad(self, subject: NamedNode, predicate: NamedNode, term: NamedNode | Literal) -> Quad:
        return Quad(subject, predicate, term, self._graph)


@lru_cache(maxsize=10_000)
def _told(meaning: Meaning) -> Said:
    """What a code says of each of its events."""
    plover = [(DCT.subject, NamedNode(iri.mint_plover(meaning.plover)))] if meaning.plover else []
    return (
        (RDF.type, DL[meaning.cls]),
        (RDFS.label, english(meaning.name)),
        (DCT.type, NamedNode(iri.mint_type(meaning.type))),
        *plover,
    )


@lru_cache(maxsize=40_000)
def _dated(day: date) -> Said:
    text = Literal(day.isoformat(), datatype=XSD.date)
    return (
        (DL.edtf, Literal(day.isoformat())),
        (DL.earliest, text),
        (DL.latest, text),
        (DL.timeBasis, Literal("metadata")),
    )


def _states(gazetteer: Gazetteer) -> dict[str, NamedNode]:
    """The node of each state by its names and its three-letter code (ISO 3166-1), which CAMEO mostly shares."""
    rows = {row.label: row for row in gazetteer.rows() if row.kind == "State"}
    found = {name.casefold(): row_iri(row) for row in rows.values() for name in (*row.aliases, row.label)}
    with find_data(_COUNTRIES).open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["iso3"] and line["label"] in rows:
                found[line["iso3"].casefold()] = row_iri(rows[line["label"]])
    return found


def _decimal(text: str) -> str:
    return canonical_decimal(float(text))
