"""When do things happen that a text tells without a date of their own?

A reader takes them to happen at the time being told: what the governing verb of saying is dated by, else what the
paragraph has come to, else the story's day. Each way of telling uses that time otherwise:

- the own voice's simple past is of that very time; where the scene has changed it lies between it and publication,
  and so does what is said or given in another sentence, since an article gathers the reactions of the days after;
- what lies before (a pluperfect, a report, a past denied) is over by its last day, with no first day: a report by
  that of its verb of saying, or by publication where that has none;
- what has a length or a distance of its own ("after five days of talks", "a week before") is not of that day;
- what lies ahead (a plan, a demand, a future denied) begins with its first day and has no last day;
- a perfect is over by publication, a standing state stays open.

Such a date is always `inferred` and says why; its ends are marked uncertain when it only lies between them.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from kg.annotate.draft import Draft
from kg.annotate.whens import Aspect, aspect_of, attached, is_ahead, is_main
from kg.edtf import edtf_from_days
from kg.model import Segment, Timex, Verb, When

_BREAK = re.compile(r"\n\s*\n")
_FRESH = timedelta(days=14)
"""How long before publication the news of a story lies at most."""
_GATHERED = frozenset({"Communication", "Transfer"})
_BRIEF = timedelta(days=6)
"""A longer time ("in March") is no scene in which the next sentence happens."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Span:
    """Two days and the words that told them."""

    first: date
    last: date
    words: str
    loose: bool = False

    @property
    def brief(self) -> bool:
        return self.last - self.first <= _BRIEF


@dataclass(frozen=True, kw_only=True, slots=True)
class _Telling:
    """What the text has told so far: `now` in paragraph `paragraph`, `news` whether the last time told still was."""

    now: _Span | None = None
    paragraph: int = -1
    news: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scene:
    """What an event without a date is told in: the time being told, a length or distance of its own, whether in the
    headline, and whether that time is of the verb that governs it.
    """

    now: _Span | None
    length: Timex | None
    lead: bool
    governed: bool


def date_untold(
    doc: Doc, drafts: Sequence[Draft], times: Sequence[Timex], published: When | None, segments: Sequence[Segment]
) -> tuple[Draft, ...]:
    """The drafts, in the same order; those without a date of their own dated by what the text tells around them."""
    body = min((segment.start for segment in segments if segment.kind == "body"), default=0)
    breaks = [match.start() for match in _BREAK.finditer(doc.text)]
    places = {index: _place(doc, draft, body) for index, draft in enumerate(drafts)}
    told = (_span_of_time(time) for time in times if _is_told(doc, time))
    story = next((span for span in told if span and _is_news(span, published)), None)
    telling, dated, spans = _Telling(), dict(enumerate(drafts)), dict[int, _Span]()
    for index in sorted(places, key=lambda index: (doc[places[index]].idx < body, places[index])):
        token = doc[places[index]]
        paragraph = bisect_right(breaks, token.idx)
        telling = _enter(token, telling, paragraph, times, published)
        lead = token.idx < body
        said = _said(token, spans, times)
        around = said or telling.now
        if around is None and telling.news and story is not None:
            around = story if lead else _until(story, published)
        elif said is None and telling.news and around is not None and drafts[index].attribution.verb == "reports":
            around = _until(around, published)
        length = _length_of(drafts[index], token, times)
        scene = _Scene(now=around, length=length, lead=lead, governed=said is not None)
        draft = _dated(drafts[index], token, scene, published)
        dated[index] = draft
        span = _span_of(draft.when)
        if span is not None:
            spans.update(dict.fromkeys(draft.tokens, span))
            if draft.attribution.verb == "asserts" and is_main(token) and token.idx >= body:
                telling = _advance(span, paragraph, published)
    return tuple(dated[index] for index in range(len(drafts)))


def _is_told(doc: Doc, time: Timex) -> bool:
    """Whether a sentence tells the time: a line above the text ("ROME, May 5 -") has no verb."""
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    return span is not None and any(word.pos_ in ("VERB", "AUX") for word in span.root.sent)


def _place(doc: Doc, draft: Draft, body: int) -> int:
    """The token by which the body tells it, else that of the headline."""
    return next((token for token in sorted(draft.tokens) if doc[token].idx >= body), draft.trigger.token)


def _enter(
    token: Token, telling: _Telling, paragraph: int, times: Sequence[Timex], published: When | None
) -> _Telling:
    """The telling as the token's sentence begins: what its main verb is dated by, also when that is no event."""
    root = token.sent.root
    found = next((span for span in map(_span_of_time, attached(root, times)) if span), None)
    if paragraph != telling.paragraph:
        telling = replace(telling, now=None, paragraph=paragraph)
    if found is None or aspect_of(root) in ("future", "none"):
        return telling
    return _advance(found, paragraph, published)


def _advance(span: _Span, paragraph: int, published: When | None) -> _Telling:
    return _Telling(now=span, paragraph=paragraph, news=_is_news(span, published))


def _is_news(span: _Span, published: When | None) -> bool:
    latest = published.latest if published else None
    return latest is not None and span.brief and timedelta() <= latest - span.last <= _FRESH


def _said(token: Token, spans: Mapping[int, _Span], times: Sequence[Timex]) -> _Span | None:
    """The time of what governs the word in its sentence: an event told there, or a dated verb of saying."""
    for ancestor in token.ancestors:
        if ancestor.i in spans:
            return spans[ancestor.i]
        if ancestor.pos_ in ("VERB", "AUX"):
            found = next((span for span in map(_span_of_time, attached(ancestor, times)) if span), None)
            if found:
                return found
    return None


