"""What does the gazetteer say of the things that articles mention?

The only writer of the graph `gazetteer`. A row with a verified Wikidata item has the IRI of that item, as have the
entities confirmed to be it; any other row has the IRI of its identifier. No blank nodes.
"""

from collections.abc import Collection, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import iri
from kg.gazetteer.lookup import Gazetteer
from kg.gazetteer.rows import Office, Row
from kg.vocabulary import DL, GEO, ORG, RDF, RDFS, SCHEMA, SKOS, XSD, canonical_decimal

Pair = tuple[NamedNode, NamedNode | Literal]


def row_iri(row: Row) -> NamedNode:
    """The node of a row, the same that a confirmed entity has."""
    return NamedNode(iri.mint_item(row.qid) if row.qid else iri.mint_known(row.id))


def background_quads(gazetteer: Gazetteer, known: Collection[str] | None = None) -> Iterator[Quad]:
    """The background facts of the rows in `known` and of every row they refer to; of all rows when it is None.

    Quads come sorted by row. Raises KeyError for an identifier that the gazetteer lacks: see `Gazetteer.has`.
    """
    wanted = (row.id for row in gazetteer.rows()) if known is None else background_rows(gazetteer, known)
    for identifier in wanted:
        yield from row_quads(gazetteer, identifier)


def background_rows(gazetteer: Gazetteer, known: Collection[str]) -> tuple[str, ...]:
    """The identifiers of some rows and of every row they refer to, sorted."""
    return tuple(sorted(_closure(gazetteer, known)))


def row_quads(gazetteer: Gazetteer, identifier: str) -> Iterator[Quad]:
    """What is said of one row alone; the union over all rows of a background is the background."""
    graph = NamedNode(iri.mint_graph("gazetteer"))
    row = gazetteer.row(identifier)
    for predicate, term in _row_pairs(gazetteer, row):
        yield Quad(row_iri(row), predicate, term, graph)
    for office in gazetteer.offices_of(identifier):
        node = NamedNode(iri.mint_known(office.id))
        for predicate, term in _office_pairs(gazetteer, row, office):
            yield Quad(node, predicate, term, graph)


def _closure(gazetteer: Gazetteer, known: Collection[str]) -> frozenset[str]:
    found: set[str] = set()
    waiting = sorted(known)
    while waiting:
        row = gazetteer.row(waiting.pop())
        if row.id not in found:
            found.add(row.id)
            waiting += sorted(_neighbours(gazetteer, row) - found)
    return frozenset(found)


def _neighbours(gazetteer: Gazetteer, row: Row) -> set[str]:
    bodies = {office.organization for office in gazetteer.offices_of(row.id)}
    near = {row.country, row.within, row.organ_of, *row.disputed_by, *bodies}
    return {identifier for identifier in near if identifier}


def _row_pairs(gazetteer: Gazetteer, row: Row) -> Iterator[Pair]:
    yield RDF.type, DL[row.kind]
    yield RDFS.label, _english(row.label)
    yield SCHEMA.name, _english(row.label)
    for alias in row.aliases:
        yield SKOS.altLabel, _english(alias)
    if row.qid:
        yield DL.wikidataItem, NamedNode(iri.mint_wikidata(row.qid))
        yield DL.wikidataId, Literal(row.qid)
    yield from _place_pairs(gazetteer, row)
    if row.organ_of:
        yield DL.organOf, row_iri(gazetteer.row(row.organ_of))


def _place_pairs(gazetteer: Gazetteer, row: Row) -> Iterator[Pair]:
    if row.kind not in ("Place", "State"):
        return
    if row.country:
        yield DL.inCountry, row_iri(gazetteer.row(row.country))
    if row.within:
        yield DL.within, row_iri(gazetteer.row(row.within))
    for claimant in row.disputed_by:
        if gazetteer.row(claimant).kind in ("State", "Organization"):
            yield DL.disputedBy, row_iri(gazetteer.row(claimant))
    if row.lat is not None and row.lon is not None:
        yield GEO.lat, Literal(canonical_decimal(row.lat), datatype=XSD.decimal)
        yield GEO.long, Literal(canonical_decimal(row.lon), datatype=XSD.decimal)


def _office_pairs(gazetteer: Gazetteer, person: Row, office: Office) -> Iterator[Pair]:
    yield RDF.type, DL.Tenure
    yield RDFS.label, _english(f"{person.label}, {office.post}")
    yield SCHEMA.roleName, _english(office.post)
    yield ORG.member, row_iri(person)
    if office.organization and gazetteer.row(office.organization).kind in ("State", "Organization"):
        yield ORG.organization, row_iri(gazetteer.row(office.organization))
    yield DL.edtf, Literal(office.edtf)
    if office.earliest:
        yield DL.earliest, Literal(office.earliest.isoformat(), datatype=XSD.date)
    if office.latest:
        yield DL.latest, Literal(office.latest.isoformat(), datatype=XSD.date)
    yield DL.timeBasis, Literal("inferred")


def _english(words: str) -> Literal:
    return Literal(words, language="en")
