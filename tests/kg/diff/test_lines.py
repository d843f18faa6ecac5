import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.diff.answers import Answer, Row, compare_answers
from kg.diff.lines import differences, to_patch
from kg.diff.sides import open_side
from kg.dump.canonical import sort_quads
from kg.errors import InputError

LINES = st.sets(st.binary(min_size=1, max_size=3)).map(sorted)
ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("12")), max_size=8)


@given(LINES, LINES)
def test_a_patch_makes_the_old_graph_the_new_one(old: list[bytes], new: list[bytes]) -> None:
    """Taking away what the patch deletes and putting in what it adds gives the new graph, nothing twice."""
    patch = list(to_patch(differences(iter(old), iter(new))))
    assert (patch[0], patch[-1]) == (b"TX .\n", b"TC .\n")
    deleted, added = ([line[2:] for line in patch[1:-1] if line[:2] == sign] for sign in (b"D ", b"A "))
    assert sorted((set(old) - set(deleted)) | set(added)) == new
    assert set(deleted) <= set(old)
    assert set(added).isdisjoint(old)
    assert len(deleted) + len(added) == len(set(old) ^ set(new))


@given(ROWS, ROWS)
def test_changed_rows_explain_the_new_answer(old: list[Row], new: list[Row]) -> None:
    """The old rows less those that went, with those that came and changed ones in their new form."""
    found = compare_answers(
        Answer(variables=("k", "v"), rows=tuple(old)), Answer(variables=("k", "v"), rows=tuple(new))
    )
    rows = Counter(old) - Counter(found.removed) - Counter(before for before, _ in found.changed)
    assert rows + Counter(found.added) + Counter(after for _, after in found.changed) == Counter(new)
    assert all(before[0] == after[0] and before != after for before, after in found.changed)


def test_a_key_that_is_no_variable_is_named() -> None:
    """The caller learns which name is wrong."""
    with pytest.raises(KeyError, match="who"):
        compare_answers(Answer(variables=("a",), rows=()), Answer(variables=("a",), rows=()), ["who"])


def dump(folder: Path, lines: bytes) -> Path:
    folder.mkdir()
    (folder / "all.nq.gz").write_bytes(gzip.compress(lines, mtime=0))
    return folder


def some_lines() -> bytes:
    quads = [Quad(NamedNode(f"x:{n}"), NamedNode("x:p"), Literal(str(n) * 50), NamedNode("x:g")) for n in range(500)]
    return b"".join(f"{quad} .\n".encode() for quad in sort_quads(quads))


def test_lines_of_a_dump_and_of_a_file_of_rdf_are_the_same(tmp_path: Path) -> None:
    """A dump is read as it stands; other RDF is brought into canonical form first."""
    lines = some_lines()
    shuffled = tmp_path / "other.nq"
    shuffled.write_bytes(b"".join(reversed(lines.splitlines(keepends=True))))
    folder = dump(tmp_path / "dumps", lines)
    assert b"".join(open_side(str(folder), tmp_path).lines()) == lines
    assert b"".join(open_side(str(shuffled), tmp_path).lines()) == lines


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda held: held[:-200], "cut short, after line"),
        (lambda held: held[:400] + bytes([held[400] ^ 1]) + held[401:], "all.nq.gz: damaged|all.nq.gz, line"),
        (lambda held: gzip.compress(gzip.decompress(held)[:-20], mtime=0), "cut short in line 500"),
        (lambda held: gzip.compress(gzip.decompress(held) * 2, mtime=0), "line 501: out of order"),
    ],
)
def test_a_dump_that_is_not_whole_is_no_graph(tmp_path: Path, damage: object, words: str) -> None:
    """Cut short, a changed byte, half a line, lines out of order: each is told with its place."""
    folder = dump(tmp_path / "dumps", some_lines())
    path = folder / "all.nq.gz"
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(InputError, match=words):
        list(open_side(str(folder), tmp_path).lines())


def test_a_word_that_means_no_graph_is_refused(tmp_path: Path) -> None:
    """Neither a path nor the beginning of exactly one snapshot's id."""
    for name in ("ab1", "ab2"):
        (tmp_path / "snapshots" / name).mkdir(parents=True)
    with pytest.raises(InputError, match="no snapshot"):
        open_side("zz", tmp_path)
    with pytest.raises(InputError, match="2 snapshots"):
        open_side("ab", tmp_path)
    with pytest.raises(InputError, match="no snapshot"):
        open_side("", tmp_path / "none")
