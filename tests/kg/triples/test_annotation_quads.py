from hypothesis import given
from pyoxigraph import BlankNode, Literal, NamedNode
from strategies import TEXT, annotations, make_annotation, make_article

from kg import iri
from kg.model import Annotation, Entity, Participant
from kg.triples.annotation import annotation_quads
from kg.triples.roles import role_properties
from kg.vocabulary import DL, OA

ARTICLE = make_article()
VERBS = {DL.asserts, DL.reports, DL.denies, DL.envisages}


@given(annotations())
def test_one_graph_no_blank_nodes_own_subjects(annotation: Annotation) -> None:
    """Every quad stands in the article's graph, has no blank node, and its subject belongs to the article."""
    for quad in annotation_quads(ARTICLE, annotation):
        assert quad.graph_name == NamedNode(iri.mint_article_graph("envoy"))
        assert not isinstance(quad.object, BlankNode)
        assert isinstance(quad.subject, NamedNode)
        assert quad.subject.value.startswith(iri.mint_article("envoy"))


@given(annotations())
def test_each_claim_has_exactly_its_verb_and_its_chain(annotation: Annotation) -> None:
    """A claim stands in exactly one verb triple, and following `relays` gives its sources from the outside in."""
    quads = list(annotation_quads(ARTICLE, annotation))
    for claim in annotation.claims:
        node = NamedNode(iri.mint_part("envoy", "claim", claim.id))
        assert [quad.predicate for quad in quads if quad.subject == node and quad.predicate in VERBS] == [
            DL[claim.verb]
        ]
        chain = []
        while True:
            source = [quad.object for quad in quads if quad.subject == node and quad.predicate == DL.attributedTo]
            chain.append(source[0] if source else None)
            inner = [quad.object for quad in quads if quad.subject == node and quad.predicate == DL.relays]
            if not inner:
                break
            assert isinstance(inner[0], NamedNode)
            node = inner[0]
        author = NamedNode(iri.mint_part("envoy", "maker", "author"))
        nodes = {
            "paper": NamedNode(iri.mint_part("envoy", "entity", "paper")),
            "chad": NamedNode(iri.mint_item("Q657")),
            None: None,
        }
        assert chain == ([nodes[source] for source in claim.sources] or [author])


@given(annotations())
def test_relayed_words_never_assert(annotation: Annotation) -> None:
    """An inner claim has content, and none of the four verbs, and no article."""
    quads = list(annotation_quads(ARTICLE, annotation))
    inner = {quad.object for quad in quads if quad.predicate == DL.relays}
    assert not any(quad.subject in inner and quad.predicate in VERBS | {DL.statedIn} for quad in quads)


def test_quotes_are_exact() -> None:
    """The quote of each evidence, by its position, is what stands in the text."""
    quads = list(annotation_quads(ARTICLE, make_annotation(ARTICLE)))
    value = {(quad.subject, quad.predicate): quad.object for quad in quads}
    evidence = [quad.object for quad in quads if quad.predicate == DL.evidence]
    assert evidence
    for node in evidence:
        selectors = {quad.object for quad in quads if quad.subject == node and quad.predicate == OA.hasSelector}
        found = {
            key[1]: term.value for key, term in value.items() if key[0] in selectors and isinstance(term, Literal)
        }
        assert TEXT[int(found[OA.start]) : int(found[OA.end])] == found[OA.exact]


def test_sides_of_a_meeting_are_party_and_counterparty_but_not_at_a_gathering() -> None:
    """Two agents of talks are party and counterparty; at a conference both are only agents."""
    entities = {name: Entity(id=name, kind="State", label=name) for name in ("a", "b", "c")}
    talks = (
        make_annotation(ARTICLE)
        .events[0]
        .model_copy(
            update={
                "cls": "Meeting",
                "type": "negotiation",
                "participants": tuple(Participant(role="agent", entity=name) for name in entities),
            }
        )
    )
    assert list(role_properties(talks, entities)) == [
        (DL.hasParty, "a"),
        (DL.hasCounterparty, "b"),
        (DL.hasCounterparty, "c"),
    ]
    fair = talks.model_copy(update={"type": "conference"})
    assert {role for role, _ in role_properties(fair, entities)} == {DL.hasAgent}
