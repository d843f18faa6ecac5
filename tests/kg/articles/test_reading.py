"""Does each file become an article, and each unusable one a rejection that says what to do?"""

import hashlib
import io
import json
import os
import random
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.articles.opening
from kg.articles import read_articles
from kg.model import Article, Rejection

BODY = "The two ministers met in Kasra on Monday and signed the treaty.\n"


def write(folder: Path, name: str, content: str | bytes = BODY) -> str:
    """A file in a folder; its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return str(path)


def read_one(*paths: str, stdin: bytes | None = None) -> Article:
    """The only article of the paths."""
    (article,) = read_articles(paths, io.BytesIO(stdin) if stdin is not None else None)
    assert isinstance(article, Article), article
    return article


def refuse_one(*paths: str, stdin: bytes | None = None) -> Rejection:
    """The only rejection of the paths."""
    (rejection,) = read_articles(paths, io.BytesIO(stdin) if stdin is not None else None)
    assert isinstance(rejection, Rejection), rejection
    assert rejection.source
    assert rejection.remedy
    return rejection


@given(st.permutations(["b.txt", "a/z.md", "a.txt", "c/d/e.txt", "B.txt", "a-b.txt"]), st.randoms())
def test_order_does_not_depend_on_the_disk(names: list[str], shuffler: random.Random) -> None:
    """A folder gives the same articles in the same order, whichever file was made first."""
    with tempfile.TemporaryDirectory() as folder:
        shuffler.shuffle(names)
        for name in names:
            write(Path(folder), name, f"{BODY}It was written in {name}.\n")
        keys = [article.key for article in read_articles([folder]) if isinstance(article, Article)]
    # "a-b" is the key of a-b.txt alone; "B.txt" and "b.txt" share one, so the later is rejected.
    assert keys == ["b", "a-z", "a-b", "a", "c-d-e"]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200))
def test_text_is_the_decoded_file(extra: str) -> None:
    """The stored text is the decoded file to the last character, with its digest."""
    data = f"{BODY}\n{extra}".encode()
    for result in read_articles(["-"], io.BytesIO(data)):
        if isinstance(result, Article):
            assert result.text.encode("utf-8") == data
            assert result.sha256 == hashlib.sha256(data).hexdigest()


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_rejected(data: bytes) -> None:
    """No input makes the reader raise."""
    assert all(isinstance(result, Article | Rejection) for result in read_articles(["-"], io.BytesIO(data)))


def test_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    """Line ends stay as they are; a byte order mark is no part of the text."""
    article = read_one(write(tmp_path, "a.txt", b"\xef\xbb\xbfMinisters meet\r\n\r\n" + BODY.encode()))
    assert article.text == f"Ministers meet\r\n\r\n{BODY}"
    assert article.headline == "Ministers meet"


@pytest.mark.parametrize(
    ("given", "byline"), [("By Dateline staff", "Dateline staff"), ("Byron Mwale", "Byron Mwale")]
)
def test_byline_is_told_without_by(tmp_path: Path, given: str, byline: str) -> None:
    """The word `By` is left out of the byline that front matter, a record or a page gives."""
    files = {
        "a.md": f"---\nbyline: {given}\n---\n\n{BODY}",
        "b.txt": f"---\nauthor: {given}\n---\n\n{BODY}",
        "c.json": json.dumps({"author": given, "text": BODY}),
        "d.html": f'<html><head><meta name="author" content="{given}"></head><body><p>{BODY}</p></body></html>',
    }
    assert {read_one(write(tmp_path, name, text)).byline for name, text in files.items()} == {byline}


def test_front_matter_describes_the_article(tmp_path: Path) -> None:
    """The fields of the front matter become the article's, its offsets count from the start of the file."""
    front = (
        "---\r\nheadline: 'Treaty: signed'\r\nbyline: [Mary Phiri, Jo Banda]\r\npublished: 2018-05\r\n"
        "publisher: The Post\r\nurl: https://post.example/1\r\nlanguage: en-GB\r\nkey: treaty.1\r\n"
        "licence: CC0-1.0\r\n---\r\n"
    )
    article = read_one(write(tmp_path, "x.txt", front + BODY))
    assert article.published is not None
    assert (article.published.earliest, article.published.latest) == (date(2018, 5, 1), date(2018, 5, 31))
    assert (article.published.edtf, article.published.basis) == ("2018-05", "metadata")
    assert article.model_dump(include={"key", "headline", "byline", "publisher", "url", "language", "licence"}) == {
        "key": "treaty.1",
        "headline": "Treaty: signed",
        "byline": "Mary Phiri, Jo Banda",
        "publisher": "The Post",
        "url": "https://post.example/1",
        "language": "en",
        "licence": "CC0-1.0",
    }
    assert [(s.kind, article.text[s.start : s.end]) for s in article.segments] == [
        ("furniture", front.strip()),
        ("body", BODY.strip()),
    ]


