"""How are the weights of rules and engine learnt?"""

from dataclasses import replace

import pytest
from scenes import make_trigger
from spacy.language import Language

from kg.annotate.reader.corpus import GoldTrigger, MarkedEvent, Passage
from kg.annotate.sources import Attribution
from kg.annotate.voice.learn import Case, fit
from kg.annotate.voice.signs import signs_of
from kg.annotate.voice.weights import VERBS, weigh
from kg.model import Verb

TEXT = "Rebels attacked the town."
HALF = (0.5, 0.5, 0.0, 0.0)
OWN = Attribution(verb="asserts", rule="own voice", strength="weak")
RUN = Attribution(verb="reports", rule="run:medium", strength="weak")


def make_case(nlp: Language, attribution: Attribution, verb: Verb) -> Case:
    """A marked attack of which the engine knows nothing but that it is asserted or reported."""
    doc = nlp(TEXT)
    event = MarkedEvent.model_validate(
        {"t": "attacked", "class": "Conflict", "type": "attack", "plover": None, "verb": verb}
    )
    trigger = replace(make_trigger(doc, "attacked", "Conflict"), verbs=HALF)
    gold = GoldTrigger(token=trigger.token, event=0, marked=event, links=())
    return Case(Passage(id="x", text=TEXT, events=(event,)), doc, gold, trigger, attribution)


def test_what_the_signs_tell_is_learnt(nlp: Language) -> None:
    """Where the engine wavers, a sign that always goes with reports decides for them, its absence against."""
    cases = [make_case(nlp, RUN, "reports"), make_case(nlp, OWN, "asserts")] * 20
    weights = fit(cases)
    for attribution, verb in ((RUN, "reports"), (OWN, "asserts")):
        signs = signs_of(cases[0].doc[1], attribution.verb, attribution.rule)
        assert weigh(HALF, signs, weights)[VERBS.index(verb)] > 0.9


def test_without_evidence_the_engines_word_is_kept(nlp: Language) -> None:
    """The prior holds the weights to the engine's own log probabilities."""
    weights = fit([make_case(nlp, OWN, "asserts"), make_case(nlp, OWN, "reports")])
    for row, verb in enumerate(VERBS):
        assert weights[f"log {verb}"] == pytest.approx([float(row == column) for column in range(4)], abs=0.3)
