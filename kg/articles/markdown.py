"""How is a Markdown file read?

The stored text is the whole file, so its markup stays in it; the marks are furniture and the words between them keep
their place. A paragraph with marks inside is several segments, with nothing but furniture between them on the line.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.articles.decode import refuse_unusable
from kg.articles.draft import Draft
from kg.articles.frontmatter import read_front_matter
from kg.articles.metadata import read_metadata
from kg.articles.segments import find_segments, furniture
from kg.model import Segment

# What is not closed runs to the end (CommonMark 0.31, sections 4.5 and 4.6).
_CODE_OR_COMMENT = re.compile(r"^(```|~~~).*?(?:^\1[^\n]*$|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.MULTILINE)
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S.*")
_RULE = re.compile(
    r"[ \t]*(?:-[ \t]*){3,}$|[ \t]*(?:\*[ \t]*){3,}$|[ \t]*(?:_[ \t]*){3,}$|[ \t]*=+[ \t]*$", re.MULTILINE
)
_BLOCK_MARK = re.compile(r"[ \t]*(?:(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[ \t]+)+")
_NO_BREAK = re.compile(r"[^\r\n]")
_CLOSING_HASHES = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*)")
# No repetition can run over what begins the next mark: time stays linear on any input.
_TARGET = r"\([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:[ ]+\"[^\"\n]{0,300}\")?\)"
_INLINE = re.compile(
    rf"!\[[^\[\]\n]{{0,300}}\]{_TARGET}|(?<!!)\[(?=[^\[\]\n]{{1,300}}\][(\[])|"
    rf"(?<=[^\s\[])\](?:{_TARGET}|\[[^\[\]\n]{{0,100}}\])|"
    r"\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}|(?<!\w)_{1,2}(?=[^\s_])|(?<=[^\s_])_{1,2}(?!\w)|`|</?[a-z][^<>\n]{0,300}>"
)


def read_markdown(text: str, *, source: str, key: str) -> Draft:
    """The article in a decoded Markdown file; its text is the whole file, front matter and markup included."""
    refuse_unusable(text)
    front = read_front_matter(text)
    metadata = read_metadata(front.fields)
    marks = list(_marks(text, front.end))
    title = metadata.headline or _title(text, front.end)
    # Blanked marks leave all other characters where they are, so segments of the blanked text fit the real one.
    found = find_segments(_blanked(text, marks), start=front.end, headline=title)
    return Draft(
        source=source,
        key=key,
        text=text,
        segments=furniture(text, 0, front.end) + tuple(_merged(text, found, marks)),
        metadata=replace(metadata, headline=title),
    )


def _title(text: str, start: int) -> str | None:
    """The text of the first heading."""
    heading = next(filter(None, map(_HEADING.match, text[start:].splitlines())), None)
    if heading is None:
        return None
    return " ".join(_INLINE.sub(" ", _CLOSING_HASHES.sub("", heading.group(1))).split()) or None


def _marks(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Start and end of each mark after `start`, in order, none within another."""
    end = start
    for block in (*_CODE_OR_COMMENT.finditer(text, start), None):
        stop = block.start() if block else len(text)
        offset = end
        for line in text[end:stop].splitlines(keepends=True):
            yield from _line_marks(line, offset)
            offset += len(line)
        if block:
            yield block.span()
            end = block.end()


def _line_marks(line: str, offset: int) -> Iterator[tuple[int, int]]:
    begin = 0
    for pattern in (_DEFINITION, _RULE, _BLOCK_MARK):
        if mark := pattern.match(line):
            yield offset + mark.start(), offset + mark.end()
            begin = mark.end()
            break
    closing = _CLOSING_HASHES.search(line, begin) if line.lstrip().startswith("#") else None
    for mark in _INLINE.finditer(line, begin, closing.start() if closing else len(line)):
        yield offset + mark.start(), offset + mark.end()
    if closing:
        yield offset + closing.start(), offset + closing.end()


def _blanked(text: str, marks: list[tuple[int, int]]) -> str:
    parts, end = [], 0
    for begin, stop in marks:
        parts += [text[end:begin], _NO_BREAK.sub(" ", text[begin:stop])]
        end = stop
    return "".join([*parts, text[end:]])


def _merged(text: str, segments: tuple[Segment, ...], marks: list[tuple[int, int]]) -> Iterator[Segment]:
    """The segments cut where marks stand in them, and the marks between as furniture, in order."""
    waiting = iter([*marks, (len(text), len(text))])
    begin, stop = next(waiting)
    for segment in segments:
        start = segment.start
        while begin < segment.end:
            yield from _trimmed(text, segment, start, max(start, begin))
            yield from furniture(text, begin, stop)
            start = max(start, stop)
            begin, stop = next(waiting)
        yield from _trimmed(text, segment, start, segment.end)
    while begin < len(text):
        yield from furniture(text, begin, stop)
        begin, stop = next(waiting)


def _trimmed(text: str, segment: Segment, start: int, end: int) -> Iterator[Segment]:
    for piece in furniture(text, start, end):
        yield piece.model_copy(update={"kind": segment.kind})
