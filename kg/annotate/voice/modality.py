"""What do a word's own dependents make of it: negation, modal verbs, hearsay adverbs, "no", a day to come?"""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.annotate.lexicon import Lexicon
from kg.annotate.lexicon.syntax import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, is_passive
from kg.annotate.voice.governors import speaker
from kg.annotate.voice.steps import Step

_NOUN_LINKS = OBJECTS | SUBJECTS | PASSIVE_SUBJECTS


def modality(word: Token, lexicon: Lexicon) -> Iterator[Step]:
    """What the word's own dependents say: negation, modal verbs, hearsay adverbs and adjectives, "no"."""
    words = lexicon.words
    if word.left_edge.i > word.sent.start and word.doc[word.left_edge.i - 1].lower_ == "nor":
        yield Step(effect="denies", cue=word.left_edge.i - 1, rule="nor")
    for child in word.children:
        lower = child.lower_
        if child.dep_ == "neg" or lower in words.negations:
            yield Step(effect="denies", cue=child.i, rule="negation")
        elif child.dep_ == "aux" and lower in words.modals:
            yield Step(effect="envisages", cue=child.i, rule="modal", certainty=words.modals[lower])
        elif lower in words.hearsay and child.dep_ in {"advmod", "amod", "ccomp", "dep"}:
            yield Step(effect="reports", cue=child.i, rule="hearsay", voice=None, certainty=words.hearsay[lower])
        elif lower in words.hedges and child.dep_ == "advmod":
            yield Step(effect="nothing", cue=child.i, rule="hedge", certainty=words.hedges[lower])
        elif child.dep_ == "amod" and child.lower_ in words.adjectives:
            yield Step(effect=words.adjectives[child.lower_], cue=child.i, rule="adjective")
        elif child.dep_ == "det" and lower in words.negative_determiners:
            yield Step(effect="denies", cue=child.i, rule="no")
        elif child.dep_ in _NOUN_LINKS and _is_none(child, lexicon):
            yield Step(effect="denies", cue=child.i, rule="nobody")


def _is_none(noun: Token, lexicon: Lexicon) -> bool:
    none = lexicon.words.negative_determiners
    return noun.lower_ in none or any(c.dep_ in {"det", "neg", "preconj"} and c.lower_ in none for c in noun.children)


def keeps_silent(trigger: Token, lexicon: Lexicon) -> bool:
    """Whether it is a refusal: "would not comment" is a deed, not the absence of one."""
    auxiliaries = {c.lower_ for c in trigger.children if c.dep_ in {"aux", "neg"}}
    refuses = auxiliaries & {"will", "would", "wo"} and auxiliaries & lexicon.words.negations
    return bool(refuses) and trigger.lemma_.lower() in lexicon.words.silences


def held_by_others(word: Token, lexicon: Lexicon) -> Iterator[Step]:
    """As in "Ties are seen as vital": a passive of holding, without an agent, is what unnamed others say."""
    for verb in (word, word.head):
        held = verb.lemma_.lower() in lexicon.words.perceptions and is_passive(verb) and speaker(verb) is None
        if held and verb.dep_ != "acl" and (verb == word or word.dep_ in PASSIVE_SUBJECTS):
            yield Step(effect="reports", cue=verb.i, rule="held by unnamed others", voice=None)
            return


def scheduled(word: Token, lexicon: Lexicon) -> Iterator[Step]:
    """As in "She flies home on Sunday": a verb of going in the present, with a day to come, is a plan."""
    present = word.tag_ in {"VBZ", "VBP"} and not any(c.dep_ in {"aux", "auxpass", "neg"} for c in word.children)
    if not present or word.lemma_.lower() not in lexicon.words.schedules:
        return
    near = [x for c in word.children if c.dep_ in {"prep", "npadvmod", "advmod", "dobj"} for x in (c, *c.children)]
    if any(x.lower_ in lexicon.words.days or x.lower_ in {"tomorrow", "tonight", "next"} for x in near):
        yield Step(effect="envisages", cue=word.i, rule="scheduled", certainty="probable")
