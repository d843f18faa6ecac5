"""Is a file that cannot be used refused with its name, the place in it, the reason and the remedy?"""

import json
from pathlib import Path

import pytest

from kg.annotate.digests import verify
from kg.annotate.lexicon import load_lexicon
from kg.annotate.reader.corpus import find_faults, read_corpus
from kg.annotate.reader.weights import MODEL, read_weights
from kg.articles.reading import read_articles
from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.model import Rejection

ENTRY = """- id: visit.v
  lemma: visit
  pos: verb
  class: Visit
  type: visit
  example: He visited it.
  counter_example: He left it.
"""
EVENT = {"t": "met", "class": "Meeting", "type": "meeting", "plover": "CONSULT", "verb": "asserts"}
PASSAGE = {"id": "a-1", "text": "Iran met Iraq. Oman met Iran.", "events": [EVENT]}


@pytest.mark.parametrize("kept", [0, 1, 100, 100_000])
def test_weights_that_are_cut_short_are_refused(tmp_path: Path, kept: int) -> None:
    """The message names the file and the way out."""
    path = tmp_path / "reader.npz"
    path.write_bytes((find_data(MODEL) / "reader.npz").read_bytes()[:kept])
    with pytest.raises(OntologyError, match=r"reader\.npz: .*make train-reader"):
        read_weights(path)


@pytest.mark.parametrize("table", ["", "file,sha256\n", "name,digest\nmodel,AAAA\n", "\udcff"])
def test_a_table_of_digests_without_digests_is_refused(tmp_path: Path, table: str) -> None:
    """No model passes because nothing is asked of it."""
    (tmp_path / "t.csv").write_text(table, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(OntologyError, match=r"t\.csv: .*install"):
        verify(tmp_path, tmp_path / "t.csv", "install it anew")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (ENTRY + "-\n", 8, "entry"),
        (ENTRY + "- {}\n", 8, "id"),
        (ENTRY + ENTRY.replace("visit.v", "visit.w") + "  lemma: call\n", 15, "'lemma' stands twice"),
        (ENTRY.replace("lemma: visit", "lemma: ''"), 2, "lemma"),
        (ENTRY.replace("lemma: visit", "lemma: !!python/name:os.system"), 1, "no plain value"),
        (ENTRY.replace("lemma: visit", "lemma: 2019-02-31"), 1, "no plain value"),
        (ENTRY + "  ? [a]\n  : b\n", 8, "word is expected"),
        (ENTRY + "  prep: &all [*all]\n", 8, "prep"),
        (ENTRY + "  prep: [on, no]\n", 8, "prep"),
        ("\0", 1, "cannot be read"),
    ],
)
def test_a_malformed_entry_is_refused(tmp_path: Path, text: str, line: int, says: str) -> None:
    """The message names file and line, and says what is wrong there."""
    for shipped in ("reporting.yaml", "items.yaml"):
        (tmp_path / shipped).write_bytes((find_data("seeds/lexicon") / shipped).read_bytes())
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_lexicon(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'mine.yaml'}:{line}: ")
    assert says in str(caught.value)
    assert "correct the" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"", "JSON"),
        (b'{"id": "b", "text": "\\ud800", "events": []}', "JSON"),
        (json.dumps(PASSAGE | {"id": "b", "events": [EVENT | {"n": 0}]}).encode(), "'met' (0)"),
        (json.dumps(PASSAGE | {"id": "b", "events": [EVENT | {"also": [["met", -1]]}]}).encode(), "'met' (-1)"),
        (json.dumps(PASSAGE | {"id": "b", "none": [""]}).encode(), "'' (1)"),
        (json.dumps(PASSAGE).encode(), "used twice"),
    ],
)
def test_a_malformed_line_of_the_corpus_is_named(tmp_path: Path, line: bytes, says: str) -> None:
    """One fault, with file, line, reason and remedy."""
    (tmp_path / "one.jsonl").write_bytes(json.dumps(PASSAGE).encode() + b"\n" + line + b"\n")
    (fault,) = find_faults(tmp_path)
    assert (fault.source, fault.place) == (str(tmp_path / "one.jsonl"), "line 2")
    assert says in fault.reason
    assert fault.remedy


def test_a_corpus_without_passages_is_a_fault(tmp_path: Path) -> None:
    """An empty folder is not a corpus without faults."""
    (fault,) = find_faults(tmp_path)
    assert fault.source == str(tmp_path)
    assert list(read_corpus(tmp_path)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n" * 1_000_000,
        "Attacked",
        "\u200b" * 500,
        "Share on Facebook\nTweet\nSubscribe to our newsletter\nRead more\n",
        "\U0001f600 " * 500,
        "Le ministre a visité la ville de Lyon et il est arrivé dans la soirée avec les ambassadeurs du pays.",
        "Israel attacked Iran and " * 40_000,
        "The rebels attacked Azer\0baijan.",
    ],
    ids=["empty", "line feeds", "a word", "unseen", "furniture", "emoji", "French", "a million characters", "NUL"],
)
def test_what_is_no_article_is_refused(tmp_path: Path, text: str) -> None:
    """One rejection, with file, reason and remedy."""
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("utf-8"))
    (rejection,) = read_articles([str(path)])
    assert isinstance(rejection, Rejection)
    assert rejection.source == str(path)
    assert rejection.reason
    assert rejection.remedy


@pytest.mark.parametrize("odd", ["\\ud800", "\\u0000"])
def test_what_is_no_character_is_refused_in_json(tmp_path: Path, odd: str) -> None:
    """Half a surrogate pair and NUL are refused with their offset."""
    path = tmp_path / "a.json"
    path.write_text(f'{{"text": "The rebels attacked Azer{odd}baijan on Monday."}}', encoding="utf-8")
    (read,) = read_articles([str(path)])
    assert isinstance(read, Rejection)
    assert "offset 24" in read.reason
