"""What does a governing word make of the clause or noun under it, and who answers for that?"""

from functools import lru_cache

from spacy.tokens import Token

from kg.annotate.lexicon import Complement, Cue, Lexicon, Sense, sense_of
from kg.annotate.lexicon.entries import Source
from kg.annotate.lexicon.syntax import OBJECTS, is_passive, prepositional, subjects, surface_subjects
from kg.annotate.voice.steps import Step, Voice

_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "ADV": "adv"}
_DASHES = frozenset({"-", "–", "—"})
_OWNERS = ("poss", "nmod:poss")
_OWNER_PREPOSITIONS = frozenset({"prep_by", "prep_from", "prep_of"})


def govern(word: Token, takes: str, lexicon: Lexicon) -> Step | None:
    """The step of a governing word over its complement of the given kind (clause, object or prep)."""
    cue = cue_of(word, takes, lexicon)
    if cue is None or cue.effect == "nothing":
        return None
    voice = _voice(word, cue)
    outer = _medium_told(word, lexicon) if cue.effect == "reports" else None
    return Step(
        effect=cue.effect,
        cue=word.i,
        rule=f"{cue.effect}:{cue.lemma}",
        voice=voice,
        certainty=cue.certainty,
        outer=outer if isinstance(voice, int) else None,
    )


@lru_cache(maxsize=8192)
def cue_of(word: Token, takes: str, lexicon: Lexicon) -> Cue | None:
    """The word's cue for a complement of that kind: from a sense of its own, else from the list of cues."""
    sense = sense_of(word.doc, word.i, lexicon)
    if sense is not None and sense.effect != "nothing":
        cue = Cue(lemma=sense.lemma, pos=sense.pos, effect=sense.effect, source=_source(sense), takes=_takes(sense))
        if takes in cue.takes:
            return cue
    pos_name = _POS.get(word.pos_, "")
    small = {child.lower_ for child in word.children}
    for cue in lexicon.cues_by_lemma.get((word.lemma_.lower(), pos_name), ()):
        if takes in cue.takes and (not cue.particle or small.intersection(cue.particle)):
            return cue
    return None


def _source(sense: Sense) -> Source:
    """A refusal is the refuser's word; a cancellation is a deed and a thought nobody's word, told by who tells it."""
    silent = sense.cls == "Situation" or (sense.effect == "denies" and sense.cls != "Communication")
    return "none" if silent else "subject"


def _takes(sense: Sense) -> tuple[Complement, ...]:
    """A demand, promise or threat envisages what its object names too; a denial denies it."""
    asks = sense.plover in {"REQUEST", "THREATEN"} or sense.type in {"promise", "offer"}
    return ("clause", "object", "prep") if asks or sense.effect == "denies" else ("clause", "prep")


def is_report(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the noun is somebody's word, which a clause may tell ("the claim that ...")."""
    cue = cue_of(noun, "clause", lexicon)
    return cue is not None and cue.effect == "reports"


def is_reporting(word: Token, lexicon: Lexicon) -> bool:
    """Whether the word can make what it governs somebody's report."""
    cue = cue_of(word, "clause", lexicon) if word.pos_ in {"VERB", "AUX"} else None
    return cue is not None and cue.effect == "reports" and cue.source == "subject"


def _voice(word: Token, cue: Cue) -> Voice:
    if cue.source == "none":
        return "own"
    if cue.source == "nobody":
        return None
    if word.pos_ not in {"NOUN", "PROPN"}:
        return speaker(word)
    owner = noun_owner(word)
    return None if owner == "own" and cue.effect == "reports" else owner


def speaker(verb: Token) -> int | None:
    """Who says it, by the verb's logical subject; None when it is nobody ("it is said", "is believed to")."""
    found = [x.i for x in subjects(verb) if x.dep_ != "expl" and x.lower_ != "there"]
    # A parser takes the town of a dateline for a first subject.
    told = [x for x in found if not any(t.text in _DASHES and t.whitespace_ for t in verb.doc[x : verb.i])]
    return next(iter(told or found), None)


def noun_owner(noun: Token) -> Voice:
    """Whose report, plan or claim it is: "X's plan", "a claim by X", "X denied ..."; "own" if nobody is named."""
    for child in noun.children:
        if child.dep_ in _OWNERS:
            return child.i
    for name, word in prepositional(noun):
        if name in _OWNER_PREPOSITIONS and word.pos_ in {"PROPN", "NOUN"} and name != "prep_of":
            return word.i
    if noun.dep_ in OBJECTS and not is_passive(noun.head):
        found = surface_subjects(noun.head)
        return found[0].i if found else "own"
    return "own"


def _medium_told(verb: Token, lexicon: Lexicon) -> int | None:
    """The medium that was told and printed it ("he told the newspaper")."""
    if verb.lemma_ not in {"tell", "inform", "speak"}:
        return None
    hearers = [x for x in verb.children if x.dep_ in OBJECTS | {"dative", "iobj"}]
    return next((x.i for x in hearers if is_medium(x, lexicon)), None)


def is_medium(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the noun phrase names something that prints or sends news."""
    near = (noun, *(c for c in noun.children if c.dep_ in {"compound", "appos", "nmod"}))
    return any(x.lower_ in lexicon.words.media or x.lemma_.lower() in lexicon.words.media for x in near)
