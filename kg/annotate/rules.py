"""What does the engine `rules` see: lexicon and parse, no model?

Every word that has a sense in the lexicon is a trigger; its arguments are what stands in the grammatical relations
that the sense maps to roles; its verb is that of its attribution. Deterministic and tiny, for those who want no
model; it finds fewer events than the reader and knows only the words of `seeds/lexicon/`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.annotate.engine import Argument, LinkName, Trigger
from kg.annotate.lexicon import Lexicon, Sense, sense_of
from kg.annotate.lexicon.syntax import OBJECTS, prepositional, relations
from kg.annotate.sources import Attribution, Voices, attribution, read_voices

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_TIMES = frozenset({"DATE", "TIME"})
_PLACE_PREPOSITIONS = ("prep_in", "prep_at", "prep_near", "prep_outside", "prep_on", "prep_off", "prep_through")
_SURE = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class RulesEngine:
    """The engine `rules` over one lexicon; the same Doc always gives the same triggers."""

    lexicon: Lexicon
    name: str = "rules"

    def triggers(self, doc: Doc) -> tuple[Trigger, ...]:
        """All triggers of the Doc, ordered by token."""
        voices = read_voices(doc, self.lexicon)
        senses = {token.i: sense for token in doc if (sense := sense_of(doc, token.i, self.lexicon)) is not None}
        lenders = dict(_lenders(doc, senses))
        return tuple(
            self._trigger(voices, doc[index], sense, lenders.get(index))
            for index, sense in senses.items()
            if not _only_says(sense)
            and index not in lenders.values()
            and (index in lenders or not _belongs_to_next(doc[index], senses))
        )

    def _trigger(self, voices: Voices, token: Token, sense: Sense, lender: int | None) -> Trigger:
        who = attribution(voices, token.i)
        start, end = _stretch(token, sense)
        return Trigger(
            token=token.i,
            start=start,
            end=end,
            cls=sense.cls,
            plover=sense.plover,
            verb=who.verb,
            probability=_SURE,
            arguments=tuple(_arguments(token, sense, who, self.lexicon)),
            further=() if lender is None else (lender,),
            rule=f"lexicon:{sense.id}",
        )


def _only_says(sense: Sense) -> bool:
    """A plain verb of saying makes a source, not an event, unless the deed is done by saying it."""
    return sense.type in {"claim", "insistence", "explanation", "reply"}


def _belongs_to_next(token: Token, senses: Mapping[int, Sense]) -> bool:
    """Whether another word tells the event: "aid workers" tell none, "signed a treaty" is told by "signed"."""
    if token.pos_ != "NOUN":
        return False
    if token.dep_ in OBJECTS and token.head.i in senses:
        return token.lemma_.lower() in senses[token.head.i].object
    return token.dep_ == "compound"


def _lenders(doc: Doc, senses: Mapping[int, Sense]) -> Iterator[tuple[int, int]]:
    """Each event noun that is the object of a light verb, with that verb: "talks" and "held"."""
    for verb, sense in senses.items():
        for child in doc[verb].children if sense.light else ():
            if child.i in senses and child.dep_ in OBJECTS and child.lemma_.lower() in sense.object:
                yield child.i, verb


def _stretch(token: Token, sense: Sense) -> tuple[int, int]:
    """The trigger's words: the token, its particle, and the object of an idiom when they stand together."""
    parts = [token.i]
    parts += [c.i for c in token.children if c.dep_ == "prt" and c.lower_ in sense.particle]
    if sense.lemma in {"open", "take", "lodge", "throw"}:
        parts += [c.i for c in token.children if c.dep_ in OBJECTS and c.lemma_ in sense.object]
    together = max(parts) - min(parts) == len(parts) - 1
    return (min(parts), max(parts) + 1) if together else (token.i, token.i + 1)


def _arguments(token: Token, sense: Sense, who: Attribution, lexicon: Lexicon) -> Iterator[Argument]:
    found = relations(token, lexicon.words.support_verbs)
    taken: set[int] = set()
    for name, link in _links(sense):
        for word in found.get(name, ()):
            if word.i != token.i and word.i not in taken and word.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
                taken.add(word.i)
                yield Argument(token=word.i, link=link, probability=_SURE)
    yield from _place(found, taken)
    yield from _time(token, taken)
    yield from (Argument(token=x, link="src", probability=_SURE) for x in who.sources[-1:] if x is not None)


def _links(sense: Sense) -> Iterator[tuple[str, LinkName]]:
    """The sense's relations; equal parties stand in each relation that it names for one of them."""
    yield from sense.roles.items()
    if sense.symmetric and "dobj" not in sense.roles and "nsubj" in sense.roles:
        yield "prep_with", sense.roles["nsubj"]


def _place(found: Mapping[str, tuple[Token, ...]], taken: set[int]) -> Iterator[Argument]:
    for name in _PLACE_PREPOSITIONS:
        for word in found.get(name, ()):
            if word.ent_type_ in _PLACES and word.i not in taken:
                taken.add(word.i)
                yield Argument(token=word.i, link="place", probability=_SURE)
                return


def _time(token: Token, taken: set[int]) -> Iterator[Argument]:
    near = [x for _, x in prepositional(token)] + [c for c in token.children if c.dep_ in {"npadvmod", "advmod"}]
    clause = token.head if token.pos_ in {"NOUN", "PROPN"} else token
    near += [x for _, x in prepositional(clause)] + [c for c in clause.children if c.dep_ == "npadvmod"]
    time = next((x for x in near if x.ent_type_ in _TIMES and x.i not in taken), None)
    if time is not None:
        yield Argument(token=time.i, link="time", probability=_SURE)
