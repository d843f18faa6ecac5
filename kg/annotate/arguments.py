"""Which words fill which role of an event?

Two witnesses are heard: the engine's links with their probabilities, and the sentence's syntax read through the
lexicon's sense (or the plain frame of the event's class). A word is kept for the role on which they agree most; the
members of a coordination share their role. A role has one phrase or coordination, unless the syntax gives it more ("A
met with B"): what else is told in it is told of another event.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from kg.annotate.engine import Argument, LinkName, Trigger
from kg.annotate.lexicon import Lexicon, sense_of
from kg.annotate.lexicon.syntax import coordinated, relations
from kg.model import EventClass, Role

SYNTAX: Final = 0.45
"""What agreement with the syntax adds to a link's probability."""
ALONE: Final = 0.55
"""The score of a word that only the syntax names; these figures are those that lose least on unseen passages."""
OWNER: Final = 0.75
"""The score of a noun's possessor: in "the minister's visit" nobody else is the visitor."""
BAR: Final = 0.5
"""What a word's score must reach."""
RIVAL: Final = 0.35
"""What is taken off for a word whose role the syntax gives to another."""
_FOREIGN: Final = 0.35
"""What is taken off for a word that belongs more closely to another verb."""

_FRAMES: Mapping[EventClass, Mapping[str, Role]] = {
    "Visit": {"nsubj": "guest", "poss": "guest", "prep_by": "guest", "dobj": "host"},
    "Meeting": {"nsubj": "agent", "poss": "agent", "prep_between": "agent", "prep_with": "agent", "dobj": "agent"},
    "Communication": {"nsubj": "agent", "poss": "agent", "dobj": "target", "iobj": "target", "prep_to": "target"},
    "Transfer": {
        "nsubj": "supplier", "dobj": "item", "iobj": "recipient", "prep_to": "recipient", "prep_from": "supplier",
    },
    "Conflict": {
        "nsubj": "agent", "poss": "agent", "prep_by": "agent", "prep_between": "agent", "dobj": "target",
        "prep_against": "target", "prep_on": "target", "prep_with": "target",
    },
    "PoliticalAct": {"nsubj": "agent", "poss": "agent", "prep_by": "agent", "dobj": "target", "prep_with": "target"},
    "Movement": {"nsubj": "agent", "poss": "agent", "dobj": "item", "prep_of": "item"},
    "Situation": {"nsubj": "agent", "prep_between": "agent", "prep_with": "target"},
}  # fmt: skip

_ALLOWED: Mapping[EventClass, frozenset[LinkName]] = {
    "Visit": frozenset({"guest", "host", "place", "time"}),
    "Meeting": frozenset({"agent", "guest", "host", "target", "place", "time"}),
    "Transfer": frozenset({"supplier", "recipient", "item", "via", "place", "time"}),
}
_ANY: frozenset[LinkName] = frozenset({"agent", "target", "item", "via", "place", "time", "guest", "host"})
_NO_ARGUMENT = frozenset({"VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PART", "PUNCT", "SPACE", "INTJ"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bid:
    token: int
    link: LinkName
    score: float


def choose_arguments(doc: Doc, trigger: Trigger, lexicon: Lexicon) -> tuple[Argument, ...]:
    """The arguments of a trigger, at most one phrase or coordination a role, ordered by token; sources left out."""
    sentence = doc[trigger.token].sent
    syntax = dict(_by_syntax(doc, trigger, lexicon))
    allowed = _ALLOWED.get(trigger.cls, _ANY)
    bids = [
        bid
        for bid in _bids(doc, trigger, syntax)
        if bid.link in allowed and bid.score >= BAR and sentence.start <= bid.token < sentence.end
    ]
    chosen: dict[int, _Bid] = {}
    for bid in sorted(bids, key=lambda bid: (-bid.score, bid.token, bid.link)):
        if bid.token not in chosen and (syntax.get(bid.token) == bid.link or _is_free(bid.link, chosen.values())):
            chosen |= {token: _Bid(token=token, link=bid.link, score=bid.score) for token in _group(doc, bid)}
    return tuple(
        Argument(token=bid.token, link=bid.link, probability=round(min(bid.score, 1.0), 4))
        for _, bid in sorted(chosen.items())
    )


def _bids(doc: Doc, trigger: Trigger, syntax: Mapping[int, Role]) -> Iterator[_Bid]:
    seen = set()
    inside = range(trigger.start, trigger.end)
    filled = set(syntax.values())
    for argument in trigger.arguments:
        if argument.link == "src" or argument.token in inside:
            continue
        agrees = SYNTAX if syntax.get(argument.token) == argument.link else 0.0
        if not agrees and argument.link in filled:
            agrees = -RIVAL
        foreign = _FOREIGN if argument.token not in syntax and _is_foreign(doc, trigger.token, argument.token) else 0
        seen.add((argument.token, argument.link))
        yield _Bid(token=argument.token, link=argument.link, score=argument.probability + agrees - foreign)
    for token, role in syntax.items():
        if (token, role) not in seen and token not in inside and doc[token].pos_ not in _NO_ARGUMENT:
            yield _Bid(token=token, link=role, score=OWNER if doc[token].dep_ == "poss" else ALONE)


def _by_syntax(doc: Doc, trigger: Trigger, lexicon: Lexicon) -> Iterator[tuple[int, Role]]:
    sense = sense_of(doc, trigger.token, lexicon, trigger.cls)
    roles = sense.roles if sense and sense.roles else _FRAMES[trigger.cls]
    found = relations(doc[trigger.token], lexicon.words.support_verbs)
    for relation, role in roles.items():
        for word in found.get(relation, ()):
            yield word.i, role


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


def _group(doc: Doc, bid: _Bid) -> tuple[int, ...]:
    """The token with those coordinated with it, whichever of them the bid names."""
    word = doc[bid.token]
    while word.dep_ == "conj" and word.head.i != word.i:
        word = word.head
    if word.pos_ in _NO_ARGUMENT:
        word = doc[bid.token]
    return tuple(token.i for token in coordinated(word)) if bid.link not in ("place", "time") else (bid.token,)