def test_date_printed_on_the_page_is_stated(tmp_path: Path) -> None:
    """A date line above the body gives the day of publication when no metadata does; a date of change does not."""
    page = "Ministers meet\nMary Phiri | {} 12 June 2020\n\n" + BODY
    published = read_one(write(tmp_path, "a.txt", page.format(""))).published
    assert published is not None
    assert (published.text, published.edtf, published.basis) == ("12 June 2020", "2020-06-12", "stated")
    assert read_one(write(tmp_path, "b.txt", page.format("Updated"))).published is None


def test_keys_come_from_metadata_or_place(tmp_path: Path) -> None:
    """A key is that of the metadata, else made of the path inside the folder or the place in the file."""
    write(tmp_path, "2018/May 20.txt", BODY + "One.")
    write(tmp_path, "статья.txt", BODY + "Two.")
    write(tmp_path, "n" * 150 + ".txt", BODY + "Three.")
    lines = [
        {"text": BODY + "Four."},
        {"id": "ABC/12", "text": BODY + "Five."},
        {"key": "six", "text": BODY + "Six."},
    ]
    write(tmp_path, "wire.jsonl", "\n\n".join(map(json.dumps, lines)))
    keys = [article.key for article in read_articles([str(tmp_path)]) if isinstance(article, Article)]
    assert keys[0] == "2018-may-20"
    assert keys[1].startswith("n" * 100)
    assert keys[2:5] == ["wire-1", "abc-12", "six"]
    assert keys[5].startswith("article-")


def test_paths_may_be_files_folders_globs_and_streams(tmp_path: Path) -> None:
    """Each file is read once, however many of the paths name it; a glob's keys begin after its fixed part."""
    write(tmp_path, "in/a.txt", BODY + "One.")
    write(tmp_path, "in/b/c.md", BODY + "Two.")
    write(tmp_path, "in/b/d.log", BODY + "Not an article's suffix.")
    write(tmp_path, "in/.hidden.txt", BODY)
    write(tmp_path, "in/a.annotation.yaml", "")
    write(tmp_path, "in/a.annotation.json", "{}")
    paths = [f"{tmp_path}/in/**/*.md", f"{tmp_path}/in", "-"]
    results = list(read_articles(paths, io.BytesIO(BODY.encode())))
    assert [result.key for result in results if isinstance(result, Article)] == ["b-c", "a", "stdin"]
    assert len(results) == 3


def test_articles_stream(tmp_path: Path) -> None:
    """An article is handed out before the next file is opened."""
    write(tmp_path, "a.txt")
    later = write(tmp_path, "b.txt", BODY + "Two.")
    results = read_articles([str(tmp_path)])
    assert isinstance(next(results), Article)
    Path(later).unlink()
    assert isinstance(next(results), Rejection)


def test_json_is_read_in_every_layout(tmp_path: Path) -> None:
    """One object, an array and JSON Lines give the same article; the text is the headline and the body."""
    record = {
        "title": "Ministers meet",
        "body": BODY,
        "author": [{"name": "Mary Phiri"}],
        "source": {"id": None, "name": "The Post"},
        "date": "2018-05-20T10:00:00Z",
        "link": "https://post.example/1",
        "key": "one",
    }
    layouts = {"a.json": json.dumps(record), "b.json": json.dumps([record]), "c.jsonl": json.dumps(record) + "\n"}
    articles = [read_one(write(tmp_path, name, text)) for name, text in layouts.items()]
    assert articles[0] == articles[1] == articles[2]
    first = articles[0]
    assert first.text == f"Ministers meet\n\n{BODY}"
    assert (first.headline, first.byline, first.publisher) == ("Ministers meet", "Mary Phiri", "The Post")
    assert first.published is not None
    assert first.published.edtf == "2018-05-20"
    assert [segment.kind for segment in first.segments] == ["headline", "body"]
    assert read_one("-", stdin=json.dumps(record).encode()) == first
    assert read_one("-", stdin=layouts["c.jsonl"].encode()) == first


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
