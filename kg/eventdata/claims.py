"""How does a row of an event data set become RDF, as a claim of that data set?

The data set `dl:reports` an event, `dl:attributedTo` itself; it asserts nothing, so that no fact about the world
follows from it, whatever our own articles say. A party that is a state of the gazetteer is that state's node; any
other is a node of the data set's own, told by name. Everything stands in the data set's own graph.

Rows come by the million, so they become N-Quads at once: what many rows say alike is written once, with a mark where
the event stands.
"""

import csv
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg import iri
from kg.datafiles import find_data
from kg.eventdata.codes import meaning_of
from kg.eventdata.rows import LABELS, DatasetName, EventRow, Party, RowFault, Span, Spot
from kg.gazetteer.background import row_iri
from kg.gazetteer.lookup import Gazetteer
from kg.triples.terms import english
from kg.vocabulary import DCT, DL, GEO, RDF, RDFS, SCHEMA, XSD, canonical_decimal

_COUNTRIES = "seeds/gazetteer/countries.curated.csv"
_EVENT, _CLAIM = "\0e", "\0c"
"""Where an event or a claim stands in what is written once; no term holds such a character."""
_URL, _SOURCE = str(SCHEMA.url), str(DCT.source)
_AGENT, _TARGET, _ACTOR, _PLACE = (str(DL[name]) for name in ("hasAgent", "hasTarget", "hasActor", "hasPlace"))


class Claims:
    """Rows of one data set as N-Quads; nodes of parties and places are told once, as far as memory goes."""

    def __init__(self, dataset: DatasetName, gazetteer: Gazetteer) -> None:
        self._dataset = dataset
        self._end = f" {NamedNode(iri.mint_graph(f'events-{dataset}'))} .\n"
        self._source = NamedNode(iri.mint_part(dataset, "source", dataset))
        self._states = _states(gazetteer)
        self._party = lru_cache(maxsize=200_000)(self._make_party)
        self._spot = lru_cache(maxsize=200_000)(self._make_spot)
        self._told = lru_cache(maxsize=10_000)(self._tell_code)
        self._dated = lru_cache(maxsize=40_000)(self._tell_when)
        self._claimed = self._tell(
            (_CLAIM, RDF.type, DL.Claim), (_CLAIM, DL.reports, _EVENT), (_CLAIM, DL.attributedTo, self._source)
        )
        self._fresh: list[str] = []

    def head(self) -> str:
        """Who makes the claims."""
        label = english(LABELS[self._dataset])
        return self._tell((self._source, RDF.type, DL.Organization), (self._source, RDFS.label, label))

    def of(self, row: EventRow) -> str:
        """The lines of a row; raises RowFault when its code means nothing here."""
        told, end = self._told(row.scheme, row.code), self._end
        self._fresh.clear()
        event = str(NamedNode(iri.mint_part(self._dataset, "event", row.id)))
        claim = str(NamedNode(iri.mint_part(self._dataset, "claim", row.id)))
        lines = [self._claimed.replace(_CLAIM, claim).replace(_EVENT, event)]
        if row.url.startswith(("http://", "https://")):
            lines.append(f"{claim} {_URL} {Literal(row.url)}{end}")
        if row.source:
            lines.append(f"{claim} {_SOURCE} {Literal(row.source)}{end}")
        lines += told.replace(_EVENT, event), self._dated(row.when).replace(_EVENT, event)
        for role, parties in ((_AGENT, row.agents), (_TARGET, row.targets), (_ACTOR, row.actors)):
            lines += [f"{event} {role} {self._party(party)}{end}" for party in parties]
        if row.place is not None:
            lines.append(f"{event} {_PLACE} {self._spot(row.place)}{end}")
        if row.deaths:
            lines.append(self._tell_deaths(event, row))
        return "".join(lines + self._fresh)

    def _tell(self, *triples: tuple[NamedNode | str, NamedNode, NamedNode | Literal | str]) -> str:
        return "".join(f"{subject} {predicate} {other}{self._end}" for subject, predicate, other in triples)

    def _tell_code(self, scheme: str, code: str) -> str:
        """What a code says of each of its events."""
        meaning = meaning_of(scheme, code)
        if meaning is None:
            raise RowFault(f"no event has the {scheme.upper()} code {code!r}")
        category = NamedNode(iri.mint_plover(meaning.plover)) if meaning.plover else None
        return self._tell(
            (_EVENT, RDF.type, DL[meaning.cls]),
            (_EVENT, RDFS.label, english(meaning.name)),
            (_EVENT, DCT.type, NamedNode(iri.mint_type(meaning.type))),
            *([(_EVENT, DCT.subject, category)] if category else []),
            (_EVENT, DCT.identifier, Literal(f"{scheme.upper()} {code}")),
        )

    def _tell_when(self, when: Span) -> str:
        return self._tell(
            (_EVENT, DL.edtf, Literal(when.edtf)),
            (_EVENT, DL.earliest, Literal(when.earliest.isoformat(), datatype=XSD.date)),
            (_EVENT, DL.latest, Literal(when.latest.isoformat(), datatype=XSD.date)),
            (_EVENT, DL.timeBasis, Literal("metadata")),
        )

    def _tell_deaths(self, event: str, row: EventRow) -> str:
        amount = NamedNode(iri.mint_part(self._dataset, "amount", row.id))
        return self._tell(
            (event, SCHEMA.amount, amount),
            (amount, RDF.type, SCHEMA.QuantitativeValue),
            (amount, SCHEMA.value, Literal(row.deaths, datatype=XSD.decimal)),
            (amount, SCHEMA.unitText, Literal("deaths")),
        )

    def _make_party(self, party: Party) -> str:
        state = self._states.get((party.country or party.name).casefold())
        if state is not None and (party.is_state or self._states.get(party.name.casefold()) == state):
            return str(state)
        node = NamedNode(iri.mint_part(self._dataset, "actor", f"{party.country}:{party.name}".casefold()))
        self._fresh.append(self._tell((node, RDF.type, DL.Actor), (node, RDFS.label, english(party.name))))
        if party.acts_for and state is not None:
            self._fresh.append(self._tell((node, DL.represents, state)))
        return str(node)

    def _make_spot(self, spot: Spot) -> str:
        state = self._states.get(spot.name.casefold())
        if state is not None:
            return str(state)
        node = NamedNode(iri.mint_part(self._dataset, "place", f"{spot.name}:{spot.lat}:{spot.lon}".casefold()))
        self._fresh.append(self._tell((node, RDF.type, DL.Place), (node, RDFS.label, english(spot.name))))
        if spot.lat and spot.lon:
            lat, lon = (
                Literal(canonical_decimal(float(text)), datatype=XSD.decimal) for text in (spot.lat, spot.lon)
            )
            self._fresh.append(self._tell((node, GEO.lat, lat), (node, GEO.long, lon)))
        return str(node)


def _states(gazetteer: Gazetteer) -> dict[str, NamedNode]:
    """The node of each state by its names and its three-letter code (ISO 3166-1), which CAMEO mostly shares."""
    rows = {row.label: row for row in gazetteer.rows() if row.kind == "State"}
    found = {name.casefold(): row_iri(row) for row in rows.values() for name in (*row.aliases, row.label)}
    with find_data(_COUNTRIES).open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["iso3"] and line["label"] in rows:
                found[line["iso3"].casefold()] = row_iri(rows[line["label"]])
    return found
