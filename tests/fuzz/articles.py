"""Does any file end the reading of articles otherwise than with articles and rejections?"""

import hashlib

from fuzz.paper import check_told, put

from kg.articles.reading import read_articles
from kg.model import Article


def plain(data: bytes) -> None:
    """A text file."""
    _read("a.txt", data)


def markdown(data: bytes) -> None:
    """Markdown with front matter."""
    _read("a.md", data)


def html(data: bytes) -> None:
    """A page."""
    _read("a.html", data)


def json(data: bytes) -> None:
    """One record, or a list of them."""
    _read("a.json", data)


def jsonlines(data: bytes) -> None:
    """A record a line."""
    _read("a.jsonl", data)


def sniffed(data: bytes) -> None:
    """A file whose name tells nothing."""
    _read("a", data)


def warc(data: bytes) -> None:
    """A web archive."""
    _read("a.warc", data)


def tar(data: bytes) -> None:
    """An archive of files."""
    _read("a.tar", data)


def zip(data: bytes) -> None:  # noqa: A001 - parsers are called by their names
    """An archive of packed files."""
    _read("a.zip", data)


def gzip(data: bytes) -> None:
    """Packed lines."""
    _read("a.jsonl.gz", data)


def _read(name: str, data: bytes) -> None:
    for item in read_articles([str(put(name, data))]):
        if isinstance(item, Article):
            text = item.text.encode("utf-8")
            assert item.sha256 == hashlib.sha256(text).hexdigest()
            assert all(0 <= part.start < part.end <= len(item.text) for part in item.segments)
        else:
            check_told(item.source, item.reason, item.remedy)
