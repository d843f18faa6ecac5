"""Which sense does a word have in its sentence, and what fine type of event does it name?"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from spacy.tokens import Doc, Token

from kg.annotate.engine import Trigger
from kg.annotate.lexicon.entries import Lexicon, Sense
from kg.annotate.lexicon.syntax import relations
from kg.model import EventClass

_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "ADV": "adv"}
_SMALL = frozenset({"prt", "prep", "advmod", "compound:prt", "acomp", "oprd"})
_FALLBACK: Mapping[str, str] = {
    "Visit": "visit",
    "Meeting": "meeting",
    "Communication": "communication",
    "Transfer": "transfer",
    "Conflict": "conflict",
    "PoliticalAct": "political-act",
    "Movement": "movement",
    "Situation": "situation",
}
FALLBACK_TYPES = frozenset(_FALLBACK.values())
"""The types that say no more than the class."""


@lru_cache(maxsize=8192)
def sense_of(doc: Doc, token: int, lexicon: Lexicon, cls: EventClass | None = None) -> Sense | None:
    """The most specific sense whose conditions hold at the token; with `cls`, only senses of that class."""
    word = doc[token]
    pos = _POS.get(word.pos_)
    if pos is None or _is_name(word):
        return None
    found: Mapping[str, tuple[Token, ...]] | None = None
    for sense in lexicon.by_lemma.get((word.lemma_.lower(), pos), ()):
        if cls is not None and sense.cls != cls:
            continue
        found = relations(word, lexicon.words.support_verbs) if found is None else found
        if _holds(sense, word, found, lexicon):
            return sense
    return None


def _is_name(word: Token) -> bool:
    """A capitalised noun within a sentence is part of a name ("the March of Dimes", "5 March")."""
    return word.pos_ == "PROPN" and word.is_title and not word.is_sent_start


def _holds(sense: Sense, word: Token, found: Mapping[str, tuple[Token, ...]], lexicon: Lexicon) -> bool:
    small = {child.lower_ for child in word.children if child.dep_ in _SMALL}
    small |= {name.removeprefix("prep_") for name in found if name.startswith("prep_")}
    asked: tuple[tuple[tuple[str, ...], bool], ...] = (
        (sense.particle, bool(small.intersection(sense.particle))),
        (sense.prep, bool(small.intersection(sense.prep))),
        (sense.object, _has_lemma(_complements(word, found), sense.object, lexicon)),
        (sense.subject, _has_lemma(found.get("nsubj", ()), sense.subject, lexicon)),
        (sense.needs, all(name in found for name in sense.needs)),
        (sense.lacks, not any(name in found for name in sense.lacks)),
    )
    return all(holds for condition, holds in asked if condition)


def _complements(word: Token, found: Mapping[str, tuple[Token, ...]]) -> tuple[Token, ...]:
    """A verb's objects; for a noun what narrows it down ("air strike", "martial law", "state of emergency")."""
    names = ("dobj",) if word.pos_ in {"VERB", "AUX"} else ("compound", "amod", "prep_of")
    return tuple(x for name in names for x in found.get(name, ()))


def _has_lemma(words: Iterable[Token], wanted: tuple[str, ...], lexicon: Lexicon) -> bool:
    lemmas = {word.lemma_.lower() for word in words} | {word.lower_ for word in words}
    return any(lemmas & (lexicon.items[name[1:]] if name.startswith("$") else {name}) for name in wanted)


def item_kind(words: Iterable[Token], lexicon: Lexicon) -> str | None:
    """The list of `items.yaml` that holds one of these nouns or a noun that modifies them; None if none does."""
    lemmas = set()
    for word in words:
        near = (word, *(c for c in word.children if c.dep_ in {"compound", "amod", "nmod", "conj"}))
        near += tuple(x for c in word.children if c.dep_ == "prep" and c.lower_ == "of" for x in c.children)
        lemmas |= {x.lemma_.lower() for x in near}
    return next((kind for kind, nouns in lexicon.items.items() if lemmas & nouns), None)


def fine_type(doc: Doc, trigger: Trigger, lexicon: Lexicon) -> str:
    """The fine type of a trigger: that of its sense if the class agrees, else a plain name of the class.

    The type may depend on what is handed over: "sold drones" is an arms sale, "sold wheat" a sale.
    """
    sense = sense_of(doc, trigger.token, lexicon, trigger.cls)
    if sense is None:
        return _FALLBACK[trigger.cls]
    if sense.item_types:
        kind = item_kind(_items(doc, trigger, sense, lexicon), lexicon)
        return sense.item_types.get(kind or "", sense.type)
    return sense.type


def _items(doc: Doc, trigger: Trigger, sense: Sense, lexicon: Lexicon) -> list[Token]:
    linked = [doc[argument.token] for argument in trigger.arguments if argument.link == "item"]
    found = relations(doc[trigger.token], lexicon.words.support_verbs)
    filling = [name for name, role in sense.roles.items() if role == "item"] + ["compound"]
    return linked + [word for name in filling for word in found.get(name, ())]
