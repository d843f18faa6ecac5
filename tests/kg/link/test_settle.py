"""Do rows and items of a reviewed annotation come to agree?"""

import pytest
from strategies import make_annotation, make_article

from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.link.settle import UnknownRow, settle
from kg.model import Annotation, Entity

GOLD = make_annotation(make_article())


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with the program."""
    return load_gazetteer()


def with_entity(entity: Entity) -> Annotation:
    """An annotation that has one entity."""
    return GOLD.model_copy(update={"entities": (entity,), "events": (), "claims": (), "mentions": ()})


@pytest.mark.parametrize(
    ("known", "wikidata", "wanted"),
    [
        ("state/norway", None, ("state/norway", "Q20")),
        (None, "Q20", ("state/norway", "Q20")),
        ("state/norway", "Q20", ("state/norway", "Q20")),
        (None, "Q999999999", (None, "Q999999999")),
        (None, None, (None, None)),
    ],
)
def test_a_row_and_its_item_follow_from_each_other(
    gazetteer: Gazetteer, known: str | None, wikidata: str | None, wanted: tuple[str | None, str | None]
) -> None:
    """Either names both; an item that no row has stays alone; settling again changes nothing."""
    given = with_entity(Entity(id="x", kind="State", label="X", known=known, wikidata=wikidata))
    settled = settle(given, gazetteer)
    (entity,) = settled.entities
    assert (entity.known, entity.wikidata) == wanted
    assert settle(settled, gazetteer) == settled


@pytest.mark.parametrize(
    ("known", "wikidata", "said"),
    [("state/atlantis", None, "no row state/atlantis"), ("state/norway", "Q35", "is Q20, not Q35")],
)
def test_a_row_that_is_not_there_or_is_another_item_is_refused(
    gazetteer: Gazetteer, known: str, wikidata: str | None, said: str
) -> None:
    """The message names the entity and what is wrong with it."""
    given = with_entity(Entity(id="x", kind="State", label="X", known=known, wikidata=wikidata))
    with pytest.raises(UnknownRow, match=f"entity x: .*{said}"):
        settle(given, gazetteer)


def test_everything_else_stays(gazetteer: Gazetteer) -> None:
    """Only entities are touched."""
    settled = settle(GOLD, gazetteer)
    assert settled.model_copy(update={"entities": GOLD.entities}) == GOLD
