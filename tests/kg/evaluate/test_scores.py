"""Do the figures say how well an article was read?"""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import make_annotation, make_article

from kg.annotate.annotation_file import to_yaml
from kg.errors import InputError
from kg.evaluate import Scores, evaluate_gold, table
from kg.evaluate.gold import Actor, read_gold
from kg.model import Annotation, Entity, Participant

ARTICLE = make_article()
GOLD = make_annotation(ARTICLE)
PERFECT = {
    "trigger_f1": 1.0, "typed_f1": 1.0, "plover_f1": 1.0, "typed_actors_f1": 1.0, "verb": 1.0, "attribution": 1.0,
    "hearsay_as_fact": 0.0, "time_bounds": 1.0, "invented_actors": 0.0, "exact_offsets": 1.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gold annotation as a file."""
    path = tmp_path_factory.mktemp("gold") / "envoy.annotation.yaml"
    path.write_text(to_yaml(GOLD), encoding="utf-8")
    return path


def score(reading: Annotation, gold: Path) -> Scores:
    """The figures of a reading."""
    return evaluate_gold(ARTICLE, reading, gold)


def figures(scores: Scores) -> dict[str, float]:
    """Everything but counts and key."""
    return {name: getattr(scores, name) for name in PERFECT}


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
    assert figures(score(GOLD, gold)) == PERFECT


@given(st.permutations([0, 1]), st.permutations([0, 1]))
def test_the_order_of_the_reading_is_of_no_account(gold: Path, events: list[int], claims: list[int]) -> None:
    """Events and claims in any order score the same."""
    shuffled = GOLD.model_copy(
        update={
            "events": tuple(GOLD.events[index] for index in events),
            "claims": tuple(GOLD.claims[index] for index in claims),
        }
    )
    assert figures(score(shuffled, gold)) == PERFECT


def test_an_event_that_was_not_seen_costs_recall(gold: Path) -> None:
    """One of two: F1 is 2/3, and what was matched stays right."""
    reading = GOLD.model_copy(update={"events": GOLD.events[:1], "claims": GOLD.claims[:1]})
    found = score(reading, gold)
    assert (found.gold, found.read) == (2, 1)
    assert (found.trigger_f1, found.typed_f1, found.plover_f1, found.typed_actors_f1) == (2 / 3,) * 4
    assert (found.verb, found.attribution, found.time_bounds) == (1.0, 1.0, 1.0)


def test_an_event_that_nobody_told_costs_precision(gold: Path) -> None:
    """A third event beside the two: F1 is 4/5."""
    invented = GOLD.events[0].model_copy(update={"id": "e3"})
    claim = GOLD.claims[0].model_copy(update={"id": "c3", "event": "e3"})
    reading = GOLD.model_copy(update={"events": (*GOLD.events, invented), "claims": (*GOLD.claims, claim)})
    assert score(reading, gold).trigger_f1 == 4 / 5


NORWAY_HOST = Participant(role="host", entity="norway")
SWAPPED = (Participant(role="guest", entity="norway"), Participant(role="host", entity="ada-lund"))

FAULTS: list[tuple[str, Annotation, dict[str, float]]] = [
    ("another class", edit_event(0, cls="Meeting"), {"typed_f1": 0.5, "typed_actors_f1": 0.5}),
    ("another category", edit_event(0, plover="AID"), {"plover_f1": 0.5}),
    ("another verb", edit_claim(0, verb="denies"), {"verb": 0.5}),
    ("hearsay told as fact", edit_claim(1, verb="asserts"), {"verb": 0.5, "hearsay_as_fact": 1.0}),
    ("own voice for a source", edit_claim(1, sources=()), {"attribution": 0.5}),
    ("an unnamed source for a named one", edit_claim(1, sources=(None,)), {"attribution": 0.5}),
    ("another source", edit_claim(1, sources=("chad",)), {"attribution": 0.5}),
    ("more sources around the right one", edit_claim(1, sources=("chad", "paper")), {}),
    ("another bound", edit_event(0, when=GOLD.events[0].when.model_copy(update={"latest": date(2019, 5, 30)})),
     {"time_bounds": 0.5}),
    ("an actor left out", edit_event(0, participants=(NORWAY_HOST,)), {"typed_actors_f1": 0.5}),
    ("actors swapped", edit_event(0, participants=SWAPPED), {"typed_actors_f1": 0.5}),
    ("an actor invented", edit_event(0, participants=(*GOLD.events[0].participants,
     Participant(role="guest", entity="chad"))), {"typed_actors_f1": 0.5, "invented_actors": 1 / 5}),
    ("an actor by another role of the same side", edit_event(0, participants=(
     Participant(role="agent", entity="ada-lund"), Participant(role="target", entity="norway"))), {}),
    ("a thing more", edit_event(0, participants=(*GOLD.events[0].participants,
     Participant(role="item", entity="chad"))), {}),
]  # fmt: skip


@pytest.mark.parametrize(("reading", "wanted"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_each_fault_lowers_its_own_figures_alone(gold: Path, reading: Annotation, wanted: dict[str, float]) -> None:
    """All other figures stay perfect."""
    assert figures(score(reading, gold)) == PERFECT | wanted


def test_a_quote_that_the_text_lacks_is_counted(gold: Path) -> None:
    """One of the spans is not what stands there."""
    wrong = GOLD.mentions[0].model_copy(update={"start": 0, "end": 8})
    reading = GOLD.model_copy(update={"mentions": (wrong, *GOLD.mentions[1:])})
    assert score(reading, gold).exact_offsets == 8 / 9


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
    assert figures(score(add_entity(Entity(id="n", kind="State", label="The NORWAY’s"), reading), gold)) == PERFECT


def test_a_hand_made_gold_of_records_is_read_like_an_annotation(tmp_path: Path) -> None:
    """Both forms of gold give the same scores."""
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
    assert figures(score(GOLD, path)) == PERFECT


@pytest.mark.parametrize(
    "content", ["{", "events: [{id: e1, class: Visit}]", "- 1", "records: [{}]", "{entities: [], records: [1]}", None]
)
def test_a_gold_that_cannot_be_read_is_one_error_that_names_it(tmp_path: Path, content: str | None) -> None:
    """Missing, no YAML, no mapping, no annotation, or records without their fields."""
    path = tmp_path / "gold.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.yaml"):
        read_gold(path, ARTICLE)


def test_the_table_has_a_column_for_each_article(gold: Path) -> None:
    """Names of the figures in the first column, three digits."""
    lines = table([score(GOLD, gold), score(edit_claim(0, verb="denies"), gold)]).split("\n")
    assert lines[0].split() == ["envoy", "envoy"]
    assert ["verb", "1.000", "0.500"] in [line.split() for line in lines]
    assert ["gold", "2", "2"] in [line.split() for line in lines]
