"""Does each file become an article?"""

import hashlib
import io
import json
import random
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import BODY, read_one, write

from kg.articles.reading import read_articles
from kg.model import Article, Rejection


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
