"""Which of the reader's single decisions can stand together?

The model scores each word by itself. A link goes to one phrase: the likeliest word and what is coordinated with it
(so do 99 of 100 links of the corpus); only the agents of a mutual act can be two phrases ("X met with Y").

Two triggers of which one governs the other and that are alike in class, PLOVER category and verb tell one event
("carried out attacks"; so do 161 of 188 such pairs of the corpus).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.annotate.engine import Argument, LinkName, Trigger
from kg.model import Plover

ONE_EVENT = frozenset({"dobj", "obj", "nsubj", "nsubjpass", "nsubj:pass", "relcl", "acl:relcl", "acl"})
"""Relations between two mentions of one event, in ClearNLP's and in Universal Dependencies' names."""

MUTUAL: frozenset[Plover] = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Acts of equal parties: 138 of their 822 events in the corpus have two agents that no "and" joins, else 1 in 100."""

_SHARED: frozenset[LinkName] = frozenset({"agent", "target", "host", "guest", "supplier", "recipient", "item"})
_PHRASE = frozenset({"conj", "appos"})
_LONGEST_STRETCH = 5


def settle_links(doc: Doc, arguments: Iterable[Argument], plover: Plover | None) -> tuple[Argument, ...]:
    """One phrase a link, its conjuncts included; a role is shared by conjuncts the model passed over."""
    phrases: dict[LinkName, set[int]] = defaultdict(set)
    kept: dict[int, Argument] = {}
    for argument in sorted(arguments, key=lambda a: (-a.probability, a.token)):
        taken, phrase = phrases[argument.link], _phrase(doc[argument.token])
        if phrase in taken or len(taken) < _most_phrases(argument.link, plover):
            taken.add(phrase)
            kept.setdefault(argument.token, argument)
    for argument in tuple(kept.values()):
        for token in _conjuncts(doc[argument.token]) if argument.link in _SHARED else ():
            kept.setdefault(token.i, replace(argument, token=token.i))
    return tuple(kept[token] for token in sorted(kept))


def _most_phrases(link: LinkName, plover: Plover | None) -> int:
    return 2 if link == "agent" and plover in MUTUAL else 1


def unite(doc: Doc, triggers: Sequence[Trigger]) -> tuple[Trigger, ...]:
    """Each pair of mentions of one event in a clause becomes one trigger; all triggers in token order."""
    by_token = {trigger.token: trigger for trigger in triggers}
    for token in sorted(by_token):
        head = doc[token].head.i
        pair = by_token.get(token), by_token.get(head)
        if head != token and doc[token].dep_ in ONE_EVENT and pair[0] and pair[1] and _alike(pair[0], pair[1]):
            kept, dropped = _main_first(doc, pair[0], pair[1])
            del by_token[dropped.token]
            by_token[kept.token] = _united(doc, kept, dropped)
    return tuple(by_token[token] for token in sorted(by_token))


def _alike(one: Trigger, other: Trigger) -> bool:
    return (one.cls, one.plover, one.verb) == (other.cls, other.plover, other.verb)


def _main_first(doc: Doc, dependent: Trigger, head: Trigger) -> tuple[Trigger, Trigger]:
    """A verb before its object, else the noun before its verb: as the corpus's writers mostly chose."""
    if doc[dependent.token].dep_ in {"relcl", "acl:relcl", "acl", "dobj", "obj"}:
        return head, dependent
    return dependent, head


def _united(doc: Doc, kept: Trigger, dropped: Trigger) -> Trigger:
    start, end = min(kept.start, dropped.start), max(kept.end, dropped.end)
    both = (kept.token, dropped.token)
    arguments = [a for a in kept.arguments + dropped.arguments if a.token not in both]
    near = end - start <= _LONGEST_STRETCH
    return replace(
        kept,
        start=start if near else kept.start,
        end=end if near else kept.end,
        further=tuple(sorted({*kept.further, dropped.token, *dropped.further})),
        arguments=settle_links(doc, arguments, kept.plover),
        leads=_likelier((*kept.leads, *dropped.leads), both),
    )


def _likelier(leads: Iterable[Argument], without: Collection[int]) -> tuple[Argument, ...]:
    """Of two leads from one word by one link the likelier."""
    found = {(lead.token, lead.link): lead for lead in sorted(leads, key=lambda lead: lead.probability)}
    return tuple(lead for _, lead in sorted(found.items()) if lead.token not in without)


def _phrase(token: Token) -> int:
    """The first of the words with which this one is coordinated or in apposition."""
    while token.dep_ in _PHRASE and token.head.i != token.i:
        token = token.head
    return token.i


def _conjuncts(token: Token) -> list[Token]:
    """The nouns coordinated with this one that come after it."""
    return [
        other
        for other in token.conjuncts
        if other.i > token.i and _phrase(other) == _phrase(token) and other.pos_ in {"NOUN", "PROPN", "PRON"}
    ]
