"""How do the given paths become articles, one after the other?"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from kg.articles.dates import printed_date
from kg.articles.decode import decode, decode_html
from kg.articles.draft import Draft
from kg.articles.html import read_html
from kg.articles.jsonrecords import read_json, read_json_lines
from kg.articles.keys import key_of_path
from kg.articles.language import foreign_language
from kg.articles.markdown import read_markdown
from kg.articles.opening import open_source, read_all, read_lines, sniff_kind
from kg.articles.plain import read_plain
from kg.articles.refusal import RefusedError
from kg.articles.segments import printed_byline, printed_headline
from kg.articles.sources import Source, find_sources
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
    One file is in memory at a time, of JSON Lines one line. A second article with the key or the text of an earlier
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
    key = key_of_path(source.inside)
    if source.kind == "jsonlines":
        yield from _lines(read_lines(stream), source.name, key)
        return
    data = read_all(stream)
    match source.kind or sniff_kind(data):
        case "jsonlines":
            yield from _lines(iter(data.splitlines(keepends=True)), source.name, key)
        case "json":
            yield from read_json(data, source=source.name, key=key)
        case "html":
            yield read_html(decode_html(data), source=source.name, key=key)
        case "markdown":
            yield read_markdown(decode(data), source=source.name, key=key)
        case _:
            yield read_plain(decode(data), source=source.name, key=key)


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
