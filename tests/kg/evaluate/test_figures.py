"""Do the figures say how well an article was read?"""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import TEXT, make_annotation, make_article, span_of

from kg.annotate.annotation_file import to_yaml
from kg.annotate.parse import load_parser, parse
from kg.errors import InputError
from kg.evaluate.comparing import Compared, compare
from kg.evaluate.figures import classes_of, figures_of
from kg.evaluate.gold import Actor, read_gold
from kg.model import Annotation, Entity, Participant

ARTICLE = make_article()
GOLD = make_annotation(ARTICLE)
DOC = parse(ARTICLE, load_parser())
ACTORS = ("strict: typed + both actors F1", "lenient: typed + both actors F1")
TYPED = ("strict: typed F1 (class)", "lenient: typed F1 (class)", "every mention: typed F1 (class)", "class of found")
PLOVER = ("strict: typed F1 (PLOVER)", "lenient: typed F1 (PLOVER)", "PLOVER of found")
SOURCE = ("innermost source", "whole chain of sources")
TOLD = "innermost source, where told by others"
FAULTLESS = dict.fromkeys(
    ("hearsay told as fact", "fact held back", "invented actors", "time bounds contradicted"), 0.0
)


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gold annotation as a file."""
    path = tmp_path_factory.mktemp("gold") / "envoy.annotation.yaml"
    path.write_text(to_yaml(GOLD), encoding="utf-8")
    return path


def compared(reading: Annotation, gold: Path) -> Compared:
    """A reading held against a gold file."""
    return compare(ARTICLE, reading, read_gold(gold, ARTICLE, DOC), DOC)


def figures(reading: Annotation, gold: Path) -> dict[str, float]:
    """Every figure that has a value."""
    return {figure.name: figure.over / figure.under for figure in figures_of(compared(reading, gold)) if figure.under}


def perfect(gold: Path) -> dict[str, float]:
    """What the gold scores against itself."""
    return figures(GOLD, gold)


def less(names: tuple[str, ...], value: float = 0.5) -> dict[str, float]:
    """These figures lowered to a value."""
    return dict.fromkeys(names, value)


def edit_event(number: int, **changes: object) -> Annotation:
    """The gold with one event told differently."""
    events = list(GOLD.events)
    events[number] = events[number].model_copy(update=changes)
    return GOLD.model_copy(update={"events": tuple(events)})


def edit_claim(number: int, **changes: object) -> Annotation:
    """The gold with one claim told differently."""
    claims = list(GOLD.claims)
    claims[number] = claims[number].model_copy(update=changes)
    return GOLD.model_copy(update={"claims": tuple(claims)})


def add_entity(entity: Entity, annotation: Annotation) -> Annotation:
    """The annotation with somebody more in its list."""
    return annotation.model_copy(update={"entities": (*annotation.entities, entity)})


def test_a_reading_equal_to_the_gold_is_perfect(gold: Path) -> None:
    """Every score is 1, every fault 0."""
    found = perfect(gold)
    assert found == {name: FAULTLESS.get(name, 1.0) for name in found}
    assert set(FAULTLESS) < found.keys()
    assert {
        "strict: trigger F1",
        "time bounds",
        "words of time",
        "exact offsets",
        *ACTORS,
        *TYPED,
        *PLOVER,
    } < found.keys()


@settings(deadline=None)
@given(st.permutations([0, 1]), st.permutations([0, 1]))
def test_the_order_of_the_reading_is_of_no_account(gold: Path, events: list[int], claims: list[int]) -> None:
    """Events and claims in any order score the same."""
    shuffled = GOLD.model_copy(
        update={
            "events": tuple(GOLD.events[index] for index in events),
            "claims": tuple(GOLD.claims[index] for index in claims),
        }
    )
    assert figures(shuffled, gold) == perfect(gold)


def test_an_event_that_was_not_seen_costs_recall(gold: Path) -> None:
    """One of two: recall is 1/2, F1 2/3, and what was found stays right."""
    found = figures(GOLD.model_copy(update={"events": GOLD.events[:1], "claims": GOLD.claims[:1]}), gold)
    wanted = {name: 2 / 3 for name in found if name.endswith("F1") or " F1 (" in name}
    recalls = {"strict: trigger recall": 0.5, "lenient: trigger recall": 0.5}
    assert found == {name: value for name, value in perfect(gold).items() if name in found} | wanted | recalls


def test_an_event_that_nobody_told_costs_precision(gold: Path) -> None:
    """A third event beside the two: F1 is 4/5."""
    invented = GOLD.events[0].model_copy(update={"id": "e3"})
    claim = GOLD.claims[0].model_copy(update={"id": "c3", "event": "e3"})
    found = figures(
        GOLD.model_copy(update={"events": (*GOLD.events, invented), "claims": (*GOLD.claims, claim)}), gold
    )
    assert found["strict: trigger F1"] == found["lenient: trigger F1"] == 4 / 5
    assert found["strict: trigger precision"] == 2 / 3


def test_the_wrong_word_of_the_right_sentence_is_found_only_leniently(tmp_path: Path) -> None:
    """A gold trigger of several words: another of its words meets it, but is not its head."""
    said = edit_event(0, trigger=span_of(TEXT, "Minister Ada Lund visited Norway"))
    path = tmp_path / "envoy.annotation.yaml"
    path.write_text(to_yaml(said), encoding="utf-8")
    found = figures(edit_event(0, trigger=span_of(TEXT, "Norway")), path)
    assert (found["strict: trigger F1"], found["lenient: trigger F1"]) == (0.5, 1.0)


NORWAY_HOST = Participant(role="host", entity="norway")
SWAPPED = (Participant(role="guest", entity="norway"), Participant(role="host", entity="ada-lund"))

FAULTS: list[tuple[str, Annotation, dict[str, float]]] = [
    ("another class", edit_event(0, cls="Meeting"), less(TYPED + ACTORS)),
    ("another category", edit_event(0, plover="AID"), less(PLOVER)),
    ("another verb", edit_claim(0, verb="envisages"), {"claim verb": 0.5, "fact held back": 1.0}),
    ("told to be untrue", edit_claim(0, verb="denies"), {"claim verb": 0.5, "polarity": 0.5, "fact held back": 1.0}),
    ("hearsay told as fact", edit_claim(1, verb="asserts"), {"claim verb": 0.5, "hearsay told as fact": 1.0}),
    ("own voice for a source", edit_claim(1, sources=()), less(SOURCE) | {TOLD: 0.0}),
    ("an unnamed source for a named one", edit_claim(1, sources=(None,)), less(SOURCE) | {TOLD: 0.0}),
    ("another source", edit_claim(1, sources=("chad",)), less(SOURCE) | {TOLD: 0.0}),
    ("more sources around the right one", edit_claim(1, sources=("chad", "paper")), {"whole chain of sources": 0.5}),
    ("another bound", edit_event(0, when=GOLD.events[0].when.model_copy(update={"latest": date(2019, 5, 30)})),
     {"time bounds": 0.5, "time bounds, the same or wider": 0.5}),
    ("a wider bound", edit_event(0, when=GOLD.events[0].when.model_copy(update={"earliest": None})),
     {"time bounds": 0.5}),
    ("another year", edit_event(0, when=GOLD.events[0].when.model_copy(
     update={"earliest": date(2020, 1, 1), "latest": None})),
     {"time bounds": 0.5, "time bounds, the same or wider": 0.5, "time bounds contradicted": 0.5}),
    ("no words of time", edit_event(0, time=None), {"words of time": 0.5}),
    ("an actor left out", edit_event(0, participants=(NORWAY_HOST,)), less(ACTORS)),
    ("actors swapped", edit_event(0, participants=SWAPPED), less(ACTORS)),
    ("an actor invented", edit_event(0, participants=(*GOLD.events[0].participants,
     Participant(role="guest", entity="chad"))), less(ACTORS) | {"invented actors": 1 / 5}),
    ("an actor by another role of the same side", edit_event(0, participants=(
     Participant(role="agent", entity="ada-lund"), Participant(role="target", entity="norway"))), {}),
    ("a thing more", edit_event(0, participants=(*GOLD.events[0].participants,
     Participant(role="item", entity="chad"))), {}),
]  # fmt: skip


@pytest.mark.parametrize(("reading", "wanted"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_each_fault_changes_its_own_figures_alone(gold: Path, reading: Annotation, wanted: dict[str, float]) -> None:
    """All other figures stay perfect."""
    assert figures(reading, gold) == perfect(gold) | wanted


def test_a_quote_that_the_text_lacks_is_counted(gold: Path) -> None:
    """One of the spans is not what stands there."""
    wrong = GOLD.mentions[0].model_copy(update={"start": 0, "end": 8})
    reading = GOLD.model_copy(update={"mentions": (wrong, *GOLD.mentions[1:])})
    assert figures(reading, gold)["exact offsets"] == 8 / 9


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("norway", "Q20"), ("the kingdom", "Q20"), True),
        (("norway", "Q20"), ("norway", "Q35"), False),
        (("norway", "Q20"), ("norway", None), True),
        (("norway", None), ("chad", None), False),
    ],
)
def test_actors_are_the_same_by_item_or_else_by_name(
    one: tuple[str, str | None], other: tuple[str, str | None], same: bool
) -> None:
    """Two items decide; a name decides where one has no item; either way round."""
    first, second = (Actor(role="agent", names=frozenset({name}), wikidata=item) for name, item in (one, other))
    assert first.same_as(second) is same
    assert second.same_as(first) is same


def test_names_are_compared_without_article_case_and_possessive(gold: Path) -> None:
    """A label in capitals with an article and a possessive is the same name."""
    reading = edit_event(0, participants=(Participant(role="guest", entity="ada-lund"),
                                          Participant(role="host", entity="n")))  # fmt: skip
    assert figures(add_entity(Entity(id="n", kind="State", label="The NORWAY’s"), reading), gold) == perfect(gold)


def test_a_hand_made_gold_of_records_is_read_like_an_annotation(tmp_path: Path) -> None:
    """The other form of gold names no trigger and no words of time; every other figure is the same."""
    path = tmp_path / "gold.yaml"
    path.write_text(
        """
