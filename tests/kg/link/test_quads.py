"""Which links reach the graph, and in which words?"""

import pyshacl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from rdflib import Graph

from kg import iri
from kg.link.quads import link_quads
from kg.model import Annotation, Candidate, Entity, Header, Link
from kg.ontology.load import shapes_graph
from kg.vocabulary import DL, OA, RDF, RDFS, SCHEMA, SKOS, XSD

NODE, GRAPH = NamedNode(iri.mint_part("a", "entity", "x")), NamedNode(iri.mint_graph("links"))


def annotation(*entities: Entity) -> Annotation:
    """An annotation with these entities."""
    return Annotation(article=Header(key="a", sha256="0" * 64), entities=entities)


def test_only_doubtful_links_are_written() -> None:
    """A doubtful item is a close match of the article's own node; a confirmed one needs no triple here."""
    doubtful = Entity(id="x", kind="Person", label="X", link=Link(score=0.6, reason="r", close="Q5"))
    sure = Entity(id="y", kind="Person", label="Y", known="person/y", wikidata="Q6", link=Link(score=0.9, reason="r"))
    none = Entity(id="z", kind="Person", label="Z", link=Link(score=0.1, reason="r"))
    found = list(link_quads([annotation(doubtful, sure, none)]))
    matches = [quad for quad in found if quad.predicate == SKOS.closeMatch]
    assert matches == [Quad(NODE, SKOS.closeMatch, NamedNode(iri.mint_wikidata("Q5")), GRAPH)]
    assert {quad.object for quad in found if quad.predicate == OA.hasTarget} == {NODE}


def test_item_set_by_a_reviewer_silences_the_doubt() -> None:
    """Once a reviewer has set an item, the close match is not published."""
    entity = Entity(id="x", kind="Person", label="X", wikidata="Q7", link=Link(score=0.6, reason="r", close="Q5"))
    assert list(link_quads([annotation(entity)])) == []


def test_each_item_that_was_weighed_has_its_score() -> None:
    """The likeliest has the score of the decision and its reasons, another one its own score alone."""
    weighed = (Candidate(wikidata="Q5", label="Al X", score=0.7), Candidate(wikidata="Q9", label="Bo X", score=0.45))
    link = Link(score=0.62, reason="Al X by surname", close="Q5", candidates=weighed)
    found = link_quads([annotation(Entity(id="x", kind="Person", label="X", link=link))])
    told: dict[str, list[tuple[NamedNode, object]]] = {}
    for quad in found:
        if quad.subject != NODE:
            told.setdefault(str(quad.subject), []).append((quad.predicate, quad.object))
    assert told == {
        f"<{iri.mint_part('a', 'link', f'x-{qid}')}>": [
            (RDF.type, DL.DoubtfulLink),
            (RDFS.label, Literal(f"X: {name}?", language="en")),
            (OA.hasTarget, NODE),
            (OA.hasBody, NamedNode(iri.mint_wikidata(qid))),
            (SCHEMA.value, Literal(score, datatype=XSD.decimal)),
            *notes,
        ]
        for qid, name, score, notes in (
            ("Q9", "Bo X", "0.45", []),
            ("Q5", "Al X", "0.62", [(SKOS.note, Literal("Al X by surname", language="en"))]),
        )
    }


_SCORES = st.integers(0, 100).map(lambda hundredths: hundredths / 100)


@given(st.dictionaries(st.integers(1, 30), _SCORES, max_size=5), st.integers(1, 30), _SCORES)
def test_every_item_is_weighed_once(scores: dict[int, float], close: int, score: float) -> None:
    """Whatever the candidates are, each is one link with one score; the doubtful item is one of them."""
    candidates = tuple(Candidate(wikidata=f"Q{n}", label=f"N{n}", score=value) for n, value in scores.items())
    link = Link(score=score, reason="r", close=f"Q{close}", candidates=candidates)
    found = list(link_quads([annotation(Entity(id="x", kind="Person", label="X", link=link))]))
    bodies = [
        quad.object.value for quad in found if quad.predicate == OA.hasBody and isinstance(quad.object, NamedNode)
    ]
    values = [
        float(quad.object.value)
        for quad in found
        if quad.predicate == SCHEMA.value and isinstance(quad.object, Literal)
    ]
    expected = {iri.mint_wikidata(f"Q{n}"): value for n, value in (scores | {close: score}).items()}
    assert dict(zip(bodies, values, strict=True)) == expected
    assert len(bodies) == len(expected)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("<{node}> <https://schema.org/value> 1.5 .", "one score from 0 to 1"),
        ("<{node}> oa:hasBody <http://example.org/Q5> .", "one item of Wikidata"),
        ("<{target}> dl:wikidataItem wd:Q5 .", "no item is confirmed"),
    ],
)
def test_shapes_know_a_link(wrong: str, message: str) -> None:
    """What is written conforms; a score out of range, a foreign item, or a confirmed one beside it does not."""
    link = Link(score=0.62, reason="r", close="Q5")
    triples = [quad.triple for quad in link_quads([annotation(Entity(id="x", kind="Person", label="X", link=link))])]
    data = Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    assert _report(data) == (True, "")
    node, prefixes = (
        iri.mint_part("a", "link", "x-Q5"),
        f"PREFIX dl: <{DL.base}> PREFIX oa: <{OA.base}> PREFIX wd: <{iri.WIKIDATA}> ",
    )
    data.parse(data=prefixes + wrong.format(node=node, target=NODE.value), format="turtle")
    conforms, said = _report(data)
    assert not conforms
    assert message in said


def _report(data: Graph) -> tuple[bool, str]:
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes_graph())
    return conforms, "" if conforms else text
