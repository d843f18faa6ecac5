"""When does an event happen, as far as its own clause says?

The engine's link to a time expression counts first, then what hangs on the trigger, then what its verb is dated by.
Without any, what is told in the past has happened by the day of publication; a standing state, a plan or a denial
stays open (see `kg.annotate.narrative` for what the text around adds).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, TypeAlias

from spacy.tokens import Doc, Token

from kg.annotate.engine import Argument
from kg.edtf import edtf_from_days
from kg.model import Timex, Verb, When

Aspect: TypeAlias = Literal["past", "pluperfect", "perfect", "present", "future", "none"]
"""The tense of a clause; "none" for an infinitive or a text without a verb."""

_WHOLE = ("the date of what it is part of",)
_LINKERS = frozenset({"ADP", "SCONJ", "ADV", "PART"})
_CLAUSES = frozenset({"relcl", "acl", "ccomp", "advcl", "csubj", "parataxis", "pcomp"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_MODALS = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "could", "should", "may", "might", "can", "must"})


def choose_time(doc: Doc, token: int, arguments: Sequence[Argument], times: Sequence[Timex]) -> Timex | None:
    """The time expression in the sentence of a trigger, dated ones first; None if that gives none."""
    trigger = doc[token]
    sentence = trigger.sent
    near = [time for time in times if sentence.start_char <= time.start < sentence.end_char]
    linked = [
        time
        for argument in sorted(arguments, key=lambda argument: -argument.probability)
        if argument.link == "time"
        for time in _under(doc[argument.token], near)
        if not _is_of_another(trigger, time)
    ]
    own = list(attached(trigger, near))
    # "The arrest in August 1962": what a noun carries is its own, whatever else its sentence is dated by.
    found = own + linked if own and trigger.pos_ in ("NOUN", "PROPN") else linked or own or _of_verb(trigger, near)
    return next((time for time in found if time.earliest or time.latest), found[0] if found else None)


def date_event(doc: Doc, token: int, verb: Verb, time: Timex | None, published: When | None) -> When:
    """The date of an event that is claimed with this verb; what is told as past is over by publication."""
    latest = published.latest if published is not None else None
    happened = verb in ("asserts", "reports") and is_past(doc[token])
    if time is not None and time.edtf is not None:
        when = When(text=time.quote, edtf=time.edtf, earliest=time.earliest, latest=time.latest, basis=time.basis)
        return _until(when, latest) if happened and latest is not None else when
    if latest is not None and happened:
        return When(edtf=edtf_from_days(None, latest), latest=latest, basis="inferred", why=("told in the past",))
    return When(edtf="../..", basis="stated")


def within(whole: When) -> When:
    """The date of what happened in the course of something: some day of that time, both of its ends uncertain."""
    ends = whole.edtf.split("/")
    edtf = "/".join(end if end.endswith(("..", "?", "%")) or not end else _uncertain(end) for end in ends)
    return whole.model_copy(
        update={"text": None, "edtf": edtf if len(ends) > 1 else whole.edtf, "basis": "inferred", "why": _WHOLE}
    )


def _uncertain(end: str) -> str:
    return f"{end[:-1]}%" if end.endswith("~") else f"{end}?"


def is_past(token: Token) -> bool:
    """Whether the clause of a word is told in the past; a participle has the tense of its auxiliary."""
    return aspect_of(token) in ("past", "pluperfect", "perfect")


def aspect_of(token: Token) -> Aspect:
    """The tense of a word's clause: that of its auxiliaries, else of its form, else of the verb it depends on."""
    verb = token if token.pos_ in ("VERB", "AUX") else _governor(token)
    if verb is None:
        return "none"
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    words = {child.lower_ for child in auxiliaries}
    if words & _MODALS:
        return _of_modal(verb, words)
    if verb.tag_ in ("VBN", "VBD") and words & {"had", "'d", "’d"}:
        return "pluperfect"
    if words & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    tags = {child.tag_ for child in auxiliaries}
    return _by_form(verb, tags)


