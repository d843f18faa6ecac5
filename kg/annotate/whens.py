"""When does an event happen, as far as the article says?

The engine's link to a time expression counts first, then what hangs on the trigger. Without any, what is told in the
past has happened by the day of publication; a standing state, a plan or a denial stays open.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.annotate.engine import Argument
from kg.edtf import edtf_from_days
from kg.model import Timex, Verb, When

_PAST_TAGS = frozenset({"VBD", "VBN"})
_PRESENT_TAGS = frozenset({"VBZ", "VBP", "VBG", "VB", "MD"})
_LINKERS = frozenset({"ADP", "SCONJ", "ADV", "PART"})


def choose_time(doc: Doc, token: int, arguments: Sequence[Argument], times: Sequence[Timex]) -> Timex | None:
    """The time expression in the sentence of a trigger, dated ones first; None if that gives none."""
    sentence = doc[token].sent
    near = [time for time in times if sentence.start_char <= time.start < sentence.end_char]
    linked = [
        time
        for argument in sorted(arguments, key=lambda argument: -argument.probability)
        if argument.link == "time"
        for time in _under(doc[argument.token], near)
    ]
    found = linked or list(_attached(doc[token], near))
    return next((time for time in found if time.earliest or time.latest), found[0] if found else None)


def date_event(doc: Doc, token: int, verb: Verb, time: Timex | None, published: When | None) -> When:
    """The date of an event that is claimed with this verb."""
    if time is not None and time.edtf is not None:
        return When(text=time.quote, edtf=time.edtf, earliest=time.earliest, latest=time.latest, basis=time.basis)
    latest = published.latest if published is not None else None
    if latest is not None and verb in ("asserts", "reports") and is_past(doc[token]):
        return When(edtf=edtf_from_days(None, latest), latest=latest, basis="inferred", why=("told in the past",))
    return When(edtf="../..", basis="stated")


def is_past(token: Token) -> bool:
    """Whether the clause of a word is told in the past; a participle has the tense of its auxiliary."""
    verb = token if token.pos_ in ("VERB", "AUX") else _governor(token)
    if verb is None:
        return False
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    finite = [child.tag_ for child in auxiliaries if child.tag_ in _PAST_TAGS | _PRESENT_TAGS]
    if finite:
        perfect = any(child.lemma_ == "have" for child in auxiliaries) and verb.tag_ == "VBN"
        return finite[0] in _PAST_TAGS or perfect
    if verb.tag_ in _PAST_TAGS:
        return True
    return verb.dep_ in ("xcomp", "advcl", "acl", "conj", "pcomp") and verb.head is not verb and is_past(verb.head)


def _governor(token: Token) -> Token | None:
    return next((ancestor for ancestor in token.ancestors if ancestor.pos_ in ("VERB", "AUX")), None)


def _under(word: Token, times: Sequence[Timex]) -> Iterator[Timex]:
    """The expressions that a word is in, or else those that stand in what it governs."""
    inside = [time for time in times if time.start <= word.idx < time.end]
    if inside:
        yield from inside
        return
    start, end = word.left_edge.idx, word.right_edge.idx + len(word.right_edge)
    yield from (time for time in times if start <= time.start and time.end <= end)


def _attached(trigger: Token, times: Sequence[Timex]) -> Iterator[Timex]:
    for time in times:
        span = trigger.doc.char_span(time.start, time.end, alignment_mode="expand")
        if span is None or span.root.sent != trigger.sent:
            continue
        head = span.root
        while head.head.i != head.i and (head.head.pos_ in _LINKERS or time.start <= head.head.idx < time.end):
            head = head.head
        if head.head.i == trigger.i:
            yield time
