"""Does the verb that a time hangs on tell of the past or of the future?"""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.annotate.times.meaning import Tense

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "can", "may", "must", "ca"})
_FUTURE_IN_PAST = frozenset({"would", "should", "could", "might"})
_PLANS = frozenset({"set", "due", "schedule", "expect", "plan", "slate", "intend", "hope", "likely", "aim"})
_PLANNED = frozenset({"planned", "scheduled", "slated", "expected", "upcoming", "forthcoming", "proposed"})
_DELAYS = frozenset(
    {"put", "postpone", "delay", "defer", "adjourn", "move", "reschedule", "extend", "push", "suspend", "allow",
     "deadline", "ultimatum"}
)  # fmt: skip
_DELAYED_TO = frozenset({"to", "until", "till"})
_PENDING = frozenset({"payable", "effective"})
_INTENTS = frozenset(
    {"agree", "arrange", "ask", "call", "choose", "consider", "decide", "demand", "invite", "offer", "order",
     "pledge", "prepare", "promise", "propose", "require", "seek", "subpoena", "suggest", "summon", "swear",
     "threaten", "try", "urge", "vote", "vow", "want", "wish"}
)  # fmt: skip
"""Verbs whose infinitive has not happened when they do."""


def tense_at(doc: Doc, start: int, end: int) -> Tense:
    """The tense of the verb that governs the characters from `start` to `end`; "none" without a verb."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return "none"
    if _is_delayed_to(doc, span.start):
        return "future"
    for token in _governors(span.root):
        tense = _tense_of(token)
        if tense != "none":
            return tense
    return "none"


def _is_delayed_to(doc: Doc, index: int) -> bool:
    """Whether something is put off to the time that begins at the index, or a deadline set for it."""
    before = doc[index - 1] if index else None
    if before is None or before.lower_ not in _DELAYED_TO:
        return False
    return any(head.lemma_ in _DELAYS for head in before.ancestors) or _is_given(before)


def _is_given(until: Token) -> bool:
    """Whether somebody "has", "had" or "was given" until then: the word is no auxiliary there."""
    head = until.head
    is_giving = head.lemma_ in ("give", "have") and head.pos_ == "VERB" and until.lower_ != "to"
    return is_giving and head.dep_ not in ("aux", "auxpass")


def is_attributive(doc: Doc, start: int, end: int) -> bool:
    """Whether the characters are part of a name or description after them, as in "the 2014 budget"."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return (
        span is not None and span.root.dep_ in ("compound", "nummod", "amod", "poss") and span.root.head.i >= span.end
    )


def _governors(token: Token) -> Iterator[Token]:
    yield token
    yield from token.ancestors


def _tense_of(token: Token) -> Tense:
    if _is_plan(token):
        return _tense_of_plan(token)
    if token.pos_ == "NOUN" and any(child.lower_ in _PLANNED for child in token.children):
        return "planned"
    return _tense_of_verb(token) if token.pos_ in ("VERB", "AUX") else "none"


def _tense_of_infinitive(token: Token) -> Tense:
    """That of the verb it follows, but to come when that verb is one of intent: "agreed to meet"."""
    if token.head.lemma_ == "be":
        return "planned" if token.head.tag_ == "VBD" else "future"
    if token.head.lemma_ not in _INTENTS or token.head == token:
        return "none"
    return "planned" if _tense_of(token.head) in ("past", "planned") else "future"


def _tense_of_verb(token: Token) -> Tense:
    auxiliaries = {child.lower_ for child in token.children if child.dep_ in ("aux", "auxpass", "neg")}
    by_modal = _tense_by_modal(auxiliaries)
    if by_modal:
        return by_modal
    if token.dep_ == "conj" and not auxiliaries and token.tag_ in ("VB", "VBN"):
        return _tense_of(token.head)
    if "to" in auxiliaries:
        return "past" if "have" in auxiliaries else _tense_of_infinitive(token)
    return _tense_by_form(token, auxiliaries)


def _is_plan(token: Token) -> bool:
    """Whether the word plans: "expects", "was set to", "is due"; to set a date is no plan, "as planned" was done."""
    if token.tag_ == "VBN" and any(child.lower_ == "as" and child.dep_ == "mark" for child in token.children):
        return False
    if token.lemma_ in _PLANS and token.pos_ in ("VERB", "ADJ"):
        return token.lemma_ != "set" or (token.tag_ == "VBN" and any(map(_is_purpose, token.children)))
    return token.lower_ in _PENDING


def _is_purpose(child: Token) -> bool:
    return child.dep_ == "xcomp" or (child.dep_ == "prep" and child.lower_ == "for")


def _tense_of_plan(token: Token) -> Tense:
    verb = token.head if token.dep_ == "acomp" else token
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if "had" in auxiliaries:
        # "It had been due on Friday": that day has come.
        return "past"
    told = auxiliaries & {"was", "were", "had"} or token.tag_ == "VBD" or token.head.lower_ in ("was", "were")
    return "planned" if told else "future"


def _tense_by_modal(auxiliaries: set[str]) -> Tense | None:
    if "have" in auxiliaries and auxiliaries & (_FUTURE | _FUTURE_IN_PAST):
        return "past"
    if auxiliaries & _FUTURE:
        return "future"
    if auxiliaries & {"could"} and auxiliaries & {"be", "not", "n't"}:
        return "past"
    return "planned" if auxiliaries & _FUTURE_IN_PAST else None


def _tense_by_form(token: Token, auxiliaries: set[str]) -> Tense:
    if token.tag_ == "VBD" or auxiliaries & {"was", "were", "had", "has", "have", "did", "'d"}:
        return "past"
    if token.tag_ == "VB" or (token.tag_ == "VBN" and "be" in auxiliaries):
        # A subjunctive or imperative: "demanded that he be freed".
        return "planned"
    if token.tag_ in ("VBZ", "VBP") or auxiliaries & {"is", "are", "am", "be", "does", "do", "'s", "’s", "'re"}:
        return "present"
    return "past" if token.tag_ == "VBN" else "none"
