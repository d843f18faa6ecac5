"""How does a build end, and what does it say?"""

from pathlib import Path
from typing import Any

import pytest

from kg.store.snapshot import open_current


def test_a_build_tells_its_snapshot_and_each_rejection_with_its_remedy(built: Any) -> None:
    """Exit code 1: the snapshot stands; one line names file, reason and what to do."""
    snapshot = open_current(built.data)
    assert built.outcome.code == 1
    (told,) = built.outcome.out.splitlines()
    triples = sum(snapshot.manifest.counts.values())
    assert told.startswith(f"snapshot {snapshot.id}: 1 articles, 2 claims, {triples} triples, ")
    assert told.endswith(" 1 rejected")
    (line,) = built.outcome.err.splitlines()
    assert line.startswith(f"rejected: {built.missing}: ")
    assert line.endswith("; check the path and the permission to read it")


def test_nothing_usable_is_exit_3_and_leaves_the_snapshot(call: Any, built: Any) -> None:
    """One sentence that says that the snapshot stays."""
    before = open_current(built.data).id
    done = call("build", built.missing, "--out", built.data)
    assert (done.code, done.out) == (3, "")
    (line,) = done.err.splitlines()
    assert str(built.missing) in line
    assert line.endswith("the snapshot stays as it is")
    assert open_current(built.data).id == before


def test_an_unknown_option_is_exit_2(run: Any) -> None:
    """The option is named, and where help is found."""
    done = run("query", "--colour")
    assert (done.code, done.out) == (2, "")
    assert "No such option '--colour'" in done.err
    assert "--help" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add"], "name the articles to add"),
        (["bild"], "No such command"),
        (["build", "--reasoner", "slow"], "'fast', 'owlrl'"),
        (["annotate"], "name the articles"),
    ],
    ids=["no articles", "command", "choice", "nothing to read"],
)
def test_a_wrong_call_is_exit_2(call: Any, words: list[str], said: str) -> None:
    """The message says what was wrong; there is no traceback."""
    done = call(*words)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_data_folder_that_is_a_file_is_exit_3(call: Any, corpus: Path, tmp_path: Path) -> None:
    """The message names the folder and the option that chooses another."""
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    done = call("build", corpus, "--out", taken)
    assert done.code == 3
    (line,) = done.err.splitlines()
    assert str(taken) in line
    assert "--out" in line


def test_every_command_is_listed_with_what_it_does(call: Any) -> None:
    """Help names each command once, with a line of its own."""
    done = call("--help")
    assert done.code == 0
    names = [line.split()[0] for line in done.out.partition("Commands:")[2].strip().splitlines()]
    assert names == [
        "build", "add", "remove", "link", "gazetteer", "events", "annotate", "triples", "evaluate", "corpus",
        "reason", "explain", "query", "check", "dump", "tables", "diff", "verify", "load", "serve",
        "token", "docs", "lab",
    ]  # fmt: skip


def test_removing_tells_what_is_left_and_what_was_meant(call: Any, tmp_path: Path) -> None:
    """Nothing named and nothing that is there are faults of usage."""
    assert call("remove", "--data", tmp_path).code == 2
    assert call("remove", "x", "--data", tmp_path).code == 3
