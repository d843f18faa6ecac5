"""Which speaker does "he said", "it added", "they claimed" go on with?

Whoever spoke last before, if number and kind allow it: a speaker who has the floor is taken up by a pronoun much
oftener than anybody else who is named.
"""

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.annotate.lexicon import Lexicon, sense_of
from kg.annotate.voice.governors import cue_of, is_medium, is_reporting, speaker
from kg.annotate.voice.tags import find_tags

_PERSONAL = frozenset({"he", "she"})
_PRONOUNS = _PERSONAL | {"it", "they"}
_BODIES = frozenset({"police", "army", "ministry", "government", "embassy", "council", "union", "party", "group"})
_MEN = frozenset({"man", "boy", "father", "son", "brother", "husband", "uncle", "king", "prince", "spokesman"})
_WOMEN = frozenset({"woman", "girl", "mother", "daughter", "sister", "wife", "aunt", "queen", "spokeswoman"})


def find_speakers(doc: Doc, lexicon: Lexicon) -> Mapping[int, int]:
    """For each pronoun that speaks, the noun that spoke before."""
    found: dict[int, int] = {}
    floor: list[int] = []
    for spoken in _speakers(doc, lexicon):
        word = doc[spoken]
        if word.lower_ in _PRONOUNS:
            before = next((x for x in reversed(floor) if _fits(word.lower_, doc[x], lexicon)), None)
            if before is not None:
                found[spoken] = before
        elif word.pos_ in {"NOUN", "PROPN", "NUM"}:
            floor.append(spoken)
    return found


def _speakers(doc: Doc, lexicon: Lexicon) -> Iterator[int]:
    """Whoever says something or acts by words, in text order."""
    heads = {tag.speaker for sentence in doc.sents for tag in find_tags(sentence, lexicon)}
    heads |= {x for token in doc if _has_floor(token, lexicon) and (x := speaker(token)) is not None}
    yield from sorted(heads)


def _has_floor(verb: Token, lexicon: Lexicon) -> bool:
    if verb.pos_ != "VERB" or is_reporting(verb, lexicon):
        return verb.pos_ == "VERB"
    cue = cue_of(verb, "clause", lexicon) or cue_of(verb, "object", lexicon)
    sense = sense_of(verb.doc, verb.i, lexicon)
    return (cue is not None and cue.source == "subject") or (sense is not None and sense.cls == "Communication")


def _fits(pronoun: str, noun: Token, lexicon: Lexicon) -> bool:
    plural = noun.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in noun.children)
    if pronoun == "they":
        return plural or noun.tag_ == "CD"
    if plural:
        return False
    person = noun.ent_type_ == "PERSON" or noun.lemma_.lower() in lexicon.words.persons - _BODIES
    thing = is_medium(noun, lexicon) or noun.ent_type_ in {"ORG", "GPE"} or noun.lemma_.lower() in _BODIES
    if pronoun == "it":
        return not person
    return not thing and noun.lemma_.lower() not in (_MEN if pronoun == "she" else _WOMEN)
