"""Which triggers are no events of their own?

A word that only governs another ("was set to", "plans to") is a cue of attribution and no event unless the lexicon
has a sense of it; a light verb and its noun ("held talks") are one event; adverbs, function words and nouns that only
modify another ("export licences") tell none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.annotate.engine import Trigger
from kg.annotate.lexicon import Lexicon, Sense, sense_of
from kg.annotate.lexicon.syntax import OBJECTS, SUBJECTS
from kg.model import EventClass

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_ANOTHER = frozenset({
    "such", "another", "other", "further", "new", "next", "first", "second", "third", "fourth", "fifth", "sixth",
    "seventh", "eighth", "ninth", "tenth",
})  # fmt: skip
"""Words that set one event of a kind apart from those told before: "the fourth such raid", "the next meeting"."""

_CLEARLY = 0.2
"""A light verb that is likelier an event than its object by more than this is none ("signed a treaty")."""

_MANNER_TAGS: Mapping[EventClass, tuple[str, ...]] = {"Meeting": ("VB", "VBG"), "Communication": ("VBG",)}

_TELLING = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "AUX", "X"})


def sift(doc: Doc, triggers: Iterable[Trigger], lexicon: Lexicon) -> Iterator[Trigger]:
    """The triggers that tell an event of their own, in order."""
    given = list(triggers)
    tokens = {trigger.token for trigger in given}
    carried = _carried(doc, given, lexicon)
    for trigger in given:
        word = doc[trigger.token]
        if (
            word.pos_ not in _TELLING
            or word.dep_ == "compound"
            or _is_mere_cue(doc, word, tokens, lexicon)
            or trigger.token in carried
        ):
            continue
        yield settle_sense(trigger, sense_of(doc, trigger.token, lexicon))


def settle_sense(trigger: Trigger, sense: Sense | None) -> Trigger:
    """The trigger with class and PLOVER category of its sense, which go with the sense's fine type.

    The engine's class is the runner-up then. On the development fold either is right as often where the classes
    differ (54 to 52), on the seeds the sense a little more often; of two categories the sense's, also that it has
    none, is right in 96 of 152 disagreements.
    """
    if sense is None:
        return trigger
    if sense.cls == trigger.cls:
        return replace(trigger, plover=sense.plover)
    return replace(
        trigger,
        cls=sense.cls,
        plover=sense.plover,
        runner_up=trigger.cls,
        runner_up_probability=None,
        rule=f"{trigger.rule}+lexicon",
    )


def is_definite(word: Token) -> bool:
    """Whether a noun takes up something known: "the visit", "that meeting", "his trip", but not "the next trip"."""
    if word.pos_ not in ("NOUN", "PROPN") or any(child.lower_ in _ANOTHER for child in word.children):
        return False
    return any(child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in _DEFINITE) for child in word.children)


def manner_of(word: Token, cls: EventClass, classes: Mapping[int, EventClass]) -> int:
    """The trigger of the same class that a purpose or a participle only tells more of, -1 for none.

    "Met to discuss trade" is one meeting; "wrote to the ministry, demanding that …" is one communication, but
    "promised to publish it" is a promise and what is promised.
    """
    head, tags = word.head.i, _MANNER_TAGS.get(cls, ())
    if word.dep_ not in ("advcl", "xcomp") or classes.get(head) != cls:
        return -1
    return head if word.tag_ in tags and not any(c.dep_ in SUBJECTS for c in word.children) else -1


def _is_mere_cue(doc: Doc, word: Token, tokens: Collection[int], lexicon: Lexicon) -> bool:
    """Whether a cue governs another trigger and means nothing by itself."""
    pos = "verb" if word.pos_ in ("VERB", "AUX") else "noun" if word.pos_ in ("NOUN", "PROPN") else "adj"
    if (word.lemma_.lower(), pos) not in lexicon.cues_by_lemma or sense_of(doc, word.i, lexicon) is not None:
        return False
    return any(child.i in tokens and child.dep_ in ("xcomp", "ccomp", "acl") for child in word.children)


def _carried(doc: Doc, triggers: Iterable[Trigger], lexicon: Lexicon) -> frozenset[int]:
    """Of a light verb and the event that is its object, the word that is less likely an event, else the verb."""
    likely = {trigger.token: trigger.probability for trigger in triggers}
    pairs = [
        (child.i, child.head.i)
        for child in (doc[token] for token in sorted(likely))
        if child.dep_ in OBJECTS | {"nsubjpass"}
        and child.head.i in likely
        and child.head.pos_ == "VERB"
        and child.head.lemma_.lower() in lexicon.words.support_verbs
    ]
    return frozenset(noun if likely[noun] < likely[verb] - _CLEARLY else verb for noun, verb in pairs)
