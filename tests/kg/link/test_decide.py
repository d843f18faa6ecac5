"""Does an annotation alone link its entities, and does it do so in any order?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.link.decide import link_entities
from kg.model import Entity, Tenure

ENTITIES = (
    Entity(id="il", kind="State", label="Israel"),
    Entity(id="az", kind="State", label="Azerbaijan"),
    Entity(id="mossad", kind="Organization", label="Mossad"),
    Entity(id="pm", kind="Person", label="Netanyahu"),
    Entity(id="source", kind="Person", label="Israel", named=False),
    Entity(id="nobody", kind="Person", label="Xanthippe Quill"),
    Entity(id="set", kind="State", label="Israel", wikidata="Q1"),
    Entity(id="gaza", kind="Place", label="Gaza City"),
)
TENURES = (Tenure(id="t", person="pm", post="Prime Minister"),)
ITEMS = {"il": "Q801", "az": "Q227", "mossad": "Q34216", "pm": "Q43723", "set": "Q1"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return load_gazetteer()


def test_named_entities_are_linked(gazetteer: Gazetteer) -> None:
    """States, bodies and a posted surname find their items; unnamed, unknown and reviewed ones stay."""
    linked = {entity.id: entity for entity in link_entities(ENTITIES, gazetteer, tenures=TENURES)}
    assert {key: linked[key].wikidata for key in ITEMS} == ITEMS
    assert linked["source"] == ENTITIES[4]
    assert (linked["nobody"].wikidata, linked["nobody"].link) == (None, None)


def test_surname_without_a_post_is_not_asserted(gazetteer: Gazetteer) -> None:
    """A bare surname gets a close match with its candidates, not the item."""
    (entity,) = [e for e in link_entities(ENTITIES, gazetteer) if e.id == "pm"]
    assert entity.wikidata is None
    assert entity.known is None
    assert entity.link is not None
    assert "Q43723" in {candidate.wikidata for candidate in entity.link.candidates}


@given(order=st.permutations(ENTITIES))
def test_order_does_not_matter(gazetteer: Gazetteer, order: list[Entity]) -> None:
    """Each entity gets the same link wherever it stands."""
    expected = {entity.id: entity for entity in link_entities(ENTITIES, gazetteer, tenures=TENURES)}
    assert {entity.id: entity for entity in link_entities(order, gazetteer, tenures=TENURES)} == expected


def test_linking_twice_is_linking_once(gazetteer: Gazetteer) -> None:
    """A linked annotation links to itself."""
    once = link_entities(ENTITIES, gazetteer, tenures=TENURES)
    again = link_entities(once, gazetteer, tenures=TENURES)
    assert [(e.known, e.wikidata) for e in again] == [(e.known, e.wikidata) for e in once]
