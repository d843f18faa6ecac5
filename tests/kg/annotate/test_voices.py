"""Which claim do the rules of attribution and the engine make together, and whose is it?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import make_trigger, token_at
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.engine import Argument, LinkName, Trigger
from kg.annotate.sources import Attribution
from kg.annotate.voice.signs import signs_of
from kg.annotate.voice.weights import VERBS, load_weights, weigh
from kg.annotate.voices import SURE, agree
from kg.model import Verb

TEXT = "An aide in Lima said little. Rebels attacked the town. A priest saw it."
OWN = Attribution(verb="asserts", rule="own voice", strength="weak")
VERB = st.sampled_from(VERBS)


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    """The parsed text."""
    return nlp(TEXT)


def weighing(doc: Doc, verb: Verb, share: float = 0.97, source: tuple[str, float] | None = None) -> Trigger:
    """A trigger of an engine that gives the verb this share, and the others the rest."""
    verbs = tuple(share if verb == other else (1 - share) / 3 for other in VERBS)
    told = Argument(token=token_at(doc, source[0]), link="src", probability=source[1]) if source else None
    return replace(make_trigger(doc, "attacked", "Conflict", verb=verb), verbs=verbs, source=told)


@given(VERB, VERB, st.floats(0.3, 0.99), st.sampled_from(["own voice", "modal", "reports:say", "run:medium"]))
def test_only_what_is_sure_is_asserted(doc: Doc, said: Verb, engine: Verb, share: float, rule: str) -> None:
    """An assertion has a probability of at least SURE and no source; everything else is told as somebody's word."""
    attribution = replace(OWN, verb=said, rule=rule)
    trigger = weighing(doc, engine, share)
    agreed = agree(doc, trigger, attribution)
    signs = signs_of(doc[trigger.token], said, rule)
    assert trigger.verbs is not None
    likely = weigh(trigger.verbs, signs, load_weights())[VERBS.index("asserts")]
    assert (agreed.verb == "asserts") <= (likely >= SURE)
    assert agreed.sources or agreed.verb != "reports"
    assert not (agreed.sources and agreed.verb == "asserts")


def test_rules_and_engine_that_agree_are_believed(doc: Doc) -> None:
    """What both take for the article's own voice is asserted; what both take for a report is one."""
    assert agree(doc, weighing(doc, "asserts"), OWN).verb == "asserts"
    told = replace(OWN, verb="reports", rule="reports:say", sources=(token_at(doc, "aide"),), strength="strong")
    agreed = agree(doc, weighing(doc, "reports"), told)
    assert (agreed.verb, agreed.sources, agreed.rule) == ("reports", told.sources, told.rule)


@pytest.mark.parametrize(
    ("source", "opened", "expected"),
    [(("priest", 0.9), "aide", "priest"), (("priest", 0.1), "aide", "aide"), (("priest", 0.1), None, None)],
    ids=["the engine's", "that of the open report", "an unnamed one"],
)
def test_the_source_of_a_report_that_the_rules_did_not_see(
    doc: Doc, source: tuple[str, float], opened: str | None, expected: str | None
) -> None:
    """The engine's if it is likely enough, else that of the report that is open, else an unnamed one."""
    own = replace(OWN, open=(token_at(doc, opened),) if opened else ())
    agreed = agree(doc, weighing(doc, "reports", source=source), own)
    assert (agreed.verb, agreed.sources) == ("reports", (token_at(doc, expected) if expected else None,))


def test_the_chain_of_the_rules_stands(doc: Doc) -> None:
    """A named chain of the rules outdoes the engine's source; a chain of the unnamed does not."""
    aide, priest = token_at(doc, "aide"), token_at(doc, "priest")
    trigger = weighing(doc, "reports", source=("priest", 0.9))
    named = replace(OWN, verb="reports", rule="reports:say", sources=(aide,))
    unnamed = replace(named, sources=(None,))
    assert agree(doc, trigger, named).sources == (aide,)
    assert agree(doc, trigger, unnamed).sources == (priest,)


@given(VERB, VERB, st.sampled_from(["strong", "weak"]))
def test_an_engine_that_only_gives_its_word_never_makes_a_fact_of_hearsay(
    doc: Doc, said: Verb, engine: Verb, strength: str
) -> None:
    """An assertion comes out only if both say so or the grammar has evidence for it."""
    attribution = replace(OWN, verb=said, strength=strength)  # type: ignore[arg-type]
    agreed = agree(doc, make_trigger(doc, "attacked", "Conflict", verb=engine), attribution)
    if agreed.verb == "asserts":
        assert said == "asserts"
        assert strength == "strong" or engine == "asserts"
    if strength == "strong" or said != "asserts":
        assert agreed == attribution


@pytest.mark.parametrize(
    ("links", "source"),
    [
        ({"Rebels": ("src", 0.9)}, "Rebels"),
        ({"Rebels": ("src", 0.4)}, None),
        ({"priest": ("src", 0.9)}, None),
        ({"Rebels": ("agent", 0.9)}, None),
        ({"Rebels": ("src", 0.6), "town": ("src", 0.7)}, "town"),
    ],
    ids=["sure", "doubtful", "another sentence", "no source", "the surer of two"],
)
def test_the_source_of_a_mere_word(doc: Doc, links: dict[str, tuple[LinkName, float]], source: str | None) -> None:
    """What the engine links in the trigger's sentence, else an unnamed other; never the article's own voice."""
    agreed = agree(doc, make_trigger(doc, "attacked", "Conflict", links, verb="reports"), OWN)
    assert agreed.verb == "reports"
    assert agreed.sources == ((token_at(doc, source) if source else None),)


@pytest.mark.parametrize(("verb", "certainty"), [("denies", "certain"), ("envisages", "probable")])
def test_a_plan_is_only_probable(doc: Doc, verb: Verb, certainty: str) -> None:
    """The engine's denial or plan keeps the article's own voice where no source is likely."""
    for trigger in (make_trigger(doc, "attacked", "Conflict", verb=verb), weighing(doc, verb)):
        agreed = agree(doc, trigger, OWN)
        assert (agreed.verb, agreed.certainty, agreed.sources) == (verb, certainty, ())
