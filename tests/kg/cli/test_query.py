"""What does the current snapshot answer on the command line?"""

import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from kg import iri
from kg.vocabulary import DL, DLI

ROOT = Path(__file__).resolve().parents[3]
ASSERTED = "SELECT ?c ?e { ?c dl:asserts ?e }"
CLAIM, EVENT = iri.mint_part("envoy", "claim", "c1"), iri.mint_part("envoy", "event", "e1")


def test_rows_are_the_same_in_every_format(call: Any, built: Any) -> None:
    """Full IRIs for programs, prefixed names for people; common prefixes need no declaration."""
    as_csv, as_json, as_table = (
        call("query", "--data", built.data, "--format", form, given=ASSERTED) for form in ("csv", "json", "table")
    )
    assert [as_csv.code, as_json.code, as_table.code] == [0, 0, 0]
    assert list(csv.DictReader(StringIO(as_csv.out))) == [{"c": CLAIM, "e": EVENT}]
    rows = json.loads(as_json.out)["results"]["bindings"]
    assert [(row["c"]["value"], row["e"]["value"]) for row in rows] == [(CLAIM, EVENT)]
    assert "dli:envoy/claim/c1" in as_table.out
    assert "dli:envoy/event/e1" in as_table.out


def test_a_graph_is_turtle_and_a_question_is_json(call: Any, built: Any, tmp_path: Path) -> None:
    """CONSTRUCT from a file gives triples; ASK gives a boolean."""
    query = tmp_path / "visited.rq"
    query.write_text("CONSTRUCT { ?a dl:visited ?b } { ?a dl:visited ?b }", encoding="utf-8")
    graph = call("query", query, "--data", built.data)
    lund = DLI["envoy/entity/ada-lund"]
    assert [quad.triple for quad in parse(graph.out, format=RdfFormat.TURTLE)] == [Triple(lund, DL.visited, DLI.Q20)]
    asked = call("query", "--data", built.data, given="ASK { ?a dl:suppliedTo ?b }")
    assert json.loads(asked.out)["boolean"] is False


def test_a_table_shows_text_as_it_stands(call: Any, built: Any) -> None:
    """Brackets in an article are no markup, and no control character reaches the terminal."""
    shown = call("query", "--data", built.data, given='SELECT ("[/b] [bold]x\\u001b[31m" AS ?x) {}')
    assert shown.code == 0
    assert "[/b] [bold]x\N{REPLACEMENT CHARACTER}[31m" in shown.out
    assert "\x1b" not in shown.out


def test_a_query_of_other_bytes_or_functions_is_one_sentence(call: Any, built: Any, tmp_path: Path) -> None:
    """Exit code 3 and what is wrong, for bytes that are no UTF-8 and for a function that is not there."""
    path = tmp_path / "latin.rq"
    path.write_bytes(b"ASK {} # \xff")
    bytes_done = call("query", path, "--data", built.data)
    unknown = call("query", "--data", built.data, given="SELECT (<x:f>() AS ?x) {}")
    assert [bytes_done.code, unknown.code] == [3, 3]
    assert "not UTF-8 at byte 9" in bytes_done.err
    assert "<x:f>" in unknown.err


def test_date_functions_work(call: Any, built: Any) -> None:
    """The visit of May 2019 is certainly in 2019 and not certainly in its first week."""
    query = """SELECT ?in ?week { ?e dl:earliest ?a ; dl:latest ?b
        BIND(dlf:certainlyWithin(?a, ?b, "2019") AS ?in)
        BIND(dlf:certainlyWithin(?a, ?b, "2019-05-01/2019-05-07") AS ?week) }"""
    done = call("query", "--data", built.data, "--format", "csv", given=query)
    assert done.out.split() == ["in,week", "true,false"]


def test_a_malformed_query_is_exit_3_with_its_place(call: Any, built: Any) -> None:
    """Line, column and what was found there, in one line."""
    done = call("query", "--data", built.data, given="SELECT ?c {\n ?c dl:asserts }")
    assert (done.code, done.out) == (3, "")
    (line,) = done.err.splitlines()
    assert "line 2, column 16" in line
    assert line.endswith("found }")


def test_an_update_is_no_query(call: Any, built: Any) -> None:
    """The store is not changed from here."""
    done = call("query", "--data", built.data, given="INSERT DATA { <x:a> <x:b> <x:c> }")
    assert done.code == 3
    assert "answers queries only" in done.err


def test_without_a_snapshot_the_message_names_the_command_that_makes_one(call: Any, tmp_path: Path) -> None:
    """Exit code 3 and one sentence."""
    done = call("query", "--data", tmp_path / "none", given="ASK {}")
    assert done.code == 3
    (line,) = done.err.splitlines()
    assert "dateline build" in line
    assert str(tmp_path / "none") in line


def test_a_reader_who_goes_away_hears_nothing(built: Any) -> None:
    """A closed pipe is no fault: nothing on standard error."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "kg.cli", "query", "--data", str(built.data), "--format", "csv"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, input=b"SELECT * { ?s ?p ?o }", stdout=write, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(write)
    assert done.stderr == b""


def test_a_build_of_a_small_article_is_sound(call: Any, built: Any) -> None:
    """Ontology, shapes and evidence: no finding."""
    done = call("check", "--data", built.data)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith(": 1 articles checked, 0 findings\n")


@pytest.mark.parametrize("query", ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "ASK {SERVICE ?x {}}"])
def test_a_query_that_would_leave_the_machine_is_refused(call: Any, built: Any, query: str) -> None:
    """SERVICE ends with exit 3 and says so; no connection is tried."""
    done = call("query", "--data", built.data, given=query)
    assert done.code == 3
    assert "SERVICE" in done.err


def test_a_table_is_not_written_as_a_graph(call: Any, built: Any) -> None:
    """A format that the kind of answer does not have is a usage error."""
    done = call("query", "--data", built.data, "--format", "turtle", given=ASSERTED)
    assert done.code == 2
    assert "gives a table" in done.err
