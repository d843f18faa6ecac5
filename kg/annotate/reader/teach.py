"""How does a reviewed annotation become a passage that the reader learns from?

The passage holds the article's prose alone (headline, standfirst, body), with a blank line between its parts; every
span of the annotation is counted anew in it. An event told outside the prose (in a caption) is left out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.annotate.parse import NOT_PROSE
from kg.annotate.reader.corpus import MarkedEvent, Passage, Words
from kg.model import Annotation, Article, Claim, Event, Mention, Rejection, Role, Span

_GAP = "\n\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """A stretch of the article's text, and where it begins in the passage."""

    start: int
    end: int
    at: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """The article's prose, and how its offsets map."""

    text: str
    parts: tuple[_Part, ...]
    mentions: Mapping[str, tuple[Mention, ...]]

    def words(self, span: Span) -> tuple[str, int] | None:
        """The span's words with the number of their occurrence; None outside the prose."""
        part = next((part for part in self.parts if part.start <= span.start and span.end <= part.end), None)
        if part is None or not span.quote:
            return None
        at = span.start - part.start + part.at
        starts = [found.start() for found in re.finditer(f"(?={re.escape(span.quote)})", self.text)]
        return (span.quote, starts.index(at) + 1) if at in starts else None

    def named(self, entity: str, near: int) -> tuple[str, int] | None:
        """The mention of an entity that is nearest to an offset of the article."""
        mentions = sorted(self.mentions.get(entity, ()), key=lambda mention: (abs(mention.start - near), mention.id))
        return next((words for mention in mentions if (words := self.words(mention)) is not None), None)


def make_passage(article: Article, annotation: Annotation) -> Passage | Rejection:
    """The passage of a reviewed annotation, or why there can be none."""
    if annotation.review.state != "reviewed":
        return _refuse(
            article, None, "nobody has reviewed its annotation", "check it and set review.state to reviewed"
        )
    page = _page(article, annotation)
    events = {event.id: event for event in annotation.events}
    marked: list[MarkedEvent] = []
    for claim in annotation.claims:
        made = _mark(page, events[claim.event], claim, annotation)
        if isinstance(made, str):
            return _refuse(article, claim.id, made, "give the source a mention in the headline or the text")
        marked += [made] if made else []
    if not marked:
        return _refuse(article, None, "no event of it is told in its headline or text", "mark at least one event")
    day = annotation.article.published
    return Passage(
        id=article.key,
        date=day.earliest if day and day.earliest == day.latest else None,
        text=page.text,
        events=tuple(marked),
    )


def passage_line(passage: Passage) -> str:
    """The passage as a line of the corpus, what is empty left out."""
    return passage.model_dump_json(by_alias=True, exclude_defaults=True) + "\n"


def _refuse(article: Article, place: str | None, reason: str, remedy: str) -> Rejection:
    return Rejection(source=article.key, place=place, reason=reason, remedy=remedy)


def _page(article: Article, annotation: Annotation) -> _Page:
    prose = [(part.start, part.end) for part in article.segments if part.kind not in NOT_PROSE]
    parts: list[_Part] = []
    at = 0
    for start, end in prose or [(0, len(article.text))]:
        parts.append(_Part(start=start, end=end, at=at))
        at += end - start + len(_GAP)
    mentions: dict[str, tuple[Mention, ...]] = {}
    for mention in annotation.mentions:
        mentions[mention.entity] = (*mentions.get(mention.entity, ()), mention)
    text = _GAP.join(article.text[part.start : part.end] for part in parts)
    return _Page(text=text, parts=tuple(parts), mentions=mentions)


def _mark(page: _Page, event: Event, claim: Claim, annotation: Annotation) -> MarkedEvent | str | None:
    """The event under this claim, None when its trigger is outside the prose, or what is wrong."""
    trigger, near = page.words(event.trigger), event.trigger.start
    if trigger is None:
        return None
    sources = [source and (page.named(source, near) or source) for source in claim.sources]
    unnamed = next((source for source in sources if isinstance(source, str)), None)
    if unnamed is not None:
        return f"its source {unnamed} has no mention in the prose"
    time = next((time for time in annotation.times if time.id == event.time), None)
    return MarkedEvent(
        t=trigger[0],
        n=trigger[1],
        cls=event.cls,
        type=event.type,
        plover=event.plover,
        mode=event.mode,
        verb=claim.verb,
        src=tuple(source for source in sources if not isinstance(source, str)),
        certainty=claim.certainty,
        roles=_roles(page, event, annotation.mentions),
        place=page.named(event.place, near) if event.place else None,
        time=page.words(time) if time else None,
        also=tuple(words for span in event.further if (words := page.words(span)) is not None),
    )


def _roles(page: _Page, event: Event, mentions: Sequence[Mention]) -> dict[Role, tuple[Words, ...]]:
    """The words of each role; a participant without a mention in the prose is left out."""
    by_id = {mention.id: mention for mention in mentions}
    roles: dict[Role, tuple[Words, ...]] = {}
    for item in event.participants:
        own = by_id.get(item.mention or "")
        words = (page.words(own) if own else None) or page.named(item.entity, event.trigger.start)
        if words is not None:
            roles[item.role] = (*roles.get(item.role, ()), words)
    return roles
