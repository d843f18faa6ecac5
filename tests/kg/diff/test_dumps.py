import gzip
from pathlib import Path

import pytest

from kg.diff.dumps import Fault, broken_files, compare_folders
from kg.dump.checksums import write_checksums


def folder_with(folder: Path, **files: bytes) -> Path:
    folder.mkdir()
    for name, held in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(gzip.compress(held, mtime=0) if path.suffix == ".gz" else held)
    write_checksums(folder)
    return folder


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A small folder of dumps."""
    return folder_with(tmp_path / "published", a_csv=b"one\ntwo\n", b_gz=bytes(range(256)) * 99)


def test_files_as_published_have_no_fault(published: Path) -> None:
    """Nothing is told of what is as its checksum says, and a folder equals itself."""
    assert broken_files(published) == ()
    assert list(compare_folders(published, published)) == []


def test_each_way_of_being_broken_has_its_words(published: Path) -> None:
    """A file that is missing, has another byte, is cut short, or whose packing is damaged."""
    (published / "a.csv").write_bytes(b"one\ntwO\n")
    assert broken_files(published) == (Fault("a.csv", "has other bytes than SHA256SUMS says"),)
    (published / "a.csv").unlink()
    packed = (published / "b.gz").read_bytes()
    (published / "b.gz").write_bytes(packed[:-9])
    missing, cut = broken_files(published)
    assert missing == Fault("a.csv", "is missing")
    assert cut.words.startswith(f"is cut short: {len(packed) - 9} bytes, and the content breaks off after ")
    (published / "b.gz").write_bytes(packed[:-5] + bytes([packed[-5] ^ 1]) + packed[-4:])
    assert broken_files(published)[1].words.startswith("is damaged after ")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (b"one\ntwo\nthree\n", "ends before line 3, where the rebuild goes on: 'three'"),
        (b"one\n", "goes on in line 2, where the rebuild ends: 'two'"),
        (b"one\nTWO\n", "differs first in line 2: 'two', and rebuilt 'TWO'"),
    ],
)
def test_the_first_line_that_differs_is_told(published: Path, tmp_path: Path, held: bytes, words: str) -> None:
    """With what was published there and what a rebuild has."""
    other = folder_with(tmp_path / "other", a_csv=held, b_gz=bytes(range(256)) * 99)
    assert list(compare_folders(published, other)) == [Fault("a.csv", words)]


def test_files_of_one_folder_alone_and_other_packing_are_told_apart(published: Path, tmp_path: Path) -> None:
    """What only one folder has is named; the same content under another level of compression differs in no line."""
    other = folder_with(tmp_path / "other", c_csv=b"")
    (other / "b.gz").write_bytes(gzip.compress(bytes(range(256)) * 99, compresslevel=0, mtime=0))
    assert list(compare_folders(published, other)) == [
        Fault("a.csv", "is no file of a rebuild"),
        Fault("b.gz", "holds the same, packed otherwise"),
        Fault("c.csv", "is missing, and the rebuild has it"),
    ]
