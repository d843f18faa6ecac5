"""Does any article end otherwise than as a draft or a refusal?

Each form has its parser alone; `whole.article` reads files as the program does.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO

from fuzz.paper import check_told

from kg.articles.decode import decode, decode_html
from kg.articles.draft import Draft
from kg.articles.hidden import remove_hidden
from kg.articles.html import parse_page
from kg.articles.jsonrecords import read_json, read_json_lines
from kg.articles.markdown import read_markdown
from kg.articles.members import tar_members, zip_members
from kg.articles.metadata import read_metadata
from kg.articles.opening import read_lines, sniff_kind
from kg.articles.packed import unpack
from kg.articles.pagefields import read_page_fields
from kg.articles.plain import read_plain
from kg.articles.refusal import RefusedError
from kg.articles.warc import read_warc
from kg.model import Rejection


def plain(data: bytes) -> None:
    """A text file."""
    _drafts(lambda: iter([read_plain(decode(data), source="a", key="a")]))


def markdown(data: bytes) -> None:
    """Markdown with front matter."""
    _drafts(lambda: iter([read_markdown(decode(data), source="a", key="a")]))


def html(data: bytes) -> None:
    """A page: its elements, what it says of itself, and what it hides; trafilatura's part is in `whole.article`."""
    with _refused():
        page = parse_page(decode_html(data))
        read_metadata(read_page_fields(page).fields)
        remove_hidden(page)


def json(data: bytes) -> None:
    """One record, or a list of them."""
    _drafts(lambda: read_json(data, source="a", key="a"))


def jsonlines(data: bytes) -> None:
    """A record a line."""
    _drafts(lambda: read_json_lines(read_lines(BytesIO(data)), source="a", key="a"))


def sniffed(data: bytes) -> None:
    """A file whose name tells nothing."""
    assert sniff_kind(data)
    for read in (decode, decode_html):
        with _refused():
            read(data)


def warc(data: bytes) -> None:
    """A web archive."""
    _members(
        lambda: (found if isinstance(found, RefusedError) else found.content for found in read_warc(BytesIO(data)))
    )


def tar(data: bytes) -> None:
    """An archive of files."""
    _members(lambda: (member.content for member in tar_members(BytesIO(data))))


def zip(data: bytes) -> None:  # noqa: A001 - parsers are called by their names
    """An archive of packed files."""
    _members(lambda: (member.content for member in zip_members(BytesIO(data))))


def gzip(data: bytes) -> None:
    """Packed bytes."""
    with _refused():
        unpack(BytesIO(data), "gz").read(1 << 20)


def _drafts(read: Callable[[], Iterator[Draft | Rejection]]) -> None:
    with _refused():
        for found in read():
            if isinstance(found, Rejection):
                check_told(found.source, found.reason, found.remedy)
            else:
                assert all(0 <= part.start < part.end <= len(found.text) for part in found.segments)


def _members(read: Callable[[], Iterator[bytes | RefusedError]]) -> None:
    with _refused():
        for content in read():
            assert isinstance(content, bytes) or content.reason


def _refused() -> suppress:
    return suppress(RefusedError)
