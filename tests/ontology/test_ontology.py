"""Does the ontology keep to its own limits, and is every term documented?"""

import re
from collections.abc import Iterator

import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg.datafiles import find_data
from kg.ontology.load import ontology_graph, read_turtle, shapes_graph, types_graph
from kg.ontology.profile import profile_violations
from kg.ontology.terms import types_below

DL = rdflib.Namespace("https://w3id.org/dateline/ontology#")
DLT = rdflib.Namespace("https://w3id.org/dateline/type/")
PLOVER = rdflib.Namespace("https://w3id.org/dateline/plover/")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
KINDS = {
    DL[kind]
    for kind in ("Visit", "Meeting", "Communication", "Transfer", "Conflict", "PoliticalAct", "Movement", "Situation")
}
PUBLIC = {
    DL[name]
    for name in (
        "dealtWith", "State", "ActualEvent", "Visit", "hasGuest", "takesPlaceInCountry", "edtf", "inCapacity",
        "hasSupplier", "hasRecipient", "asserts", "reports", "denies", "envisages", "attributedTo", "ReportedEvent",
        "hasContent", "statedIn", "relays", "upstreamSource", "Person", "EnvisagedEvent", "hasAgent", "earliest",
        "latest", "involves", "DeniedEvent", "Meeting", "Communication", "Transfer", "Conflict", "PoliticalAct",
        "Movement", "Situation", "causeOf", "before", "hasSubEvent", "evidence", "hasPlace", "disputedBy",
        "wikidataItem",
    )
}  # fmt: skip
"""Names that queries of others already use."""
ONTOLOGY = rdflib.URIRef("https://w3id.org/dateline/ontology")


def own(graph: rdflib.Graph, *kinds: rdflib.URIRef) -> set[rdflib.term.Node]:
    """The terms of our namespace that are of one of the kinds."""
    return {term for kind in kinds for term in graph.subjects(RDF.type, kind) if str(term).startswith(str(DL))}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    """The axioms and mappings."""
    return ontology_graph()


@pytest.fixture(scope="module")
def types() -> rdflib.Graph:
    """The event types."""
    return types_graph()


def test_it_stays_small(graph: rdflib.Graph) -> None:
    """There are at most 30 classes and 55 properties of our own."""
    assert len(own(graph, OWL.Class)) <= 30
    assert len(own(graph, OWL.ObjectProperty, OWL.DatatypeProperty)) <= 55