entities:
- {id: lund, label: Ada Lund}
- {id: norway, label: Norway, qid: Q20}
- {id: chad, label: Chad, mentions: [Republic of Chad]}
- {id: paper, label: a paper}
records:
- class: Visit
  plover: CONSULT
  claim: asserts
  attribution: [author]
  actors: [{role: hasGuest, entity: lund}, {role: hasHost, entity: norway}]
  time: {earliest: "2019-05-01", latest: "2019-05-31"}
  evidence: [{start: 21, end: 74}]
- class: Transfer
  plover: COOPERATE
  claim: reports
  attribution: [author, paper]
  actors: [{role: hasSupplier, entity: norway}, {role: hasRecipient, entity: chad}]
  evidence: [{start: 75, end: 124}]
""",
        encoding="utf-8",
    )
    found = figures(GOLD, path)
    assert found == {name: FAULTLESS.get(name, 1.0) for name in found}
    assert not [name for name in found if name.startswith(("strict", "every mention", "words of time"))]
    assert {"lenient: trigger F1", "time bounds", *SOURCE} < found.keys()


@pytest.mark.parametrize(
    "content", ["{", "events: [{id: e1, class: Visit}]", "- 1", "records: [{}]", "{entities: [], records: [1]}", None]
)
def test_a_gold_that_cannot_be_read_is_one_error_that_names_it(tmp_path: Path, content: str | None) -> None:
    """Missing, no YAML, no mapping, no annotation, or records without their fields."""
    path = tmp_path / "gold.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.yaml"):
        read_gold(path, ARTICLE, DOC)


def test_each_class_and_category_has_an_f1_of_its_own(gold: Path) -> None:
    """A visit taken for a meeting costs both classes and no other."""
    found = {f.name: f.over / f.under for f in classes_of(compared(edit_event(0, cls="Meeting"), gold)) if f.under}
    assert found == {"Visit": 0.0, "Meeting": 0.0, "Transfer": 1.0, "CONSULT": 1.0, "COOPERATE": 1.0}
