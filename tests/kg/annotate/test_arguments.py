"""Which words fill which role of an event, by engine and syntax together?"""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scenes import make_trigger, token_at
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.arguments import choose_arguments
from kg.annotate.engine import Argument, LinkName
from kg.annotate.lexicon import Lexicon
from kg.model import EventClass

TALKS = "Norway's minister met the king of Jordan and a banker in Oslo on Monday. The queen of Spain stayed at home."

# text; trigger; class; the engine's links by word; what must be chosen, as words by role
TABLE: list[tuple[str, str, EventClass, dict[str, tuple[LinkName, float]], dict[str, list[str]]]] = [
    ("The minister's visit to Norway lasted a week.", "visit", "Visit", {}, {"guest": ["minister"]}),
    (
        "The minister's visit annoyed Norway.",
        "visit",
        "Visit",
        {"Norway": ("guest", 0.9)},
        {"guest": ["minister"]},
    ),
    ("Peru met with Chile.", "met", "Meeting", {}, {"guest": ["Peru"], "host": ["Chile"]}),
    ("The envoy met the king.", "met", "Meeting", {}, {"guest": ["envoy"], "host": ["king"]}),
    ("The envoy dined with the king.", "dined", "Meeting", {}, {"agent": ["envoy", "king"]}),
    ("Peru and Chile attacked it.", "attacked", "Conflict", {}, {"agent": ["Peru", "Chile"]}),
    (
        "Peru and Chile attacked the town.",
        "attacked",
        "Conflict",
        {"Chile": ("agent", 0.95)},
        {"agent": ["Peru", "Chile"], "target": ["town"]},
    ),
    ("Drones were sold to Chad by Norway.", "sold", "Transfer", {}, {
        "supplier": ["Norway"], "recipient": ["Chad"], "item": ["Drones"],
    }),
    ("Norway gave the rebels drones.", "gave", "Transfer", {}, {
        "supplier": ["Norway"], "recipient": ["rebels"], "item": ["drones"],
    }),
    ("The premier visited.", "visited", "Visit", {}, {"guest": ["premier"]}),
    # Who does what an infinitive, a gerund or a participle tells
    ("Peru accused Chile of attacking the town.", "attacking", "Conflict", {}, {"agent": ["Chile"]}),
    ("Peru left the pact after attacking Chile.", "attacking", "Conflict", {}, {"agent": ["Peru"]}),
    ("Peru called on Chile to attack the rebels.", "attack", "Conflict", {}, {
        "agent": ["Chile"], "target": ["rebels"],
    }),
    ("Peru called on Chile to attack the rebels and shelled the town.", "shelled", "Conflict", {}, {
        "agent": ["Peru"],
    }),
    ("Peru urged Chile to attack the rebels.", "attack", "Conflict", {}, {"agent": ["Chile"]}),
    ("Peru promised Chile to attack the rebels.", "attack", "Conflict", {}, {"agent": ["Peru"]}),
    ("Peru has a right to attack the rebels.", "attack", "Conflict", {}, {"agent": ["Peru"]}),
    ("Peru mourned two nuns kidnapped near Lima.", "kidnapped", "Conflict", {}, {"agent": [], "target": ["nuns"]}),
    ("Peru severed its ties with Chile.", "severed", "PoliticalAct", {}, {"agent": ["Peru"], "target": ["Chile"]}),
    ("The Peruvian attack on Chile failed.", "attack", "Conflict", {}, {
        "agent": ["Peruvian"], "target": ["Chile"],
    }),
    ("The rebels were given rifles.", "given", "Transfer", {}, {
        "supplier": [], "recipient": ["rebels"], "item": ["rifles"],
    }),
    ("Peru bought rifles from Chile.", "bought", "Transfer", {}, {"recipient": ["Peru"], "supplier": ["Chile"]}),
    ("Two nuns died.", "died", "Conflict", {}, {"agent": [], "target": ["nuns"]}),
    ("Peru signed it.", "signed", "PoliticalAct", {}, {"agent": ["Peru"], "target": []}),
    ("Peru, which sells rifles, and Chile met.", "sells", "Transfer", {}, {"supplier": ["Peru"]}),
    ("Peru and Chile, which was accused of arming the rebels, met.", "accused", "Communication", {}, {
        "target": ["Chile"],
    }),
    ("Peru and Chile, which sell rifles, met.", "sell", "Transfer", {}, {"supplier": ["Peru", "Chile"]}),
    ("Peru accused Chile of violating its air space and recalled its envoy.", "recalled", "PoliticalAct", {}, {
        "agent": ["Peru"],
    }),
    ("Rossi called the raid a mistake.", "raid", "Conflict", {}, {"agent": []}),
    ("Rossi spoke by telephone with Egyptian President Abdel Doe.", "spoke", "Meeting", {}, {
        "agent": ["Rossi"], "target": ["Doe"],
    }),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "cls", "links", "wanted"), TABLE)
