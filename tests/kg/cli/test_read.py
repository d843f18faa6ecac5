"""What does the command line print of what an article says?"""

import json
from pathlib import Path
from typing import Any

import jsonschema
from pyoxigraph import RdfFormat, parse
from strategies import TEXT

from kg import iri
from kg.annotate.annotation_file import SUFFIX
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


def test_scores_need_a_gold_for_each_article(call: Any, corpus: Path) -> None:
    """Two articles and one gold are a wrong call."""
    done = call("evaluate", corpus / "envoy.txt", corpus / "envoy.txt", "--gold", corpus / f"envoy{SUFFIX}")
    assert done.code == 2
    assert "2 articles but 1 gold annotations" in done.err


def test_scores_are_a_table(call: Any, corpus: Path) -> None:
    """The reading is scored against the reviewer's file, which it has not seen."""
    gold = corpus / f"envoy{SUFFIX}"
    done = call("evaluate", corpus / "envoy.txt", "--gold", gold)
    assert done.code == 0
    rows = dict(line.rsplit(maxsplit=1) for line in done.out.splitlines()[1:])
    assert rows["gold"] == "2"
    assert rows["exact offsets"] == "1.000"
    assert 0 < float(rows["trigger f1"]) <= 1