def _dated(draft: Draft, token: Token, scene: _Scene, published: When | None) -> Draft:
    is_own = draft.time is not None and (draft.time.earliest or draft.time.latest)
    # What the sentence itself calls untrue, or a tale, is of no time that the text has come to.
    if is_own or draft.attribution.strength == "decisive":
        return draft
    if draft.when.earliest or not _is_default(draft.when, published):
        return draft
    when = _when(draft, token, scene, published)
    return replace(draft, when=when) if when else draft


def _is_default(when: When, published: When | None) -> bool:
    """Whether the date says no more than that something has happened, or not even that."""
    return when.earliest is None and (
        when.latest is None or (published is not None and when.latest == published.latest)
    )


def _when(draft: Draft, token: Token, scene: _Scene, published: When | None) -> When | None:
    verb, aspect, now = draft.attribution.verb, aspect_of(token), scene.now
    if scene.lead and aspect == "present":
        aspect = "past"
    if verb == "envisages" or (verb == "denies" and is_ahead(token)):
        return _record(now.first, None, now) if now else None
    if _is_over(draft, verb, aspect):
        return _said_by_now(published)
    if now is None or (aspect not in ("past", "pluperfect") and verb != "reports"):
        return None
    if verb == "reports" or aspect == "pluperfect" or draft.attribution.sources:
        is_state = draft.trigger.cls == "Situation" and aspect == "present"
        return None if is_state else _record(None, now.last, now)
    if scene.length is not None:
        return _record(None, now.last, now) if _is_before(token, scene.length) else _between(now, published)
    is_gathered = draft.trigger.cls in _GATHERED and not scene.governed
    is_scene = scene.lead or (now.brief and not is_gathered and not _moves(token))
    return _record(now.first, now.last, now) if is_scene else _between(now, published)


def _length_of(draft: Draft, token: Token, times: Sequence[Timex]) -> Timex | None:
    """The undated length or distance that an event has, or that its clause is told to lie away ("a day after …")."""
    if draft.time is not None:
        return draft.time if draft.time.type == "DURATION" else None
    first, last = token.sent.start_char, token.sent.end_char
    near = (time for time in times if time.type == "DURATION" and time.edtf is None and first <= time.start < last)
    return next((time for time in near if _opens(token, time)), None)


def _opens(token: Token, length: Timex) -> bool:
    """Whether the word stands in the phrase or clause after "a day after"."""
    word = _word_after(token, length)
    under = any(ancestor.i == word.i for ancestor in token.ancestors)
    return word.lower_ == "after" and (under or (word.dep_ == "mark" and word.head.i == token.i))


def _word_after(token: Token, length: Timex) -> Token:
    span = token.doc.char_span(length.start, length.end, alignment_mode="expand")
    return token.doc[min(span.end, len(token.doc) - 1)] if span is not None else token


def _is_before(token: Token, length: Timex) -> bool:
    """Whether what has this length or distance lies before the time being told.

    So do the talks of "after five days of talks", the vote of "a day after the vote" and what was "a week before".
    """
    return _opens(token, length) or _word_after(token, length).lower_ in ("before", "earlier", "of")


def _is_over(draft: Draft, verb: Verb, aspect: Aspect) -> bool:
    """Whether it has happened by publication and nothing says more: a perfect, what somebody "denies" or "says"."""
    if verb == "denies":
        return aspect in ("perfect", "present")
    return aspect == "perfect" or (verb == "asserts" and aspect == "present" and draft.trigger.cls == "Communication")


def _said_by_now(published: When | None) -> When | None:
    if published is None or published.latest is None:
        return None
    edtf = edtf_from_days(None, published.latest)
    return When(edtf=edtf, latest=published.latest, basis="inferred", why=("told as over",))


def _until(span: _Span, published: When | None) -> _Span | None:
    """From a time to publication."""
    if published is None or published.latest is None:
        return None
    return replace(span, last=max(span.last, published.latest), loose=True)


def _between(now: _Span, published: When | None) -> When | None:
    wide = _until(now, published)
    return _record(wide.first, wide.last, wide) if wide else None


def _moves(token: Token) -> bool:
    """Whether the sentence begins at another place: "In Washington the president welcomed …"."""
    words = [word for word in token.sent if not word.is_space and not word.is_punct][:2]
    return len(words) == 2 and words[0].lower_ in ("in", "at") and words[1].ent_type_ in ("GPE", "LOC", "FAC")


def _record(first: date | None, last: date | None, now: _Span) -> When:
    edtf = edtf_from_days(first, last)
    if first and last and first != last and now.loose:
        edtf = "/".join(f"{end}?" for end in edtf.split("/"))
    return When(edtf=edtf, earliest=first, latest=last, basis="inferred", why=(f"the text has come to {now.words}",))


def _span_of(when: When) -> _Span | None:
    if when.earliest is None or when.latest is None:
        return None
    words = (
        f'"{when.text}"'
        if when.text
        else (when.why[0].removeprefix("the text has come to ") if when.why else when.edtf)
    )
    return _Span(first=when.earliest, last=when.latest, words=words, loose="?" in when.edtf)


def _span_of_time(time: Timex) -> _Span | None:
    if time.type == "SET" or time.earliest is None or time.latest is None:
        return None
    return _Span(first=time.earliest, last=time.latest, words=f'"{time.quote}"')
