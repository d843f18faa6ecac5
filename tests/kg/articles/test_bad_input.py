"""Is each unusable file a rejection that says what to do, and does the run go on?"""

import json
import os
from pathlib import Path

import pytest
from written import BODY, refuse_one, write

import kg.articles.opening
from kg.articles.reading import read_articles
from kg.model import Article, Rejection

BAD: dict[str, tuple[str, str | bytes, str | None, str]] = {
    "empty": ("a.txt", "", None, "empty"),
    "blank": ("a.txt", " \n\t\n", None, "empty"),
    "binary": ("a.txt", b"abc\0def", None, "binary"),
    "pdf": ("a.txt", b"%PDF-1.7 x", None, "binary"),
    "utf-16": ("a.txt", BODY.encode("utf-16"), None, "UTF-16"),
    "latin-1": ("a.txt", b"One.\nTwo \xe9t\xe9.\n", "line 2", "offset 9"),
    "latin-1 after a mark": ("a.txt", b"\xef\xbb\xbfOne.\nTwo \xe9t\xe9.\n", "line 2", "offset 12"),
    "no sentence": ("a.txt", "Share\nPrint\nSubscribe now\n", None, "no sentence"),
    "figures": ("a.txt", "1 2 3 4 5\n6 7 8 9\n", None, "no sentence"),
    "German": (
        "a.txt",
        "Die beiden Minister haben sich am Montag in der Hauptstadt getroffen und den Vertrag.",
        None,
        "German",
    ),
    "Russian": ("a.txt", "Министры встретились в понедельник и подписали договор о мире.", None, "only English"),
    "stated French": ("a.txt", f"---\nlanguage: fr\n---\n{BODY}", None, "only English"),
    "impossible date": ("a.md", f"---\nheadline: x\npublished: 2018-02-30\n---\n{BODY}", "line 3", "2018-02-30"),
    "malformed front matter": ("a.md", f"---\nheadline: x\n  - : [\n---\n{BODY}", "line 3", "front matter"),
    "front matter without fields": ("a.md", f"---\njust words\n---\n{BODY}", "line 2", "no fields"),
    "bad key": ("a.md", f"---\nkey: A B\n---\n{BODY}", "line 2", "'A B'"),
    "bad url": ("a.md", f"---\nurl: javascript:alert(1)\n---\n{BODY}", "line 2", "javascript"),
    "anchors": ("a.md", f"---\na: &a [x]\nb: [*a, *a]\n---\n{BODY}", "line 2", "anchors"),
    "tags": ("a.md", f"---\na: !!python/object/apply:os.system [x]\n---\n{BODY}", "line 2", "tags"),
    "deep front matter": ("a.md", f"---\na: {'[' * 9000}\n---\n{BODY}", "line 2", "nested"),
    "long front matter": ("a.md", f"---\na: {'x' * 70_000}\n---\n{BODY}", "line 1", "longer"),
    "malformed JSON": ("a.json", '{"text":\n "x"', "line 2", "malformed JSON"),
    "no JSON object": ("a.json", "3", None, "no JSON object"),
    "JSON without text": ("a.json", '{"title": "x"}', None, "no text"),
    "half a character": ("a.json", '{"text": "The two ministers met \\ud800 in Kasra."}', None, "U+D800"),
    "half a character in a field": (
        "a.json",
        '{"title": "\\udc00", "text": "The two ministers met."}',
        None,
        "U+DC00",
    ),
    "deep JSON": ("a.json", "[" * 200_000, None, "nested"),
    "deep JSON text": ("a.json", '{"text": ' + "[" * 200_000 + "]" * 200_000 + "}", None, "nested"),
    "long number": ("a.json", '{"id": ' + "9" * 5000 + "}", None, "number"),
    "array without record": ("a.json", "[3]", "item 1", "no JSON object"),
    "impossible date in JSON": ("a.json", json.dumps({"text": BODY, "date": "2018-13-01"}), None, "2018-13-01"),
    "page without text": ("a.html", "<html><body><script>x</script></body></html>", None, "no article"),
    "crowded element": ("a.html", "<p " + " ".join(f"a{n}" for n in range(600)) + f">{BODY}", "line 1", "attributes"),
    "long text": ("a.txt", BODY * 40_000, None, "longer"),
    "deep page": ("a.html", "<div>" * 5000 + BODY, None, "deeper"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
def test_bad_file_is_rejected(case: tuple[str, str | bytes, str | None, str], tmp_path: Path) -> None:
    """A bad file is rejected with its place and reason, and the files after it are still read."""
    name, content, place, reason = case
    source = write(tmp_path, name, content)
    write(tmp_path, "z.txt")
    rejection, article = read_articles([str(tmp_path)])
    assert isinstance(rejection, Rejection)
    assert isinstance(article, Article)
    assert (rejection.source, rejection.place) == (source, place)
    assert reason in rejection.reason


def test_bad_line_does_not_stop_the_others(tmp_path: Path) -> None:
    """A malformed line of JSON Lines is rejected by its number in the file, whatever stands in the line."""
    path = write(tmp_path, "a.jsonl", f'{{"text": "{BODY[:-1]} One."}}\n{{"x"\n\n3\n{{"text": "{BODY[:-1]} Two."}}\n')
    results = list(read_articles([path]))
    assert [getattr(result, "place", None) for result in results] == [None, "line 2", "line 4", None]
    assert [getattr(result, "key", None) for result in results] == ["a-1", None, None, "a-5"]


def test_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or line over the limit is rejected; of it no more than the limit is ever in memory."""
    monkeypatch.setattr(kg.articles.opening, "MAX_BYTES", 1000)
    large = write(tmp_path, "a.txt", BODY * 100)
    assert "larger" in refuse_one(large).reason
    lines = write(tmp_path, "b.jsonl", json.dumps({"text": BODY * 100}) + "\n" + json.dumps({"text": BODY}))
    rejection, article = read_articles([lines])
    assert isinstance(rejection, Rejection)
    assert rejection.place == "line 1"
    assert isinstance(article, Article)


def test_second_article_with_key_or_text_is_rejected(tmp_path: Path) -> None:
    """The rejection says where the first was read and what to change."""
    first = write(tmp_path, "a/x.txt", BODY)
    second = write(tmp_path, "b/x.txt", BODY + "Two.")
    third = write(tmp_path, "b/y.txt", BODY)
    _, same_key, same_text = read_articles([first, second, third])
    assert isinstance(same_key, Rejection)
    assert isinstance(same_text, Rejection)
    assert (same_key.source, same_text.source) == (second, third)
    assert first in same_key.reason
    assert "'key'" in same_key.remedy
    assert first in same_text.reason


def test_paths_without_articles_are_rejected(tmp_path: Path) -> None:
    """A missing path, a glob without match and a folder without articles are rejected, not passed over."""
    (tmp_path / "empty").mkdir()
    missing, empty = str(tmp_path / "none.txt"), str(tmp_path / "empty")
    assert "No such file" in refuse_one(missing).reason
    assert "no article" in refuse_one(empty).reason
    assert "no file matches" in refuse_one(f"{tmp_path}/*.html").reason
    assert "empty" in refuse_one("-", stdin=b"").reason


@pytest.mark.skipif(os.name == "nt", reason="needs FIFOs and links")
def test_fifo_never_blocks(tmp_path: Path) -> None:
    """A FIFO without a writer is rejected at once, named or found in a folder."""
    fifo = tmp_path / "a.txt"
    os.mkfifo(fifo)
    assert "regular" in refuse_one(str(fifo)).reason
    assert "regular" in refuse_one(str(tmp_path)).reason


@pytest.mark.skipif(os.name == "nt", reason="needs FIFOs and links")
def test_links_stay_inside_the_folder(tmp_path: Path) -> None:
    """Links that loop, end nowhere or lead out are rejected; a file reached by two ways is read once."""
    outside = write(tmp_path, "outside.txt", BODY + "Secret.")
    inside = tmp_path / "in"
    write(inside, "a.txt", BODY)
    for name, target in {
        "b.txt": "a.txt",
        "c.txt": outside,
        "d": "..",
        "e": ".",
        "f.txt": "f.txt",
        "g.txt": "none.txt",
    }.items():
        (inside / name).symlink_to(target)
    results = list(read_articles([str(inside)]))
    assert [Path(result.source).name for result in results if isinstance(result, Rejection)] == [
        "c.txt",
        "d",
        "e",
        "f.txt",
        "g.txt",
    ]
    assert [result.key for result in results if isinstance(result, Article)] == ["a"]


if os.name != "nt" and os.geteuid() != 0:  # root and Windows read what they may not

    def test_forbidden_file_and_folder_are_rejected(tmp_path: Path) -> None:
        """What the process has no permission to read is rejected and the rest is read."""
        Path(write(tmp_path, "a.txt")).chmod(0)
        (tmp_path / "b").mkdir(mode=0)
        write(tmp_path, "c.txt")
        results = list(read_articles([str(tmp_path)]))
        assert [type(result) for result in results] == [Rejection, Rejection, Article]


def test_document_of_another_kind_is_named(tmp_path: Path) -> None:
    """A document that cannot be read is not passed over in silence as a picture is."""
    write(tmp_path, "a.pdf", b"%PDF")
    write(tmp_path, "b.png", b"x")
    write(tmp_path, "c.txt")
    rejection, article = read_articles([str(tmp_path)])
    assert isinstance(rejection, Rejection)
    assert ".pdf" in rejection.reason
    assert isinstance(article, Article)
