"""Which words fill which role of an event?

Two witnesses are heard: the engine's links with their probabilities, and the sentence's syntax read through the
lexicon's sense and the plain frame of the event's class. A word's score is how often such a word was right on the
corpus' development fold, for each way in which the two agree or differ. The members of a coordination share their
role. A role has one phrase or coordination, unless the syntax gives it more ("A met with B"): what else is told in it
is told of another event.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from kg.annotate.engine import Argument, LinkName, Trigger
from kg.annotate.lexicon import Lexicon, Sense, sense_of
from kg.annotate.lexicon.syntax import OBJECTS, SUBJECTS, first_member, members, relations
from kg.model import EventClass, Role

BAR: Final = 0.5
"""What a word's score must reach; scores are shares of right words on the corpus' development fold."""
SURE, LIKELY = 0.85, 0.6
"""From which probabilities on a link is called so."""
_AGREED: Final = (0.9, 0.9, 0.95)
"""Engine and syntax agree: the link is weak, likely, sure."""
_LINKED: Final = (0.31, 0.61, 0.75)
"""Only the engine names the word."""
_LINKED_OTHERWISE: Final = (0.59, 0.62, 0.78)
"""The syntax gives the word another role."""
_SYNTAX: Final = (0.7, 0.66, 0.55)
"""Only the syntax names the word; the engine links it in another role, weakly or likely; surely."""
FOREIGN: Final = 0.2
"""What is taken off for a word that belongs more closely to another verb or noun."""
RIVAL: Final = 0.15
"""What is taken off for a word whose role the other witness gives to another word."""
OBJECT: Final = 0.2
"""What is taken off for the object of a political act that the engine does not link: mostly a matter."""

_FRAMES: Mapping[EventClass, Mapping[str, Role]] = {
    "Visit": {"nsubj": "guest", "poss": "guest", "prep_by": "guest", "nation": "guest", "dobj": "host"},
    "Meeting": {
        "nsubj": "agent", "poss": "agent", "prep_between": "agent", "prep_with": "agent", "prep_among": "agent",
        "prep_of": "agent", "dobj": "agent",
    },
    "Communication": {
        "nsubj": "agent", "poss": "agent", "nation": "agent", "prep_by": "agent", "dobj": "target", "iobj": "target",
        "prep_to": "target", "prep_against": "target", "dobj_with": "target", "dobj_against": "target",
        "dobj_to": "target",
    },
    "Transfer": {
        "nsubj": "supplier", "poss": "supplier", "nation": "supplier", "prep_by": "supplier", "dobj": "item",
        "prep_of": "item", "iobj": "recipient", "prep_to": "recipient", "prep_from": "supplier",
        "dobj_to": "recipient", "dobj_from": "supplier",
    },
    "Conflict": {
        "nsubj": "agent", "poss": "agent", "nation": "agent", "prep_by": "agent", "prep_between": "agent",
        "dobj": "target", "prep_against": "target", "prep_on": "target", "prep_with": "target",
        "dobj_against": "target", "dobj_on": "target",
    },
    "PoliticalAct": {
        "nsubj": "agent", "poss": "agent", "nation": "agent", "prep_by": "agent", "prep_between": "agent",
        "dobj": "target", "iobj": "target", "prep_with": "target", "prep_against": "target", "dobj_with": "target",
        "dobj_against": "target", "dobj_to": "target",
    },
    "Movement": {
        "nsubj": "agent", "poss": "agent", "prep_by": "agent", "dobj": "item", "prep_of": "item",
    },
    "Situation": {
        "nsubj": "agent", "poss": "agent", "nation": "agent", "prep_between": "agent", "prep_with": "target",
        "dobj": "target", "dobj_with": "target",
    },
}  # fmt: skip
_RECEIVING = frozenset({
    "buy", "purchase", "receive", "get", "obtain", "acquire", "import", "order", "draw", "borrow", "accept",
})  # fmt: skip
"""Verbs whose subject receives."""
_SUFFERING = frozenset({"die", "drown", "perish", "succumb"})
"""Verbs of harm whose subject suffers it."""

_ALLOWED: Mapping[EventClass, frozenset[LinkName]] = {
    "Visit": frozenset({"guest", "host", "place", "time"}),
    "Meeting": frozenset({"agent", "guest", "host", "target", "place", "time"}),
    "Transfer": frozenset({"supplier", "recipient", "item", "via", "place", "time"}),
}
_ANY: frozenset[LinkName] = frozenset({"agent", "target", "item", "via", "place", "time", "guest", "host"})
_SETTING: frozenset[LinkName] = frozenset({"place", "time"})
_NO_ARGUMENT = frozenset({"VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PART", "PUNCT", "SPACE", "INTJ"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bid:
    token: int
    link: LinkName
    score: float


def choose_arguments(doc: Doc, trigger: Trigger, lexicon: Lexicon) -> tuple[Argument, ...]:
    """The arguments of a trigger, at most one phrase or coordination a role, ordered by token; sources left out.

    They stand in the trigger's sentence: of links into others too many are wrong.
    """
    syntax = dict(_by_syntax(doc, trigger, lexicon))
    allowed = _ALLOWED.get(trigger.cls, _ANY)
    bids = [bid for bid in _bids(doc, trigger, syntax) if bid.link in allowed and bid.score >= BAR]
    chosen: dict[int, _Bid] = {}
    for bid in sorted(bids, key=lambda bid: (-bid.score, bid.token, bid.link)):
        if bid.token not in chosen and (syntax.get(bid.token) == bid.link or _is_free(bid.link, chosen.values())):
            group = _group(doc[trigger.token], bid)
            chosen |= {token: _Bid(token=token, link=bid.link, score=bid.score) for token in group}
    return tuple(
        Argument(token=bid.token, link=bid.link, probability=round(min(bid.score, 1.0), 4))
        for _, bid in sorted(chosen.items())
    )


def _bids(doc: Doc, trigger: Trigger, syntax: Mapping[int, Role]) -> Iterator[_Bid]:
    links = {
        argument.token: argument
        for argument in sorted(trigger.arguments, key=lambda each: (each.probability, each.link))
        if argument.link != "src" and not trigger.start <= argument.token < trigger.end
    }
    for argument in links.values():
        yield _Bid(token=argument.token, link=argument.link, score=_of_link(doc, trigger, argument, syntax))
    for token, role in syntax.items():
        link = links.get(token)
        if trigger.start <= token < trigger.end or (link and link.link == role) or not _can_fill(doc[token]):
            continue
        rival = any(other.link == role and other.probability > LIKELY for other in links.values())
        yield _Bid(token=token, link=role, score=_of_syntax(trigger, doc[token], link, rival=rival))


def _of_link(doc: Doc, trigger: Trigger, argument: Argument, syntax: Mapping[int, Role]) -> float:
    """How likely a linked word is right."""
    step = (argument.probability > LIKELY) + (argument.probability > SURE)
    sentence = doc[trigger.token].sent
    inside = sentence.start <= argument.token < sentence.end
    if argument.link in _SETTING or not inside:
        return argument.probability if inside else 0.0
    role = syntax.get(argument.token)
    if role is not None:
        return _AGREED[step] if role == argument.link else _LINKED_OTHERWISE[step]
    rival = RIVAL if argument.link in syntax.values() else 0.0
    return _LINKED[step] - rival - (FOREIGN if _is_foreign(doc, trigger.token, argument.token) else 0.0)


def _of_syntax(trigger: Trigger, word: Token, link: Argument | None, *, rival: bool) -> float:
    """How likely a word is right that the syntax names and the engine does not, or in another role."""
    if link is not None:
        return _SYNTAX[1 + (link.probability > SURE)]
    own = word.head.i == trigger.token
    weak = own and word.dep_ in OBJECTS and trigger.cls == "PoliticalAct"
    inherited = rival and not own and word.dep_ in SUBJECTS
    return _SYNTAX[0] - (OBJECT if weak else 0.0) - (RIVAL if inherited else 0.0)


def _can_fill(word: Token) -> bool:
    """Not an object `it` or `themselves`: more often it is a matter, or the subject, than somebody else."""
    vague = word.dep_ in OBJECTS and (word.lower_ == "it" or word.lower_.endswith(("self", "selves")))
    return word.pos_ not in _NO_ARGUMENT and not vague


def _by_syntax(doc: Doc, trigger: Trigger, lexicon: Lexicon) -> Iterator[tuple[int, Role]]:
    sense = sense_of(doc, trigger.token, lexicon, trigger.cls)
    roles = _frame(doc[trigger.token].lemma_.lower(), trigger.cls, sense)
    found = relations(doc[trigger.token], lexicon.words.support_verbs)
    for relation, role in roles.items():
        for word in found.get(relation, ()):
            yield word.i, role


def _frame(lemma: str, cls: EventClass, sense: Sense | None) -> Mapping[str, Role]:
    """The relations that fill roles: the class's, in which the sense's own come first."""
    frame = dict(_FRAMES[cls])
    if cls == "Transfer" and lemma in _RECEIVING:
        frame["nsubj"] = "recipient"
    if cls == "Conflict" and lemma in _SUFFERING:
        frame["nsubj"] = "target"
    return {**frame, **(sense.roles if sense else {})}


def _is_foreign(doc: Doc, trigger: int, word: int) -> bool:
    """Whether a verb parts the word, or a noun the trigger, from the lowest node that both hang on."""
    above = [token.i for token in (doc[trigger], *doc[trigger].ancestors)]
    for ancestor in doc[word].ancestors:
        if ancestor.i in above:
            between = above[1 : above.index(ancestor.i)]
            return any(doc[token].pos_ in ("NOUN", "PROPN") for token in between)
        if ancestor.pos_ == "VERB":
            return True
    return False


def _is_free(link: LinkName, chosen: Iterable[_Bid]) -> bool:
    return not any(other.link == link for other in chosen)


def _group(trigger: Token, bid: _Bid) -> tuple[int, ...]:
    """The token with those coordinated with it, whichever of them the bid names."""
    own = trigger.doc[bid.token]
    if bid.link in _SETTING:
        return (bid.token,)
    first = first_member(trigger, own)
    return tuple(token.i for token in members(trigger, own if first.pos_ in _NO_ARGUMENT else first))
