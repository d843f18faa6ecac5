from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse


def test_a_snapshot_is_compared_with_its_dumps_and_with_other_rdf(call: Any, built: Any, tmp_path: Path) -> None:
    """Against its own dumps nothing changed; against nothing, everything came; rows of a question likewise."""
    dumps, none = tmp_path / "dumps", tmp_path / "none.nq"
    none.write_bytes(b"")
    assert call("dump", dumps, "--data", built.data).code == 0
    same = call("diff", built.data, dumps)
    assert (same.code, same.out) == (0, "nothing changed\n")
    came = call("diff", none, "current", "--data", built.data)
    assert "1 article added, 2 events added" in came.out
    patch = call("diff", none, built.data, "--format", "patch").out.splitlines()[1:-1]
    assert {line[:2] for line in patch} == {"A "}
    lines = "\n".join(line[2:] for line in patch)
    assert len(list(parse(lines, format=RdfFormat.N_QUADS))) == len(patch)


def test_the_rows_of_a_question_are_compared(call: Any, built: Any, tmp_path: Path) -> None:
    """Rows that came are told under their variables; a key that the answer lacks is named."""
    none, question = tmp_path / "none.nq", tmp_path / "visits.rq"
    none.write_bytes(b"")
    question.write_text("SELECT ?visit ?when { ?visit a dl:Visit ; dl:edtf ?when }", encoding="utf-8")
    done = call("diff", none, built.data, "--query", question)
    assert done.out.splitlines()[:2] == ["1 rows added, 0 removed, 0 changed", "  ?visit\t?when"]
    assert done.out.splitlines()[2].endswith('\t"2019-05"')
    wrong = call("diff", none, built.data, "--query", question, "--key", "?who")
    assert wrong.code == 3
    assert "no variable 'who'" in wrong.err


def test_a_word_that_is_no_graph_ends_in_a_sentence(call: Any, tmp_path: Path) -> None:
    """What is neither a path nor a snapshot is named, with what to give instead."""
    done = call("diff", "nowhere", "nothing", "--data", tmp_path)
    assert done.code == 3
    assert "'nowhere' is no file or folder, and no snapshot" in done.err
