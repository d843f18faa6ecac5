"""Are entities linked by the whole article, a reviewer before everything?"""

from datetime import date
from pathlib import Path

import pytest

from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.link.relinking import find_links, relink
from kg.link.reviewing import COLUMNS, FILE, LinkVerdict, for_article, read_links
from kg.model import Annotation, Entity, Header, Mention, Rejection, Review, When

TEXT = "President Bush flew to Kuwait. George W. Bush met Sabah there. The electrician David Cameron came along."
DAY = When(edtf="2003-03-01", earliest=date(2003, 3, 1), latest=date(2003, 3, 1), basis="stated")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return load_gazetteer()


def annotation(*entities: tuple[Entity, str], state: str = "unreviewed") -> Annotation:
    """An annotation of `TEXT` with entities and the words that mention them."""
    starts = [TEXT.index(words) for _, words in entities]
    mentions = tuple(
        Mention(id=f"m{start}", start=start, end=start + len(words), quote=words, entity=entity.id)
        for start, (entity, words) in zip(starts, entities, strict=True)
    )
    return Annotation(
        article=Header(key="a", sha256="0" * 64, published=DAY),
        mentions=mentions,
        entities=tuple(entity for entity, _ in entities),
        review=Review.model_validate({"state": state}),
    )


BUSH = Entity(id="bush", kind="Person", label="Bush"), "President Bush"
CAMERON = (
    Entity(id="c", kind="Person", label="David Cameron", known="person/david-cameron", wikidata="Q192"),
    "The electrician David Cameron",
)
KUWAIT = Entity(id="k", kind="State", label="Kuwait", known="state/kuwait", wikidata="Q817"), "Kuwait"


def test_whole_text_confirms_and_refutes(gazetteer: Gazetteer) -> None:
    """A surname with post and day is confirmed; a namesake with another calling loses what was read; others stay."""
    bush, cameron, kuwait = relink(annotation(BUSH, CAMERON, KUWAIT), TEXT, gazetteer).entities
    assert (bush.known, bush.wikidata, bush.label) == ("person/george-w-bush", "Q207", "George W. Bush")
    assert (cameron.known, cameron.wikidata) == (None, None)
    assert cameron.link is not None
    assert "is called electrician" in cameron.link.reason
    assert kuwait.known == "state/kuwait"


def test_reviewed_annotation_stays_as_it_is(gazetteer: Gazetteer) -> None:
    """What a reviewer has checked is not decided again, even by a verdict on the name."""
    reviewed = annotation(BUSH, CAMERON, state="reviewed")
    assert relink(reviewed, TEXT, gazetteer, [LinkVerdict(verdict="nobody", name="Bush")]) == reviewed


VERDICTS = [
    (LinkVerdict(verdict="is", name="Bush", item="Q23505"), None, "Q23505"),
    (LinkVerdict(verdict="is", name="president bush", item="person/george-h-w-bush"), "person/george-h-w-bush", None),
    (LinkVerdict(verdict="nobody", name="Bush"), None, None),
    (LinkVerdict(verdict="is not", name="Bush", item="person/george-w-bush"), None, None),
    (LinkVerdict(verdict="nobody", name="Bush", article="b"), "person/george-w-bush", "Q207"),
]


@pytest.mark.parametrize(("verdict", "known", "item"), VERDICTS)
def test_reviewer_wins(gazetteer: Gazetteer, verdict: LinkVerdict, known: str | None, item: str | None) -> None:
    """`is`, `nobody` and `is not` overrule every sign; a verdict on another article does not."""
    (bush,) = relink(annotation(BUSH), TEXT, gazetteer, [verdict]).entities
    if known == "person/george-h-w-bush":
        item = gazetteer.row(known).qid
    assert (bush.known, bush.wikidata) == (known, item)
    again = relink(annotation(BUSH), TEXT, gazetteer, [verdict]).entities
    assert again == (bush,)


def test_every_decision_keeps_candidates_and_reasons(gazetteer: Gazetteer) -> None:
    """Each named entity has its decisions, each with every candidate and why."""
    (linked,) = find_links(annotation(BUSH), TEXT, gazetteer)
    (decision,) = linked.decisions
    assert {c.match.row.id for c in decision.candidates} == {"person/george-w-bush", "person/george-h-w-bush"}
    assert all(c.reasons for c in decision.candidates)


def test_relinking_twice_is_relinking_once(gazetteer: Gazetteer) -> None:
    """What was decided is decided the same again."""
    once = relink(annotation(BUSH, CAMERON, KUWAIT), TEXT, gazetteer)
    assert relink(once, TEXT, gazetteer) == once


def test_article_comes_before_all_and_the_last_counts() -> None:
    """Of verdicts on one name the article's own holds, then the later; every `is not` holds."""
    every = LinkVerdict(verdict="is", name="Bush", item="Q1")
    later = LinkVerdict(verdict="nobody", name="bush")
    own = LinkVerdict(verdict="is", name="Bush", item="Q2", article="a")
    barred = LinkVerdict(verdict="is not", name="Bush", item="Q3")
    assert for_article([own, every, later, barred], "a") == (own, barred)
    assert for_article([own, every, later, barred], "b") == (later, barred)


def test_file_is_read_row_by_row(tmp_path: Path) -> None:
    """Each faulty row is told with its line and reason; the others hold."""
    rows = [
        "is,Bush,Q207,,seen", "maybe,Bush,Q207,,", "is,Bush,,,", "nobody,Bush,Q1,,", "is not,Bush,bush,,", "is,,Q1,,",
        "is,Bush", "nobody,Smith,,a,",
    ]  # fmt: skip
    (tmp_path / FILE).write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    found = list(read_links([tmp_path, tmp_path / "none"]))
    assert [f.place for f in found if isinstance(f, Rejection)] == [f"line {n}" for n in range(3, 9)]
    assert [f.name for f in found if isinstance(f, LinkVerdict)] == ["Bush", "Smith"]


@pytest.mark.parametrize("text", ["", "verdict,name\n", "\ufeffx"])
def test_file_without_its_columns_is_told(tmp_path: Path, text: str) -> None:
    """Another table is refused with the columns that are wanted."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    (found,) = read_links([tmp_path])
    assert isinstance(found, Rejection)
    assert "verdict, name, item, article, note" in found.remedy
