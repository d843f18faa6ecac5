"""What remains of the engine's word once the grammar of attribution has been heard?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import make_trigger, token_at
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.engine import LinkName
from kg.annotate.sources import Attribution
from kg.annotate.voices import agree

TEXT = "An aide in Lima said little. Rebels attacked the town. A priest saw it."
OWN = Attribution(verb="asserts", rule="own voice", strength="weak")


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    """The parsed text."""
    return nlp(TEXT)


@given(
    st.sampled_from(["asserts", "reports", "denies", "envisages"]),
    st.sampled_from(["asserts", "reports", "denies", "envisages"]),
    st.sampled_from(["strong", "weak"]),
)
def test_the_engine_never_makes_a_fact_of_what_the_grammar_takes_for_hearsay(
    doc: Doc, said: str, engine: str, strength: str
) -> None:
    """An assertion comes out only if both say so or the grammar has evidence for it."""
    attribution = replace(OWN, verb=said, strength=strength)  # type: ignore[arg-type]
    trigger = make_trigger(doc, "attacked", "Conflict", verb=engine)  # type: ignore[arg-type]
    agreed = agree(doc, trigger, attribution)
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
def test_the_source_of_the_engines_hearsay(
    doc: Doc, links: dict[str, tuple[LinkName, float]], source: str | None
) -> None:
    """What it links in the trigger's sentence, else an unnamed other; never the article's own voice."""
    agreed = agree(doc, make_trigger(doc, "attacked", "Conflict", links, verb="reports"), OWN)
    assert agreed.verb == "reports"
    assert agreed.sources == ((token_at(doc, source) if source else None),)
    assert agreed.strength == "weak"


@pytest.mark.parametrize(("verb", "certainty"), [("denies", "certain"), ("envisages", "probable")])
def test_a_plan_is_only_probable(doc: Doc, verb: str, certainty: str) -> None:
    """The engine's denial or plan keeps the article's own voice."""
    agreed = agree(doc, make_trigger(doc, "attacked", "Conflict", verb=verb), OWN)  # type: ignore[arg-type]
    assert (agreed.verb, agreed.certainty, agreed.sources) == (verb, certainty, ())
