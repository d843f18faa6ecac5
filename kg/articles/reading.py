"""How do the given paths become articles, one after the other?"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePath, PurePosixPath
from typing import BinaryIO

from kg.articles.dates import printed_date
from kg.articles.decode import decode, decode_html
from kg.articles.draft import Draft
from kg.articles.html import read_html
from kg.articles.jsonrecords import read_json, read_json_lines
from kg.articles.keys import key_of_path
from kg.articles.language import foreign_language
from kg.articles.markdown import read_markdown
from kg.articles.members import Member, tar_members, zip_members
from kg.articles.metadata import is_url
from kg.articles.opening import open_source, read_all, read_lines, sniff_kind
from kg.articles.packed import PACKINGS, unpack
from kg.articles.plain import read_plain
from kg.articles.refusal import RefusedError
from kg.articles.segments import printed_byline, printed_headline
from kg.articles.sources import Kind, Source, find_sources, is_skipped, kind_of
from kg.articles.warc import read_warc
from kg.legible import make_legible
from kg.model import Article, Rejection

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """Where each key and each text (by digest) was first read."""

    keys: dict[str, str]
    texts: dict[str, str]


def read_articles(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Article | Rejection]:
    """The articles that `paths` name, one by one as they are read, and a Rejection for each that cannot be used.

    `paths` are files, folders (walked in sorted order), globs and `-`, which is `stdin` (by default the process's).
    One file is in memory at a time, of JSON Lines one line, of
    an archive (tar, zip, WARC) one member. A second article with the key or the text of an earlier
    one is rejected. Nothing is raised for bad input and nothing is fetched.
    """
    seen = _Seen(keys={}, texts={})
    for source in find_sources(paths):
        if isinstance(source, Rejection):
            yield source
            continue
        for draft in _drafts(source, stdin):
            yield draft if isinstance(draft, Rejection) else _accept(draft, seen)


def _drafts(source: Source, stdin: BinaryIO | None) -> Iterator[Draft | Rejection]:
    try:
        with open_source(source, stdin) as stream:
            yield from _read(source, stream)
    except RefusedError as refused:
        yield refused.rejection(source.name)


def _read(source: Source, stream: BinaryIO) -> Iterator[Draft | Rejection]:
    name, key = source.name, key_of_path(_without_packing(source.inside))
    if source.packing is not None:
        stream = unpack(stream, source.packing)
    match source.kind:
        case "jsonlines":
            yield from _lines(read_lines(stream), name, key)
        case "tar":
            yield from _members(tar_members(stream), name, key)
        case "zip":
            yield from _members(zip_members(stream), name, key)
        case "warc":
            yield from _captures(stream, name)
        case kind:
            yield from _document(read_all(stream), kind, name, key)


def _without_packing(inside: str) -> str:
    path = PurePath(inside)
    return str(path.with_suffix("")) if path.suffix.lower() in PACKINGS else inside


def _document(data: bytes, kind: Kind | None, source: str, key: str) -> Iterator[Draft | Rejection]:
    match kind or sniff_kind(data):
        case "jsonlines":
            yield from _lines(iter(data.splitlines(keepends=True)), source, key)
        case "json":
            yield from read_json(data, source=source, key=key)
        case "html":
            yield read_html(decode_html(data), source=source, key=key)
        case "markdown":
            yield read_markdown(decode(data), source=source, key=key)
        case _:
            yield read_plain(decode(data), source=source, key=key)


def _members(members: Iterator[Member], source: str, key: str) -> Iterator[Draft | Rejection]:
    """The articles in an archive's files, which are called as in a folder of the archive's name."""
    for member in members:
        kind, packing = kind_of(member.path)
        parts = PurePosixPath(member.path.replace("\\", "/")).parts
        if any(part != ".." and (is_skipped(part) or part == "__MACOSX") for part in parts):
            continue
        name = f"{source}/{member.path}".encode("utf-8", "backslashreplace").decode()
        try:
            if isinstance(member.content, RefusedError):
                raise member.content
            if packing is not None or kind in ("tar", "zip", "warc"):
                raise RefusedError("it is an archive within an archive", "unpack the outer one first")
            if kind is not None:
                data = read_all(BytesIO(member.content))
                yield from _document(data, kind, name, key_of_path(f"{key}/{member.path}"))
        except RefusedError as refused:
            yield refused.rejection(name)


def _captures(stream: BinaryIO, source: str) -> Iterator[Draft | Rejection]:
    """The articles of a web archive's pages, called by their addresses."""
    for found in read_warc(stream):
        if isinstance(found, RefusedError):
            yield found.rejection(source)
            continue
        place = f"record {found.number}"
        try:
            if isinstance(found.content, RefusedError):
                raise found.content
            for draft in _document(read_all(BytesIO(found.content)), found.form, source, found.key):
                yield draft if isinstance(draft, Rejection) else _captured(draft, found.url, place)
        except RefusedError as refused:
            yield refused.rejection(source, place)


def _captured(draft: Draft, url: str, place: str) -> Draft:
    """With its record for a place, and with the address it was fetched from where the page tells none."""
    address = draft.metadata.url or (url if is_url(url) else None)
    return replace(draft, place=draft.place or place, metadata=replace(draft.metadata, url=address))


def _lines(lines: Iterator[bytes | None], source: str, key: str) -> Iterator[Draft | Rejection]:
    empty = True
    for draft in read_json_lines(lines, source=source, key=key):
        empty = False
        yield draft
    if empty:
        raise RefusedError("the file is empty", "put an article in it, or leave it out")


def _accept(draft: Draft, seen: _Seen) -> Article | Rejection:
    try:
        article = _article(draft)
        _refuse_second(article, draft, seen)
    except RefusedError as refused:
        return refused.rejection(draft.source, draft.place)
    return article


def _article(draft: Draft) -> Article:
    body = (draft.text[part.start : part.end] for part in draft.segments if part.kind == "body")
    prose = make_legible(" ".join(body)).text
    if len(_WORD.findall(prose)) < 3:
        raise RefusedError("there is no sentence in it", "give the article's text, not only its frame")
    _refuse_language(draft.metadata.language, prose)
    meta = draft.metadata
    return Article(
        key=meta.key or draft.key,
        text=draft.text,
        sha256=hashlib.sha256(draft.text.encode("utf-8")).hexdigest(),
        segments=draft.segments,
        headline=meta.headline or printed_headline(draft.text, draft.segments),
        byline=meta.byline or printed_byline(draft.text, draft.segments),
        publisher=meta.publisher,
        url=meta.url,
        published=meta.published or printed_date(draft.text, draft.segments),
        licence=meta.licence,
    )


def _refuse_language(stated: str | None, prose: str) -> None:
    primary = re.split(r"[-_ ,]", stated.lower())[0] if stated else "en"
    language = foreign_language(prose) if primary in {"en", "eng", "english"} else stated
    if language:
        raise RefusedError(f"it is in {language}; only English is read now", "give an English article", None)


def _refuse_second(article: Article, draft: Draft, seen: _Seen) -> None:
    where = f"{draft.source}, {draft.place}" if draft.place else draft.source
    if article.key in seen.keys:
        reason = f"its key {article.key!r} is already that of {seen.keys[article.key]}"
        raise RefusedError(reason, "give it a 'key' of its own in its metadata or front matter")
    if article.sha256 in seen.texts:
        raise RefusedError(f"it is the same text as {seen.texts[article.sha256]}", "remove one of the two")
    seen.keys[article.key] = seen.texts[article.sha256] = where
