"""Which triggers are no events of their own?

A word that only governs another ("was set to", "plans to") is a cue of attribution and no event unless the lexicon
has a sense of it; a light verb and its noun ("held talks") are one event; adverbs and function words tell none.
"""

from collections.abc import Collection, Iterable, Iterator

from spacy.tokens import Doc, Token

from kg.annotate.engine import Trigger
from kg.annotate.lexicon.choose import sense_of
from kg.annotate.lexicon.entries import Lexicon
from kg.annotate.lexicon.syntax import OBJECTS

_TELLING = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "AUX", "X"})


def sift(doc: Doc, triggers: Iterable[Trigger], lexicon: Lexicon) -> Iterator[Trigger]:
    """The triggers that tell an event of their own, in order."""
    given = list(triggers)
    tokens = {trigger.token for trigger in given}
    for trigger in given:
        word = doc[trigger.token]
        if word.pos_ not in _TELLING or _is_mere_cue(doc, word, tokens, lexicon) or _is_light(word, tokens, lexicon):
            continue
        yield trigger


def _is_mere_cue(doc: Doc, word: Token, tokens: Collection[int], lexicon: Lexicon) -> bool:
    """Whether a cue governs another trigger and means nothing by itself."""
    pos = "verb" if word.pos_ in ("VERB", "AUX") else "noun" if word.pos_ in ("NOUN", "PROPN") else "adj"
    if (word.lemma_.lower(), pos) not in lexicon.cues_by_lemma or sense_of(doc, word.i, lexicon) is not None:
        return False
    return any(child.i in tokens and child.dep_ in ("xcomp", "ccomp", "acl") for child in word.children)


def _is_light(word: Token, tokens: Collection[int], lexicon: Lexicon) -> bool:
    """Whether the verb only carries the event that its object names."""
    if word.lemma_.lower() not in lexicon.words.support_verbs or word.pos_ != "VERB":
        return False
    return any(child.i in tokens and child.dep_ in OBJECTS | {"nsubjpass"} for child in word.children)
