from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.engine import Argument, LinkName, Trigger
from kg.annotate.reader.decode import settle_links, unite
from kg.model import EventClass, Plover, Verb


def tree(words: str, heads: list[int], deps: str, pos: str) -> Doc:
    return Doc(Vocab(), words=words.split(), heads=heads, deps=deps.split(), pos=pos.split())


@pytest.fixture
def doc() -> Doc:
    """Iran and Oman carried out attacks on Iraq."""
    return tree(
        "Iran and Oman carried out attacks on Iraq",
        [3, 0, 0, 3, 3, 3, 5, 6],
        "nsubj cc conj ROOT prt dobj prep pobj",
        "PROPN CCONJ PROPN VERB ADP NOUN ADP PROPN",
    )


def argument(token: int, link: LinkName, probability: float) -> Argument:
    return Argument(token=token, link=link, probability=probability)


def trigger(
    token: int, *arguments: Argument, cls: EventClass = "Conflict", verb: Verb = "asserts", end: int | None = None
) -> Trigger:
    return Trigger(
        token=token,
        start=token,
        end=end or token + 1,
        cls=cls,
        plover="ASSAULT",
        verb=verb,
        probability=0.9,
        arguments=arguments,
        rule="reader",
    )


def test_the_likeliest_phrase_takes_a_link(doc: Doc) -> None:
    """A less likely word elsewhere loses the link, a conjunct keeps it with its own probability."""
    given = [argument(7, "agent", 0.6), argument(0, "agent", 0.9), argument(2, "agent", 0.5)]
    assert settle_links(doc, given, "ASSAULT") == (given[1], given[2])


def test_conjuncts_share_a_role_but_not_a_source(doc: Doc) -> None:
    """What is coordinated with an agent is an agent; with a source it is not thereby a source."""
    assert [a.token for a in settle_links(doc, [argument(0, "agent", 0.9)], None)] == [0, 2]
    assert [a.token for a in settle_links(doc, [argument(0, "src", 0.9)], None)] == [0]


@pytest.mark.parametrize(("plover", "agents"), [("CONSULT", [0, 2, 7]), ("ASSAULT", [0, 2])])
def test_only_a_mutual_act_has_two_agent_phrases(doc: Doc, plover: Plover, agents: list[int]) -> None:
    """Those who meet are both agents; an attack has one."""
    given = [argument(0, "agent", 0.9), argument(7, "agent", 0.8)]
    assert [a.token for a in settle_links(doc, given, plover)] == agents


ARGUMENTS = st.lists(
    st.builds(
        argument,
        st.integers(0, 7),
        st.sampled_from(["agent", "target", "place"]),
        st.integers(5, 9).map(lambda n: n / 10),
    ),
    unique_by=lambda a: a.token,
)


@given(arguments=ARGUMENTS, order=st.randoms())
def test_the_choice_does_not_depend_on_order(arguments: list[Argument], order: st.randoms) -> None:
    """However the arguments come, the same ones are chosen, and choosing again changes nothing."""
    words = tree("a b c d e f g h", [0] * 8, "ROOT conj conj dep dep dep dep dep", "NOUN " * 8)
    chosen = settle_links(words, arguments, None)
    order.shuffle(arguments)
    assert settle_links(words, arguments, None) == chosen
    assert settle_links(words, chosen, None) == chosen


def test_a_verb_and_its_object_tell_one_event(doc: Doc) -> None:
    """Alike in all labels, they become one trigger over the whole stretch, with the arguments of both."""
    verb = trigger(3, argument(0, "agent", 0.9), argument(5, "item", 0.6), end=5)
    noun = trigger(5, argument(7, "target", 0.8))
    (one,) = unite(doc, [verb, noun])
    assert (one.token, one.start, one.end, one.further) == (3, 3, 6, (5,))
    assert [(a.token, a.link) for a in one.arguments] == [(0, "agent"), (2, "agent"), (7, "target")]


def test_of_the_leads_of_one_event_the_likelier_stay(doc: Doc) -> None:
    """Each word keeps each of its leads once, by the higher probability; one mention is no lead of the other."""
    verb = replace(trigger(3), leads=(argument(0, "agent", 0.3), argument(5, "item", 0.6)))
    noun = replace(trigger(5), leads=(argument(0, "agent", 0.7), argument(0, "target", 0.1)))
    (one,) = unite(doc, [verb, noun])
    assert one.leads == (argument(0, "agent", 0.7), argument(0, "target", 0.1))


def test_unlike_triggers_stay_apart(doc: Doc) -> None:
    """A planned attack is not the act that planned it, nor are words that do not govern each other one event."""
    assert len(unite(doc, [trigger(3), trigger(5, verb="envisages")])) == 2
    assert len(unite(doc, [trigger(3), trigger(5, cls="Movement")])) == 2
    assert len(unite(doc, [trigger(0), trigger(7)])) == 2


def test_a_noun_is_kept_before_the_verb_that_carries_it() -> None:
    """In "an attack took place" the attack is the trigger."""
    words = tree("attack happened", [1, 1], "nsubj ROOT", "NOUN VERB")
    (one,) = unite(words, [trigger(0), trigger(1)])
    assert (one.token, one.further, one.start, one.end) == (0, (1,), 0, 2)