@pytest.mark.parametrize("predicate", [RDFS.label, RDFS.comment, SKOS.example])
def test_every_term_is_documented_in_english(graph: rdflib.Graph, predicate: rdflib.URIRef) -> None:
    """Each class and property has one label, one comment and one example, tagged as English."""
    for term in own(graph, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        assert [value.language for value in graph.objects(term, predicate)] == ["en"], term


def test_every_term_says_what_defines_it(graph: rdflib.Graph) -> None:
    """Each class and property is defined by the ontology, and nothing else of our namespace is a subject."""
    terms = own(graph, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    assert set(graph.subjects(RDFS.isDefinedBy, ONTOLOGY)) == terms
    assert {term for term in graph.subjects() if str(term).startswith(str(DL))} == terms


def test_labels_are_unique(graph: rdflib.Graph) -> None:
    """No two terms have the same label."""
    labels = [str(graph.value(term, RDFS.label)) for term in own(graph, OWL.Class, OWL.ObjectProperty)]
    assert sorted(labels) == sorted(set(labels))


def test_published_names_stay(graph: rdflib.Graph) -> None:
    """Names that queries already use are still there."""
    assert own(graph, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty) >= PUBLIC


def test_it_is_in_owl_2_rl(graph: rdflib.Graph) -> None:
    """Axioms and mappings together are inside the profile."""
    assert profile_violations(graph) == ()


def test_facts_are_guarded(graph: rdflib.Graph) -> None:
    """Every chain that leads from a role to a fact goes through assertedBy and then asserts."""
    facts = {DL.visited, DL.metWith, DL.suppliedTo, DL.dealtWith}
    for fact in facts:
        for body in graph.objects(fact, OWL.propertyChainAxiom):
            chain = list(rdflib.collection.Collection(graph, body))
            assert facts & set(chain) or chain[1:3] == [DL.assertedBy, DL.asserts], chain
        assert not {DL.hasContent, DL.reports, DL.denies, DL.envisages} & set(
            graph.subjects(RDFS.subPropertyOf, fact)
        )


def test_only_chains_and_narrower_facts_imply_a_fact(graph: rdflib.Graph) -> None:
    """No property but a fact is below a fact, and no fact is below anything that an article writes."""
    facts = {DL.visited, DL.metWith, DL.suppliedTo, DL.dealtWith}
    for fact in facts:
        assert set(graph.subjects(RDFS.subPropertyOf, fact)) <= facts
        assert set(graph.objects(fact, RDFS.subPropertyOf)) <= facts


def test_blank_nodes_are_only_what_owl_needs(graph: rdflib.Graph) -> None:
    """A blank node is a list, a class expression or an axiom about several classes."""
    needed = {OWL.Class, OWL.AllDisjointClasses}
    for node in {term for term in graph.subjects() if isinstance(term, rdflib.BNode)}:
        assert (node, RDF.first, None) in graph or needed & set(graph.objects(node, RDF.type))


def test_mappings_start_from_our_terms() -> None:
    """The alignments say nothing about a term that the ontology does not declare, and add none of our own."""
    axioms = {
        quad.subject.value
        for quad in read_turtle(find_data("ontology/dateline.ttl"))
        if hasattr(quad.subject, "value")
    }
    ours = {
        quad.subject.value
        for quad in read_turtle(find_data("ontology/alignments.ttl"))
        if quad.subject.value.startswith(str(DL))
    }
    assert ours <= axioms


def test_every_actor_and_event_class_is_mapped(graph: rdflib.Graph) -> None:
    """Each class of what takes part has a near term in another vocabulary."""
    for term in (DL.Actor, DL.Person, DL.Organization, DL.Group, DL.State, DL.Place, DL.Item, DL.Event, DL.Claim):
        assert (term, SKOS.closeMatch, None) in graph, term


def test_only_actual_events_are_events_of_other_vocabularies(graph: rdflib.Graph) -> None:
    """SEM's and schema.org's events happened: no class of mere descriptions is below theirs."""
    for theirs in ("http://semanticweb.cs.vu.nl/2009/11/sem/Event", "https://schema.org/Event"):
        assert set(graph.subjects(RDFS.subClassOf, rdflib.URIRef(theirs))) == {DL.ActualEvent}


def test_plover_has_its_sixteen_categories(graph: rdflib.Graph) -> None:
    """PLOVER's categories are the sixteen, each with label, comment and example."""
    scheme = rdflib.URIRef(str(PLOVER))
    concepts = set(graph.subjects(SKOS.inScheme, scheme))
    assert {str(concept).removeprefix(str(PLOVER)) for concept in concepts} == set(
        "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST "  # noqa: SIM905
        "ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
    )
    for concept in concepts:
        for predicate in (RDFS.label, RDFS.comment, SKOS.example, SKOS.prefLabel):
            assert [value.language for value in graph.objects(concept, predicate)] == ["en"], concept
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == concepts


def test_every_type_has_label_definition_and_kind(types: rdflib.Graph) -> None:
    """Each type is in the scheme, with one label, one definition and one of the eight kinds."""
    for concept in types.subjects(RDF.type, SKOS.Concept):
        assert len(list(types.objects(concept, SKOS.prefLabel))) == 1, concept
        assert len(list(types.objects(concept, SKOS.definition))) == 1, concept
        assert {*types.objects(concept, SKOS.broadMatch)} <= KINDS, concept
        assert len(list(types.objects(concept, SKOS.broadMatch))) == 1, concept
        assert (concept, SKOS.inScheme, rdflib.URIRef(str(DLT))) in types, concept


def test_each_kind_has_its_fallback(types: rdflib.Graph) -> None:
    """The top concepts are one type for each kind."""
    tops = set(types.objects(rdflib.URIRef(str(DLT)), SKOS.hasTopConcept))
    assert {types.value(top, SKOS.broadMatch) for top in tops} == KINDS
    assert len(tops) == len(KINDS)


def test_a_wider_type_is_of_the_same_kind(types: rdflib.Graph) -> None:
    """skos:broader stays inside a kind and ends at its fallback."""
    for concept in types.subjects(RDF.type, SKOS.Concept):
        line = list(types.transitive_objects(concept, SKOS.broader))
        assert len({types.value(item, SKOS.broadMatch) for item in line}) == 1, concept
        assert (line[-1], SKOS.topConceptOf, rdflib.URIRef(str(DLT))) in types, concept


def test_no_name_means_two_types(types: rdflib.Graph) -> None:
    """A name, canonical or merged, belongs to one type."""
    names = [str(name) for name in _labels(types)]
    assert sorted(names) == sorted(set(names))


def _labels(types: rdflib.Graph) -> Iterator[rdflib.term.Node]:
    for concept in types.subjects(RDF.type, SKOS.Concept):
        yield from types.objects(concept, SKOS.prefLabel)
        yield from types.objects(concept, SKOS.altLabel)


def test_gatherings_are_those_that_the_triples_know(types: rdflib.Graph) -> None:
    """The types in which attendance is not meeting are the same in the scheme and in the code."""
    below = {str(term).removeprefix(str(DLT)) for term in types.transitive_subjects(SKOS.broader, DLT.gathering)}
    assert below == types_below("gathering")


def test_plover_matches_exist(graph: rdflib.Graph, types: rdflib.Graph) -> None:
    """A type's category is one of PLOVER's."""
    assert set(types.objects(None, SKOS.closeMatch)) <= set(graph.subjects(SKOS.notation))


def test_shapes_speak_of_existing_terms(graph: rdflib.Graph) -> None:
    """Every term of ours in a shape is in the ontology."""
    used = {str(term) for triple in shapes_graph() for term in triple if str(term).startswith(str(DL))}
    assert used - {str(DL)} <= {str(term) for term in own(graph, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)}


def test_readme_lists_only_existing_terms(graph: rdflib.Graph) -> None:
    """Every `dl:` name in the README is a term."""
    text = find_data("ontology/README.md").read_text(encoding="utf-8")
    named = {DL[name] for name in re.findall(r"\bdl:([A-Za-z]+)", text)}
    assert named <= own(graph, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def test_shapes_are_valid_shacl() -> None:
    """The shapes conform to SHACL's own shapes."""
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes_graph(), meta_shacl=True)
    assert conforms, text
