"""What does the command line print of what an article says?"""

import json
from pathlib import Path
from typing import Any

import jsonschema
from pyoxigraph import RdfFormat, parse
from strategies import TEXT

from kg import iri
from kg.vocabulary import DL, RDF

SCHEMA = Path(__file__).resolve().parents[3] / "kg/annotate/annotation.schema.json"


def spans(value: object) -> list[dict[str, Any]]:
    """Every mapping inside a JSON value that has a quote."""
    if isinstance(value, list):
        return [span for item in value for span in spans(item)]
    if not isinstance(value, dict):
        return []
    return [value] * ("quote" in value) + [span for item in value.values() for span in spans(item)]


def test_annotations_are_valid_and_exact_and_a_bad_file_is_exit_1(run: Any, corpus: Path, tmp_path: Path) -> None:
    """Each line is an object of the published schema whose quotes stand at their offsets; the engine reads it."""
    missing = tmp_path / "missing.txt"
    done = run("annotate", "--format", "json", corpus, missing)
    assert done.code == 1
    (line,) = done.out.splitlines()
    annotation = json.loads(line)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(annotation)
    found = spans(annotation)
    assert len(found) > 5
    assert [TEXT[span["start"] : span["end"]] for span in found] == [span["quote"] for span in found]
    assert {claim["engine"] for claim in annotation["claims"]} == {"reader"}
    assert done.err.startswith(f"rejected: {missing}: ")


def test_triples_are_trig_of_one_graph(call: Any) -> None:
    """An article from standard input is a graph of its own with claims in it."""
    done = call("triples", "-", given=TEXT)
    assert (done.code, done.err) == (0, "")
    quads = list(parse(done.out, format=RdfFormat.TRIG))
    (graph,) = {quad.graph_name for quad in quads}
    assert str(graph).startswith(f"<{iri.GRAPH}article/")
    assert any((quad.predicate, quad.object) == (RDF.type, DL.Claim) for quad in quads)


def test_why_tells_what_each_event_rests_on(call: Any, corpus: Path) -> None:
    """Text for people: the trigger, its probability, the classes, links, claim, and three training passages."""
    done = call("annotate", "--why", corpus / "envoy.txt")
    assert done.code == 0
    visit = next(part for part in done.out.split("\n\n") if part.startswith('"visited"'))
    lines = [line.split() for line in visit.splitlines()]
    assert [line[0] for line in lines[:6]] == ['"visited"', "in", "event", "class", "PLOVER", "lexicon"]
    assert lines[3][1] == "Visit"
    assert sum(line[0] == "like" for line in lines) == 3


def test_why_as_json_agrees_with_the_annotation(call: Any, corpus: Path) -> None:
    """One object an article; its events, classes and confidences are those of the annotation."""
    told = json.loads(call("annotate", "--why", "--format", "json", corpus / "envoy.txt").out)
    said = json.loads(call("annotate", corpus / "envoy.txt").out)
    assert told["article"] == "envoy"
    assert {e["event"]: e["cls"]["said"] for e in told["events"]} == {e["id"]: e["class"] for e in said["events"]}
    confidences = {claim["claim"]: claim["confidence"] for event in told["events"] for claim in event["claims"]}
    assert confidences == {claim["id"]: claim["confidence"] for claim in said["claims"]}
    assert all(event["probability"] > event["threshold"] for event in told["events"])


def test_why_has_no_other_form(call: Any, corpus: Path) -> None:
    """YAML and brat have no place for it."""
    done = call("annotate", "--why", "--format", "brat", corpus / "envoy.txt")
    assert (done.code, "--why" in done.err) == (2, True)
