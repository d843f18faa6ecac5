"""What kind of thing does a noun phrase describe, and whose is it?

Kinds come from the noun lists of the gazetteer; a noun that they lack is an item, unless its ending and its place in
the sentence show a person.
"""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.annotate.actors.names import Name
from kg.annotate.actors.phrases import Phrase
from kg.gazetteer.lookup import Gazetteer, Match, Noun
from kg.gazetteer.score import Scored
from kg.model import EntityKind

_ALWAYS_PERSON = ("ist", "ian", "man", "woman", "wife")
_PERSON_ENDINGS = ("er", "or", "eer", "ier", "ant", "ee")
_ACTING = frozenset({"nsubj", "agent", "appos"})
_PLURAL_KIND: dict[EntityKind, EntityKind] = {"Person": "Group", "Organization": "Group", "State": "Group"}
_MALE = frozenset({"mr", "mr.", "sir", "lord", "king", "prince", "chairman", "spokesman", "sultan", "emir", "father"})
_FEMALE = frozenset({"mrs", "mrs.", "ms", "ms.", "dame", "lady", "queen", "princess", "chairwoman", "spokeswoman"})
_UNKNOWN = Noun(kind="Item", sense="", acts_for=False, gender="")
_PEOPLE_HEADS = frozenset({
    "dead", "wounded", "injured", "poor", "rich", "others", "rest", "those", "some", "many", "most", "hundreds",
    "thousands", "dozens", "tens", "scores",
})  # fmt: skip


@dataclass(kw_only=True, slots=True)
class Figure:
    """An entity in the making; filled while the article is read and frozen into `kg.model.Entity` at the end.

    `states` are row identifiers of the states whose it is, `owners` positions of the figures it belongs to; `senses`
    is what it is called, as the noun lists group it, `posts` the titles given to a person, `post` the words of an
    unnamed office holder.
    """

    kind: EntityKind
    label: str
    named: bool
    head: str = ""
    post: str = ""
    plural: bool = False
    gender: str = ""
    acts_for: bool = False
    states: set[str] = field(default_factory=set)
    owners: set[int] = field(default_factory=set)
    senses: set[str] = field(default_factory=set)
    posts: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    matches: set[Match] = field(default_factory=set)
    words: frozenset[str] = frozenset()
    scored: tuple[Scored, ...] = ()
    delegate_of: set[int] = field(default_factory=set)
    within: int | None = None


def noun_of(token: Token, gazetteer: Gazetteer) -> Noun:
    """What a head noun names, its compound tried first (`prime minister`, `air force`)."""
    lemma = lemma_of(token)
    before = token.doc[token.i - 1].lower_ if token.i else ""
    small = token.lower_
    forms = (f"{before} {lemma}", lemma, small, small.removesuffix("s"), small.removesuffix("es"))
    noun = next((found for form in forms if (found := gazetteer.noun(form))), None)
    if noun:
        return noun
    if token.pos_ == "NOUN" and len(lemma) > 4 and _ends_like_a_person(token, lemma):
        return Noun(kind="Person", sense="", acts_for=False, gender="")
    if token.ent_type_ == "NORP" or small in _PEOPLE_HEADS or token.pos_ in ("ADJ", "VERB"):
        return Noun(kind="Group", sense="people", acts_for=False, gender="")
    return _UNKNOWN


def _ends_like_a_person(token: Token, lemma: str) -> bool:
    return lemma.endswith(_ALWAYS_PERSON) or (lemma.endswith(_PERSON_ENDINGS) and _acts(token))


def lemma_of(token: Token) -> str:
    """The singular in small letters; the parser leaves the plural of words that it takes for names."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-1]
    return lemma


def _acts(token: Token) -> bool:
    determined = any(
        child.dep_ == "amod" and child.lower_ in ("senior", "former", "young") for child in token.children
    )
    return token.dep_ in _ACTING or determined


def is_plural(token: Token) -> bool:
    """Whether a head is in the plural."""
    return token.tag_ in ("NNS", "NNPS") or token.lower_ in ("people", "police")


def describe(doc: Doc, phrase: Phrase, gazetteer: Gazetteer) -> Figure:
    """The unnamed figure that a common noun phrase introduces."""
    token = doc[phrase.head]
    noun = noun_of(token, gazetteer)
    plural = is_plural(token)
    kind = _PLURAL_KIND.get(noun.kind, noun.kind) if plural and token.lower_ != "police" else noun.kind
    if token.pos_ in ("ADJ", "VERB") and kind in ("Person", "Group"):
        kind, plural = "Group", True
    if token.pos_ == "NUM" or (token.pos_ == "DET" and noun is _UNKNOWN):
        kind, plural = _counted(doc, phrase, gazetteer), True
    return Figure(
        kind=kind, label=clean(doc[phrase.start : phrase.end].text), named=False, head=lemma_of(token), plural=plural,
        gender=noun.gender, acts_for=noun.acts_for, senses={noun.sense} - {""}, words=content_words(doc, phrase),
    )  # fmt: skip


def _counted(doc: Doc, phrase: Phrase, gazetteer: Gazetteer) -> EntityKind:
    """`Two of the trucks` are trucks; a bare number in the news counts people."""
    for token in doc[phrase.head + 1 : phrase.end]:
        if token.dep_ == "pobj" and token.pos_ == "NOUN":
            kind = noun_of(token, gazetteer).kind
            return _PLURAL_KIND.get(kind, kind)
    return "Group"


def content_words(doc: Doc, phrase: Phrase) -> frozenset[str]:
    """The modifiers that tell this thing from another of its sort."""
    return frozenset(
        token.lower_
        for token in doc[phrase.start : phrase.end]
        if token.i != phrase.head and token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "VERB")
    )


def clean(text: str) -> str:
    """A label: one line, single spaces."""
    return " ".join(text.split())


def gender_of_title(words: str) -> str:
    """The gender that a title tells, or nothing."""
    said = set(words.casefold().split())
    return "m" if said & _MALE else "f" if said & _FEMALE else ""


def title_of(doc: Doc, phrase: Phrase, name: Name) -> str:
    """The post or calling that stands before a person's name in the phrase; empty when none does."""
    tokens = [
        token.text
        for token in doc[phrase.start : name.start]
        if token.pos_ not in ("DET", "PRON", "PART") and token.dep_ != "case" and not token.is_space
    ]
    return clean(" ".join(tokens).replace(" - ", "-").replace("- ", "-"))
