"""What is the parser given for an article, and how is what is found there told of the article itself?

The parser, the lists of names and the reader know plain English lines. A fair copy is the article without what only
its page made: invisible characters and odd line ends (`kg.legible`), lines broken and words parted at a page's width,
prose all in capitals or without any. Everything found in it is carried back to the article's own offsets.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from spacy.language import Language

from kg.annotate.letter_case import settle_case
from kg.annotate.parse import known_words
from kg.gazetteer.lookup import Gazetteer
from kg.legible import Edit, Legible, edit, make_legible
from kg.model import Annotation, Article, Claim, Event, Segment, Span

_WIDTH = re.compile(
    r"(?P<parted>(?<=[^\W\d_])[-\u2010] *\n *(?=\w))|(?P<wide>(?<=\S)  +(?=\S))|"
    r"(?P<wrapped>(?<=[^\s.!?\u2026\"'\u201d\u2019)\]]) *\n *(?=\S))|(?P<low>(?<=\S) *\n *(?=[a-z]))"
)
"""A line end after final punctuation and before a capital may end a paragraph (see `kg.annotate.sentences`)."""
_FIRST_PART = re.compile(r"[^\W\d_]+\Z")
_SECOND_PART = re.compile(r"[^\W\d_]+")
_LONGEST_PART = 40
_Spanned = TypeVar("_Spanned", bound=Span)


@dataclass(frozen=True, kw_only=True, slots=True)
class FairCopy:
    """`article` is what is read; `original` what it was made of, by `seen` and then `lines`."""

    article: Article
    original: Article
    seen: Legible
    lines: Legible

    def start(self, offset: int) -> int:
        """Where in the original a stretch begins that begins at this offset of the copy."""
        return self.seen.start(self.lines.start(offset))

    def end(self, offset: int) -> int:
        """Where in the original a stretch ends that ends at this offset of the copy."""
        return self.seen.end(self.lines.end(offset))

    def restore(self, annotation: Annotation) -> Annotation:
        """An annotation of the copy as one of the original: every quote is what the original holds there."""
        if self.article.text == self.original.text:
            return annotation
        return annotation.model_copy(
            update={
                "segments": self.original.segments,
                "mentions": tuple(map(self._span, annotation.mentions)),
                "times": tuple(map(self._span, annotation.times)),
                "events": tuple(map(self._event, annotation.events)),
                "claims": tuple(map(self._claim, annotation.claims)),
            }
        )

    def _event(self, event: Event) -> Event:
        further = tuple(map(self._span, event.further))
        return event.model_copy(update={"trigger": self._span(event.trigger), "further": further})

    def _claim(self, claim: Claim) -> Claim:
        return claim.model_copy(update={"evidence": tuple(map(self._span, claim.evidence))})

    def _span(self, span: _Spanned) -> _Spanned:
        start, end = self.start(span.start), self.end(span.end)
        return span.model_copy(update={"start": start, "end": end, "quote": self.original.text[start:end]})


def make_fair_copy(article: Article, nlp: Language, gazetteer: Gazetteer) -> FairCopy:
    """The article as it is read; one that is plain already is its own copy."""
    seen = make_legible(article.text)
    parts = _moved(article.segments, seen)
    whole = (Segment(kind="body", start=0, end=len(seen.text)),)
    lines = edit(seen.text, _edits(seen.text, parts or whole, nlp))
    parts = _moved(parts, lines)
    text = settle_case(lines.text, parts, gazetteer, nlp)
    copy = article if text == article.text else article.model_copy(update={"text": text, "segments": parts})
    return FairCopy(article=copy, original=article, seen=seen, lines=lines)


def _moved(segments: Iterable[Segment], form: Legible) -> tuple[Segment, ...]:
    """The segments in the new form; one that held nothing visible is left out."""
    moved = (Segment(kind=x.kind, start=form.new_start(x.start), end=form.new_end(x.end)) for x in segments)
    return tuple(segment for segment in moved if segment.start < segment.end)


def _edits(text: str, segments: Iterable[Segment], nlp: Language) -> Iterator[Edit]:
    """The line ends and blanks within each segment that are only the page's."""
    for segment in segments:
        for found in _WIDTH.finditer(text, segment.start, segment.end):
            words = _joint(text, found, nlp) if found.lastgroup == "parted" else " "
            yield Edit(found.start(), found.end(), words)


def _joint(text: str, found: re.Match[str], nlp: Language) -> str:
    """What stands between the parts of a word parted at a line end: nothing, or the hyphen of a compound."""
    first = _FIRST_PART.search(text, max(0, found.start() - _LONGEST_PART), found.start())
    second = _SECOND_PART.match(text, found.end(), found.end() + _LONGEST_PART)
    if first is None or second is None or (second[0][0].isupper() and not first[0][-1].isupper()):
        return "-"
    known, one, two = known_words(nlp), first[0].lower(), second[0].lower()
    return "-" if one + two not in known and one in known and two in known else ""
