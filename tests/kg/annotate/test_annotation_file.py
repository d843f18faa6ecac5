import json
from pathlib import Path

import pytest
from hypothesis import given
from strategies import TEXT, annotations, make_annotation, make_article, span_of

from kg.annotate import annotation_file
from kg.annotate.annotation_file import read_annotation, schema_json, to_json, to_yaml
from kg.model import Annotation, Rejection

BY_HAND = """
entities:
  - {id: ada-lund, kind: Person, label: Ada Lund}
times:
  - {id: t1, quote: May 2019, type: DATE, value: 2019-05, edtf: 2019-05}
events:
  - id: e1
    class: Visit
    type: visit
    trigger: visited
    participants: [{role: guest, entity: ada-lund}]
    when: 2019-05
claims:
  - {verb: asserts, event: e1, evidence: [Ada Lund visited Norway]}
"""


@given(annotations())
def test_json_round_trip(annotation: Annotation) -> None:
    """An annotation written as JSON and read again is the same."""
    assert Annotation.model_validate_json(to_json(annotation)) == annotation


def test_yaml_round_trip(tmp_path: Path) -> None:
    """An annotation written as YAML for editing and read again is the same."""
    article = make_article()
    annotation = make_annotation(article)
    path = tmp_path / "envoy.annotation.yaml"
    path.write_text(to_yaml(annotation), encoding="utf-8")
    assert read_annotation(path, article) == annotation


def test_hand_written_spans_and_dates_are_completed(tmp_path: Path) -> None:
    """Words alone become a span with offsets, EDTF text alone a date with bounds."""
    path = tmp_path / "envoy.annotation.yaml"
    path.write_text(BY_HAND, encoding="utf-8")
    annotation = read_annotation(path, make_article())
    assert isinstance(annotation, Annotation)
    assert annotation.events[0].trigger == span_of(TEXT, "visited")
    assert annotation.claims[0].evidence == (span_of(TEXT, "Ada Lund visited Norway"),)
    when = annotation.events[0].when
    assert (str(when.earliest), str(when.latest), when.basis) == ("2019-05-01", "2019-05-31", "reviewed")
    assert annotation.article.sha256 == make_article().sha256


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("trigger: visited", "trigger: vistied", "does not stand in the text"),
        ("when: 2019-05", "when: 2019-13", "not an EDTF date"),
        ("class: Visit", "class: Holiday", "Input should be"),
        ("events:", "events: [", "not YAML"),
        ("entities:", "article: {sha256: abc}\nentities:", "made for another text"),
    ],
)
def test_a_wrong_value_is_a_rejection_that_says_what(tmp_path: Path, before: str, after: str, reason: str) -> None:
    """A fault in a hand-written annotation is a Rejection that names the file and the reason."""
    path = tmp_path / "envoy.annotation.yaml"
    path.write_text(BY_HAND.replace(before, after, 1), encoding="utf-8")
    found = read_annotation(path, make_article())
    assert isinstance(found, Rejection)
    assert found.source == str(path)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nevents: *b", "line 1, column 4", "anchors, aliases and tags"),
        ("x: {<<: {a: 1}}", "x", "Extra inputs"),
        ("events: !!bool abc", "line 1, column 9", "anchors, aliases and tags"),
        ("events: " + "[" * 500 + "]" * 500, "line 1, column 24", "nested deeper"),
        ("article: abc", None, "article: not a mapping"),
        ("article: {key: other}", None, "article.key"),
        ("events: [abc]", None, "events: not a list of mappings"),
        ("claims:", None, "claims: not a list of mappings"),
        ("events: [{id: 0x" + "f" * 9000 + ", trigger: visited, further: 5}]", None, "events.0xff"),
        ("events: [{id: e1, trigger: visited, further: 5}]", None, "events.e1.further: not a list"),
        ("events: [{id: e1, trigger: {quote: visited, n: x}}]", None, "events.e1: n is the number"),
        ("events: [{id: e1, trigger: {quote: ''}}]", None, "events.e1: a span is its words"),
        ("events: [{id: e1, trigger: visited, when: 2019-02-31}]", None, "has no day 31"),
        ("times: [{quote: visited, value: x}]\nevents: [{id: e1, trigger: visited, time: [1]}]", "times.0.id", "req"),
    ],
)
def test_a_hostile_file_is_a_rejection(tmp_path: Path, text: str, place: str | None, reason: str) -> None:
    """Bombs and values of a wrong kind end in a short Rejection, never in an exception."""
    path = tmp_path / "envoy.annotation.yaml"
    path.write_text(text, encoding="utf-8")
    found = read_annotation(path, make_article())
    assert isinstance(found, Rejection)
    assert found.place == place
    assert reason in found.reason
    assert len(found.reason) <= 300


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("entity: ada-lund", "entity: nobody", "events.e1: there is no 'nobody' in entities"),
        ("verb: asserts, event: e1", "verb: asserts, event: e9", "claims.c1: there is no 'e9' in events"),
        ("label: Ada Lund", "label: Ada Lund, within: x", "entities.ada-lund: there is no 'x' in entities"),
        ("role: guest", "role: guest, mention: m1", "events.e1: there is no 'm1' in mentions"),
        ("class: Visit", "class: Visit\n    time: t2", "events.e1: there is no 't2' in times"),
        ("class: Visit", "class: Visit\n    capacity: [t1]", "events.e1: there is no 't1' in tenures"),
        (
            "times:",
            "mentions: [{id: m, quote: Ada Lund, entity: x}]\ntimes:",
            "mentions.m: there is no 'x' in entities",
        ),
        ("times:", "tenures: [{id: t, post: p, person: x}]\ntimes:", "tenures.t: there is no 'x' in entities"),
        (
            "times:",
            "  - {id: ada-lund, kind: Person, label: Ada}\ntimes:",
            "entities: the id 'ada-lund' is there twice",
        ),
    ],
)
def test_a_dangling_or_doubled_id_is_a_rejection(tmp_path: Path, before: str, after: str, reason: str) -> None:
    """What an annotation refers to must be in it, once; the message names the part and the identifier."""
    assert before in BY_HAND
    path = tmp_path / "envoy.annotation.yaml"
    path.write_text(BY_HAND.replace(before, after, 1), encoding="utf-8")
    found = read_annotation(path, make_article())
    assert isinstance(found, Rejection)
    assert found.reason == reason


def test_published_schema_is_current() -> None:
    """The committed JSON Schema is the one that the records give."""
    published = Path(annotation_file.__file__).with_name("annotation.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == json.loads(schema_json())
