"""Does a reviewer get the short names that other articles tell in full, and no more?"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kg.link.elsewhere import tell_elsewhere
from kg.model import Annotation, Candidate, Entity, EntityKind, Header, Link, When


def annotation(key: str, day: int, *entities: Entity) -> Annotation:
    """An article of a day in May 2020 with these entities."""
    published = date(2020, 5, day)
    when = When(edtf=published.isoformat(), earliest=published, latest=published, basis="metadata")
    return Annotation(article=Header(key=key, sha256="0" * 64, published=when), entities=entities)


def doubtful(label: str, *items: str, kind: EntityKind = "Person") -> Entity:
    """A name with candidates."""
    candidates = tuple(Candidate(wikidata=item, label=f"Somebody {item}", score=0.55) for item in items)
    return Entity(
        id=f"x-{label.lower()}", kind=kind, label=label, link=Link(score=0.55, reason="r", candidates=candidates)
    )


def sure(item: str) -> Entity:
    """Somebody whose item is confirmed."""
    return Entity(id=f"y-{item}", kind="Person", label=f"Somebody {item}", known=f"person/{item}", wikidata=item)


def test_a_row_names_the_article_the_item_and_where_it_is_sure() -> None:
    """The nearest articles first; the verdict is left for a person to fill in."""
    said = [
        annotation("a", 9, doubtful("Moss", "Q1", "Q2")),
        annotation("b", 1, sure("Q1")),
        annotation("c", 8, sure("Q1"), sure("Q3")),
    ]
    assert list(tell_elsewhere(said)) == [
        ("", "Moss", "Q1", "a", "Somebody Q1 in c (2020-05-08), b (2020-05-01)"),
    ]


def test_what_says_nothing_is_left_out() -> None:
    """A whole name, a place, two candidates that are both sure, the same article, and what nobody is sure of."""
    others = annotation("b", 1, sure("Q1"), sure("Q2"))
    for entity in (doubtful("Ann Moss", "Q1"), doubtful("Moss", "Q1", kind="Place"), doubtful("Moss", "Q1", "Q2"),
                   doubtful("Moss", "Q5"), doubtful("Moss")):  # fmt: skip
        assert list(tell_elsewhere([annotation("a", 2, entity), others])) == []
    assert list(tell_elsewhere([annotation("a", 2, doubtful("Moss", "Q1"), sure("Q1"))])) == []


@given(st.permutations([("a", "Q1"), ("b", "Q2"), ("c", ""), ("d", "Q1"), ("e", "")]))
def test_the_order_of_articles_changes_nothing(order: list[tuple[str, str]]) -> None:
    """Rows come by article and name."""
    said = [annotation(key, 3, sure(item) if item else doubtful("Moss", "Q1", "Q9")) for key, item in order]
    rows = list(tell_elsewhere(said))
    assert [row[3] for row in rows] == ["c", "e"]
    assert {row[4] for row in rows} == {"Somebody Q1 in a (2020-05-03), d (2020-05-03)"}