def test_roles_of_a_sentence(
    nlp: Language,
    lexicon: Lexicon,
    text: str,
    word: str,
    cls: EventClass,
    links: dict[str, tuple[LinkName, float]],
    wanted: dict[str, list[str]],
) -> None:
    """Each role holds exactly the words that a careful reader gives it."""
    doc = nlp(text)
    got: dict[str, list[str]] = {}
    for argument in choose_arguments(doc, make_trigger(doc, word, cls, links), lexicon):
        got.setdefault(argument.link, []).append(doc[argument.token].text)
    assert {role: got.get(role, []) for role in wanted} == wanted


@pytest.mark.parametrize(
    ("links", "absent"),
    [
        ({"Oslo": ("target", 0.4)}, ("Oslo", "target")),
        ({"queen": ("agent", 0.99)}, ("queen", "agent")),
        ({"banker": ("src", 0.99)}, ("banker", "src")),
        ({"banker": ("supplier", 0.99)}, ("banker", "supplier")),
    ],
    ids=["below the bar", "another sentence", "a source", "no role of a meeting"],
)
def test_what_the_engine_links_in_vain(
    nlp: Language, lexicon: Lexicon, links: dict[str, tuple[LinkName, float]], absent: tuple[str, str]
) -> None:
    """Doubtful links, those of other sentences, sources and roles that the class lacks fill nothing."""
    doc = nlp(TALKS)
    chosen = choose_arguments(doc, make_trigger(doc, "met", "Meeting", links), lexicon)
    assert absent not in {(doc[argument.token].text, argument.link) for argument in chosen}


LINKS = st.lists(
    st.tuples(
        st.integers(0, 18),
        st.sampled_from(["agent", "host", "guest", "target", "item", "place", "time", "src"]),
        st.sampled_from([0.2, 0.5, 0.7, 0.9]),
    ),
    unique_by=lambda link: link[:2],
    max_size=7,
)


@pytest.fixture(scope="module")
def talks(nlp: Language) -> Doc:
    """A parsed text of two sentences."""
    return nlp(TALKS)


@given(LINKS)
@example([(8, "target", 0.9), (8, "agent", 0.9)])
def test_the_order_of_the_engines_links_is_of_no_account(
    talks: Doc, lexicon: Lexicon, links: list[tuple[int, LinkName, float]]
) -> None:
    """Reversed links give the same arguments: each word once, by token, within its sentence, with a probability."""
    trigger = replace(
        make_trigger(talks, "met", "Meeting"),
        arguments=tuple(Argument(token=token, link=link, probability=odds) for token, link, odds in links),
    )
    chosen = choose_arguments(talks, trigger, lexicon)
    assert choose_arguments(talks, replace(trigger, arguments=trigger.arguments[::-1]), lexicon) == chosen
    tokens = [argument.token for argument in chosen]
    assert tokens == sorted(set(tokens))
    assert all(token < talks[0].sent.end and token != token_at(talks, "met") for token in tokens)
    assert all(0 <= argument.probability <= 1 for argument in chosen)
