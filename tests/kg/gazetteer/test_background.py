"""What does the gazetteer's graph hold, and does it hold together?"""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg import iri
from kg.gazetteer.background import background_quads, row_iri
from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.vocabulary import DL, GEO, ORG, RDF, RDFS, SCHEMA, SKOS


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return load_gazetteer()


@pytest.fixture(scope="module")
def everything(gazetteer: Gazetteer) -> list[Quad]:
    """The whole background graph."""
    return list(background_quads(gazetteer))


def test_graph_has_one_writer_and_no_blank_nodes(everything: list[Quad]) -> None:
    """Every quad stands in the gazetteer's graph, and every node has an IRI."""
    assert {quad.graph_name for quad in everything} == {NamedNode(iri.mint_graph("gazetteer"))}
    assert not [q for q in everything if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
    assert len(everything) == len(set(everything))


def test_each_item_is_one_node(everything: list[Quad]) -> None:
    """A Wikidata item belongs to one node and its node to one item: `wikidataItem` is inverse functional."""
    pairs = [(quad.subject, quad.object) for quad in everything if quad.predicate == DL.wikidataItem]
    assert len({subject for subject, _ in pairs}) == len({item for _, item in pairs}) == len(pairs) > 0


def test_every_node_named_is_described(everything: list[Quad]) -> None:
    """No triple points at a row that the graph says nothing of."""
    described = {quad.subject for quad in everything}
    within = (DL.inCountry, DL.within, DL.disputedBy, DL.organOf, ORG.member, ORG.organization)
    assert {quad.object for quad in everything if quad.predicate in within} <= described


def facts(quads: list[Quad], node: NamedNode) -> set[tuple[NamedNode, object]]:
    """What is said of one node."""
    return {(quad.predicate, quad.object) for quad in quads if quad.subject == node}


def test_state_is_in_itself(gazetteer: Gazetteer) -> None:
    """A state with an item has the item's IRI and lies in itself."""
    node = NamedNode(iri.mint_item("Q801"))
    said = facts(list(background_quads(gazetteer, {"state/israel"})), node)
    assert (RDF.type, DL.State) in said
    assert (RDFS.label, Literal("Israel", language="en")) in said
    assert (SCHEMA.name, Literal("Israel", language="en")) in said
    assert (SKOS.altLabel, Literal("State of Israel", language="en")) in said
    assert (DL.inCountry, node) in said
    assert (DL.wikidataItem, NamedNode(iri.mint_wikidata("Q801"))) in said
    assert (DL.wikidataId, Literal("Q801")) in said


def test_known_rows_bring_what_they_refer_to(gazetteer: Gazetteer) -> None:
    """One place brings its state; one person the states and bodies of the offices; nothing else comes."""
    subjects = {quad.subject for quad in background_quads(gazetteer, {"place/baku"})}
    assert subjects == {row_iri(gazetteer.row(row)) for row in ("place/baku", "state/azerbaijan")}
    quads = list(background_quads(gazetteer, {"person/yossi-cohen"}))
    bodies = {quad.object for quad in quads if quad.predicate == ORG.organization}
    assert row_iri(gazetteer.row("organization/mossad")) in bodies
    assert {q.object for q in quads if q.predicate == ORG.member} == {row_iri(gazetteer.row("person/yossi-cohen"))}
    assert list(background_quads(gazetteer, frozenset())) == []


def test_dispute_and_place_are_told(gazetteer: Gazetteer) -> None:
    """A disputed place says by whom, with its coordinates."""
    node = row_iri(gazetteer.row("place/nagorno-karabakh"))
    said = facts(list(background_quads(gazetteer, {"place/nagorno-karabakh"})), node)
    assert (DL.disputedBy, row_iri(gazetteer.row("state/armenia"))) in said
    assert {GEO.lat, GEO.long} <= {predicate for predicate, _ in said}


def test_row_without_item_has_its_own_iri(gazetteer: Gazetteer) -> None:
    """A row whose item nobody verified is minted from its identifier and claims no item."""
    row = gazetteer.row("organization/al-jarida")
    said = facts(list(background_quads(gazetteer, {row.id})), NamedNode(iri.mint_known(row.id)))
    assert said
    assert DL.wikidataItem not in {predicate for predicate, _ in said}


def test_same_rows_give_the_same_quads(gazetteer: Gazetteer) -> None:
    """The order in which rows are asked for does not matter."""
    known = ["state/israel", "person/yossi-cohen", "place/baku"]
    assert list(background_quads(gazetteer, known)) == list(background_quads(gazetteer, known[::-1]))
