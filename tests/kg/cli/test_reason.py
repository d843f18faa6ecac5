"""What follows, and why, on the command line?"""

import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kg.cli import memory
from kg.errors import MemoryExceeded
from kg.vocabulary import OWL, RDF

FAMILY = """
PREFIX : <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
:before a owl:TransitiveProperty .
:before owl:inverseOf :after .
:a :before :b . :b :before :c .
"""
CONTRADICTION = """
PREFIX : <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
:War owl:disjointWith :Peace .
:x a :War , :Peace .
"""
FOLLOWS = {
    "<http://example.org/a> <http://example.org/before> <http://example.org/c> .",
    "<http://example.org/b> <http://example.org/after> <http://example.org/a> .",
    "<http://example.org/c> <http://example.org/after> <http://example.org/a> .",
    "<http://example.org/c> <http://example.org/after> <http://example.org/b> .",
}
VISITED = ("dli:envoy/entity/ada-lund", "dl:visited", "dli:Q20")


def test_closing_twice_adds_nothing(call: Any, tmp_path: Path) -> None:
    """What follows from a file; with that beside it, nothing more."""
    stated, inferred = tmp_path / "family.ttl", tmp_path / "inferred.nt"
    stated.write_text(FAMILY, encoding="utf-8")
    assert call("reason", stated, "-o", inferred).code == 0
    assert set(inferred.read_text(encoding="utf-8").splitlines()) == FOLLOWS
    again = call("reason", stated, inferred)
    assert (again.code, again.out, again.err) == (0, "", "")


@pytest.mark.parametrize("options", [[], ["--check"]])
def test_a_contradiction_is_told_and_exit_1(call: Any, tmp_path: Path, options: list[str]) -> None:
    """The message names what contradicts itself."""
    path = tmp_path / "both.ttl"
    path.write_text(CONTRADICTION, encoding="utf-8")
    done = call("reason", path, *options)
    assert done.code == 1
    assert "War" in done.err
    assert "Peace" in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_no_rdf_is_exit_3_with_its_line(call: Any, tmp_path: Path) -> None:
    """One sentence that names file and line."""
    path = tmp_path / "bad.ttl"
    path.write_text("PREFIX : <http://example.org/>\n:a :b\n", encoding="utf-8")
    done = call("reason", path)
    assert done.code == 3
    assert "bad.ttl" in done.err
    assert "Traceback" not in done.err


def test_an_inferred_triple_is_explained_down_to_its_sentence(call: Any, built: Any) -> None:
    """Rules, the asserted triples they rest on, and the words of the article."""
    done = call("explain", *VISITED, "--data", built.data)
    assert done.code == 0
    assert done.out.startswith(" ".join(VISITED))
    assert '"Foreign Minister Ada Lund visited Norway in May 2019."' in done.out
    assert "[asserted]" in done.out


def test_what_the_graph_does_not_hold_is_exit_1(call: Any, built: Any) -> None:
    """Hearsay has no such triple to explain."""
    done = call("explain", "dli:Q20", "dl:suppliedTo", "dli:Q657", "--data", built.data)
    assert (done.code, done.out) == (1, "")
    assert "does not hold" in done.err


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (["x", "dl:visited", "dli:Q657"], 1),
        (["dli:Q20", "visited", "dli:Q657"], 9),
        (["<http://example.org/a>", "dl:visited", "no:where"], 35),
        (["dli:Q20", "dl:visited", '"Baku'], 20),
    ],
)
def test_words_that_are_no_triple_are_exit_3(call: Any, built: Any, words: list[str], column: int) -> None:
    """They are repeated in the message, with the column of the word at fault as the caller counts."""
    done = call("explain", *words, "--data", built.data)
    assert done.code == 3
    assert f"not a triple: {' '.join(words)} (column {column}: " in done.err


@pytest.mark.parametrize(
    "trusted_not", ["dli:envoy", "<https://w3id.org/dateline/id/envoy>", "dli:envoy/maker/author"]
)
def test_what_falls_without_an_article_or_its_author_is_told(call: Any, built: Any, trusted_not: str) -> None:
    """The visit that the article asserts in its own words falls, with the names of who visited what."""
    done = call("reason", "--without", trusted_not, "--data", built.data)
    assert (done.code, done.err) == (0, "")
    line = next(line for line in done.out.splitlines() if line.startswith(" ".join(VISITED)))
    assert line.endswith("(Ada Lund · visited · Norway)")