def is_ahead(token: Token) -> bool:
    """Whether the clause of a word tells what is yet to come: by a modal verb or an infinitive."""
    verb = token if token.pos_ in ("VERB", "AUX") else _governor(token)
    if verb is None:
        return False
    is_modal = any(child.dep_ in ("aux", "auxpass") and child.lower_ in _MODALS for child in verb.children)
    return (verb.tag_ == "VB" and not is_modal and not _has_do(verb)) or aspect_of(verb) == "future"


def _has_do(verb: Token) -> bool:
    return any(child.lemma_ == "do" and child.dep_ == "aux" for child in verb.children)


def is_main(token: Token) -> bool:
    """Whether the clause of a word is the sentence's main one or joined to it by "and"."""
    while token.head.i != token.i:
        if token.dep_ in _CLAUSES or token.dep_ == "appos":
            return False
        token = token.head
    return True


def attached(trigger: Token, times: Sequence[Timex]) -> Iterator[Timex]:
    """The time expressions that hang on a word directly or by prepositions and adverbs."""
    sentence = trigger.sent
    for time in times:
        if not sentence.start_char <= time.start < sentence.end_char:
            continue
        span = trigger.doc.char_span(time.start, time.end, alignment_mode="expand")
        if span is None or span.root.sent != sentence:
            continue
        head = span.root
        while head.head.i != head.i and (head.head.pos_ in _LINKERS or time.start <= head.head.idx < time.end):
            head = head.head
        if head.head.i == trigger.i:
            yield time


def _until(when: When, latest: date) -> When:
    if when.earliest is None or when.latest is None or not when.earliest <= latest < when.latest:
        return when
    return when.model_copy(update={"edtf": edtf_from_days(when.earliest, latest), "latest": latest})


def _of_modal(verb: Token, words: set[str]) -> Aspect:
    """What "might have saved" and "could not be confirmed" tell is no longer to come."""
    if "have" in words and verb.tag_ == "VBN":
        return "perfect"
    is_denied = any(child.dep_ == "neg" for child in verb.children)
    return "past" if "could" in words and is_denied else "future"


def _by_form(verb: Token, tags: set[str]) -> Aspect:
    if "VBD" in tags or verb.tag_ == "VBD":
        return "past"
    if tags & {"VBZ", "VBP"} or verb.tag_ in ("VBZ", "VBP"):
        return "present"
    if verb.dep_ in ("xcomp", "advcl", "acl", "conj", "pcomp") and verb.head is not verb:
        return aspect_of(verb.head)
    return "past" if verb.tag_ == "VBN" and "TO" not in tags else "none"


def _governor(token: Token) -> Token | None:
    return next((ancestor for ancestor in token.ancestors if ancestor.pos_ in ("VERB", "AUX")), None)


def _of_verb(trigger: Token, times: Sequence[Timex]) -> list[Timex]:
    """What the verb of a noun is dated by: "a rally is planned for Friday", "talks ended in December"."""
    if trigger.pos_ != "NOUN" or trigger.dep_ not in _SUBJECTS:
        return []
    return list(attached(trigger.head, times))


def _is_of_another(trigger: Token, time: Timex) -> bool:
    """Whether the expression stands in a clause below the trigger's: "fled to Prague, where he spoke on Monday"."""
    span = trigger.doc.char_span(time.start, time.end, alignment_mode="expand")
    word = span.root if span is not None else trigger
    crossed = False
    while word.i not in (trigger.i, word.head.i):
        crossed = crossed or (word.dep_ in _CLAUSES and word.pos_ in ("VERB", "AUX"))
        word = word.head
    return word.i == trigger.i and crossed


def _under(word: Token, times: Sequence[Timex]) -> Iterator[Timex]:
    """The expressions that a word is in, or else those that stand in what it governs."""
    inside = [time for time in times if time.start <= word.idx < time.end]
    if inside:
        yield from inside
        return
    start, end = word.left_edge.idx, word.right_edge.idx + len(word.right_edge)
    yield from (time for time in times if start <= time.start and time.end <= end)