def test_what_others_say_stands_without_a_source(call: Any, built: Any) -> None:
    """Hearsay of a paper is no fact that could fall; the article's own visit stays."""
    done = call("reason", "--without", "dli:envoy/entity/paper", "--data", built.data)
    assert done.code == 0
    assert "dl:visited" not in done.out


@pytest.mark.parametrize("words", [["--without", "dli:Q1"], ["--without", "no iri"]])
def test_what_is_no_source_is_exit_3(call: Any, built: Any, words: list[str]) -> None:
    """One sentence that names it."""
    done = call("reason", *words, "--data", built.data)
    assert (done.code, done.out) == (3, "")
    assert words[1] in done.err


@pytest.mark.parametrize("files", [True, False])
def test_files_or_a_source_are_asked_for(call: Any, tmp_path: Path, files: bool) -> None:
    """Neither, or both, is a fault of usage."""
    path = tmp_path / "family.ttl"
    path.write_text(FAMILY, encoding="utf-8")
    assert call("reason", *([path, "--without", "dli:envoy"] if files else [])).code == 2


def test_what_does_not_follow_is_told(call: Any, tmp_path: Path) -> None:
    """--entails: nothing and exit 0 when all follows, axioms included; else the triples that do not, and exit 1."""
    path, asked = tmp_path / "family.ttl", tmp_path / "asked.ttl"
    path.write_text(FAMILY, encoding="utf-8")
    prefixes = FAMILY[: FAMILY.index(":before a")]
    asked.write_text(prefixes + ":c :after :a . owl:Thing a owl:Class .", encoding="utf-8")
    assert (done := call("reason", path, "--entails", asked)).code == 0
    assert done.out == ""
    asked.write_text(prefixes + ":c :after :a . :c :before :a .", encoding="utf-8")
    done = call("reason", path, "--entails", asked)
    assert (done.code, done.out.count("\n")) == (1, 1)
    assert "before" in done.out


def test_too_much_memory_is_exit_3_with_what_to_do(run: Any, tmp_path: Path) -> None:
    """A run ends before it takes more than it may, and says so; with enough it goes through."""
    path = tmp_path / "many.nt"
    chain = (f"<x:n{number}> <x:p> <x:n{number + 1}> .\n" for number in range(1500))
    axiom = f"<x:p> <{RDF.type.value}> <{OWL.TransitiveProperty.value}> .\n"
    path.write_text(axiom + "".join(chain), encoding="utf-8")
    done = run("reason", path, "--memory", 120)
    assert done.code == 3
    assert "--memory" in done.err
    assert "Traceback" not in done.err
    small = tmp_path / "family.ttl"
    small.write_text(FAMILY, encoding="utf-8")
    assert run("reason", small, "--memory", 1000).code == 0


@pytest.fixture(params=[signal.SIG_IGN, signal.default_int_handler], ids=["background", "terminal"])
def interruptible(request: pytest.FixtureRequest) -> Iterator[None]:
    """A process in which SIGINT is ignored, as a script starts it in the background, and one in which it is not."""
    former = signal.signal(signal.SIGINT, request.param)
    yield
    signal.signal(signal.SIGINT, former)


@pytest.mark.usefixtures("interruptible")
def test_a_swallowed_interruption_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code that passes no exception on, as a callback of a library, cannot let a run go on for long."""
    monkeypatch.setattr(memory, "_AGAIN_SECONDS", 0.05)
    swallowed = 0
    with pytest.raises(MemoryExceeded), memory.limit_memory(1):
        for _ in range(2):
            with suppress(KeyboardInterrupt):
                for _ in range(3000):
                    time.sleep(0.01)
                pytest.fail("no interruption came")
            swallowed += 1
    assert swallowed == 2


def test_no_more_proofs_are_shown_than_there_are(call: Any, built: Any) -> None:
    """-n 1 shows one without a heading; --all shows each under its number, the smallest first."""
    one = call("explain", *VISITED, "-n", "1", "--data", built.data)
    every = call("explain", *VISITED, "--all", "--data", built.data)
    assert (one.code, every.code) == (0, 0)
    assert not one.out.startswith("proof")
    headings = [line for line in every.out.splitlines() if line.startswith("proof ")]
    assert headings == [f"proof {number} of {len(headings)}" for number in range(1, len(headings) + 1)]
    assert call("explain", *VISITED, "-n", "0", "--data", built.data).code == 2
