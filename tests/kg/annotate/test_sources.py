"""Who says so? A table of sentences, and what must hold for every text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.annotate.lexicon import Lexicon
from kg.annotate.sources import Attribution, attributions, read_voices

OWN: list[str | None] = []

# text; the trigger (a word of the text, with #n for its n-th occurrence); verb; heads of the sources, outermost first
TABLE: list[tuple[str, str, str, list[str | None]]] = [
    ("It is false that Chad bombed the port, the ministry said.", "bombed", "denies", ["ministry"]),
    ("It is not true that Chad bombed the port.", "bombed", "denies", OWN),
    ("It is true that Chad bombed the port.", "bombed", "asserts", OWN),
    ("It is a lie that Chad bombed the port, the envoy said.", "bombed", "denies", ["envoy"]),
    ("Claims that Chad bombed the port are false, the envoy said.", "bombed", "denies", ["envoy"]),
    ("Mali's claim that Chad bombed the port was baseless, the envoy said.", "bombed", "denies", ["envoy"]),
    ("Rumours that the king had fled to Oman turned out to be untrue.", "fled", "denies", OWN),
    ("Reports that the king had fled to Oman were not wrong.", "fled", "reports", [None]),
    ("The report that the king had sold the port was invented.", "sold", "denies", OWN),
    ("Anyone who claims that Chad bombed the port is lying, the envoy said.", "bombed", "denies", ["envoy"]),
    ("Turkey almost signed a treaty with Greece.", "signed", "denies", OWN),
    ("Nearly 50 people fled to Oman.", "fled", "asserts", OWN),
    ("Turkey came close to signing a treaty with Greece.", "signing", "denies", OWN),
    ("Had Iran attacked Oman, Britain would have sent ships.", "attacked", "denies", OWN),
    ("If Iran had attacked Oman, Britain would have sent ships.", "attacked", "denies", OWN),
    ("If Iran attacked Oman, Britain would send ships.", "attacked", "envisages", OWN),
    ("In a film, the premier shoots the king.", "shoots", "envisages", OWN),
    ("The play shows how Churchill met Stalin in Moscow.", "met", "envisages", OWN),
    ("In a film released on Monday, the premier shoots the king.", "released", "asserts", OWN),
    ("The premier visited Ankara on Monday.", "visited", "asserts", OWN),
    ("The army said that rebels attacked the town.", "attacked", "reports", ["army"]),
    ("Rebels attacked the town, the army said.", "attacked", "reports", ["army"]),
    ("Rebels, the army said, attacked the town.", "attacked", "reports", ["army"]),
    ("According to the army, rebels attacked the town.", "attacked", "reports", ["army"]),
    ("Rebels attacked the town, according to the army.", "attacked", "reports", ["army"]),
    ("Police killed two men, a witness told reporters.", "killed", "reports", ["witness"]),
    ("The senator claimed that the ministry sold rifles to Chad.", "sold", "reports", ["senator"]),
    ("Sudan accused Chad of arming the rebels.", "arming", "reports", ["Sudan"]),
    ("Sudan accused Chad of arming the rebels.", "accused", "asserts", OWN),
    ("The minister revealed that his country had bought tanks.", "bought", "reports", ["minister"]),
    ("The minister revealed that his country had bought tanks.", "revealed", "asserts", OWN),
    ("The king is believed to have left Doha.", "left", "reports", [None]),
    ("It is said that the king has fled to Oman.", "fled", "reports", [None]),
    ("A drone was observed attacking in the valley.", "attacking", "reports", [None]),
    ("The general has reportedly fled to Oman.", "fled", "reports", [None]),
    ("The assumption is the bill will be blocked.", "blocked", "envisages", [None]),
    ("The daily quoted a diplomat saying Oman had sold the files.", "sold", "reports", ["daily", "diplomat"]),
    ("The union's claim that police burned ballots was ignored.", "burned", "reports", ["union"]),
    ("The army denied that it shelled the village.", "shelled", "denies", ["army"]),
    ("The army denied shelling the village.", "shelling", "denies", ["army"]),
    ("The army denied the attack.", "attack", "denies", ["army"]),
    ("The army denied the attack.", "denied", "asserts", OWN),
    ("Turkey refused to open the border.", "open", "denies", ["Turkey"]),
    ("Turkey refused to open the border.", "refused", "asserts", OWN),
    ("Turkey did not open the border.", "open", "denies", OWN),
    ("No shots were fired.", "fired", "denies", OWN),
    ("Nobody signed the treaty.", "signed", "denies", OWN),
    ("The police arrived without arresting anybody.", "arresting", "denies", OWN),
    ("The patrol failed to stop the convoy.", "stop", "denies", OWN),
    ("The government will not respond to the motion.", "respond", "denies", OWN),
    ("The government said it will not respond to the motion.", "respond", "denies", ["government"]),
    ("The ministry would not comment on the case.", "comment", "asserts", OWN),
    ("Kenya will send troops to the border.", "send", "envisages", OWN),
    ("Kenya may send troops to the border.", "send", "envisages", OWN),
    ("Kenya plans to send troops to the border.", "send", "envisages", OWN),
    ("The minister was set to visit Rome.", "visit", "envisages", OWN),
    ("The delegates met to discuss the border.", "discuss", "envisages", OWN),
    ("The delegates met to discuss the border.", "met", "asserts", OWN),
    ("The union demanded that the minister resign.", "resign", "envisages", ["union"]),
    ("The union demanded the release of the miners.", "release", "envisages", ["union"]),
    ("The bishop urged the rebels to free the pilot.", "free", "envisages", ["bishop"]),
    ("Tokyo promised to send two ships.", "send", "envisages", ["Tokyo"]),
    ("Iraq agreed to share water with Jordan.", "share", "envisages", ["Iraq"]),
    ("The rebels threatened to burn the mill.", "burn", "envisages", ["rebels"]),
    ("The party called for an inquiry.", "inquiry", "envisages", ["party"]),
    ("The party wants the minister to resign.", "resign", "envisages", ["party"]),
    ("The senator suggested that the state buy the mine.", "buy", "envisages", ["senator"]),
    ("The colonel told his men to withdraw.", "withdraw", "envisages", ["colonel"]),
    ("If the rebels attack the port, ships will leave.", "attack", "envisages", OWN),
    ("Chad warned that it would attack the camp if the rebels stayed.", "attack", "envisages", ["Chad"]),
    ("The treaty is to be signed in Rome.", "signed", "envisages", OWN),
    ("The paper reported that Chad was thinking of attacking the port.", "thinking", "reports", ["paper"]),
    ("The paper reported that Chad was thinking of attacking the port.", "attacking", "envisages", ["paper"]),
    ("The senate rejected a request to open an inquiry.", "request", "asserts", OWN),
    ("He plans to visit the village where soldiers killed two men.", "killed", "asserts", OWN),
    ("Chad left the talks; the mayor said that Mali would return.", "left", "asserts", OWN),
    ("Rebels attacked the town, and the army denied that it had fled.", "attacked", "asserts", OWN),
    ("The senator, who resigned in May, said that Chad sold rifles.", "resigned", "asserts", OWN),
    ("“We attacked the port at dawn,” the colonel said. “We burned two ships.”", "attacked", "reports", ["colonel"]),
    ("“We attacked the port at dawn,” the colonel said. “We burned two ships.”", "burned", "reports", ["colonel"]),
    ("Does the minister visit Rome?", "visit", "envisages", OWN),
    ("She neither signed the treaty nor visited Rome.", "signed", "denies", OWN),
    ("The two navies are unlikely to attack the port.", "attack", "denies", OWN),
    ("The envoy flies to Rome on Sunday.", "flies", "envisages", OWN),
    (
        "The mayor wrote, citing a witness, that police had beaten a student.",
        "beaten",
        "reports",
        ["mayor", "witness"],
    ),
    (
        "According to the paper, two trucks carried the rifles. Two other smugglers guarded the trucks.",
        "guarded",
        "reports",
        ["paper"],
    ),
    (
        "The paper Al-Bahr said that Chad bought tanks. According to the report, rebels attacked a train.",
        "attacked",
        "reports",
        ["paper"],
    ),
    (
        "The paper wrote that smugglers had bought the rifles in Oran. They had carried them to Tunis.",
        "carried",
        "reports",
        ["paper"],
    ),
    (
        "The paper wrote that smugglers had bought the rifles.\n\nChad has closed its border since Monday.",
        "closed",
        "asserts",
        OWN,
    ),
    (
        "A resident said that shells hit the clinic. The United Nations condemned the attack on Monday.",
        "condemned",
        "asserts",
        OWN,
    ),
]


def attribute(nlp: Language, lexicon: Lexicon, text: str, word: str) -> tuple[Attribution, list[str | None]]:
    """The attribution of a word of the text, and its sources as words."""
    doc = nlp(text)
    token = next(t.i for t in doc if t.text == word)
    (found,) = attributions(doc, [token], lexicon)
    return found, [None if source is None else doc[source].text for source in found.sources]


@pytest.mark.parametrize(("text", "word", "verb", "sources"), TABLE)
def test_who_says_so(
    nlp: Language, lexicon: Lexicon, text: str, word: str, verb: str, sources: list[str | None]
) -> None:
    """Each sentence is told by whom it says, in the way it says."""
    found, names = attribute(nlp, lexicon, text, word)
    assert (found.verb, names) == (verb, sources), found.rule


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("Kenya may send troops.", "send", "possible"),
        ("Kenya will send troops.", "send", "probable"),
        ("Kenya sent troops.", "sent", "certain"),
        ("Kenya probably sent troops.", "sent", "probable"),
        ("The general has allegedly fled.", "fled", "possible"),
        ("The delegates met to discuss the border.", "discuss", "underspecified"),
        ("The king is believed to have left Doha.", "left", "probable"),
    ],
)
def test_hedges_lower_certainty(nlp: Language, lexicon: Lexicon, text: str, word: str, certainty: str) -> None:
    """The least certain of the words over the trigger decides."""
    assert attribute(nlp, lexicon, text, word)[0].certainty == certainty


def test_grammar_is_strong_and_a_run_is_weak(nlp: Language, lexicon: Lexicon) -> None:
    """Who combines these rules with a model must know which of them rest on grammar."""
    text = "According to the paper, two trucks carried the rifles. Two other smugglers guarded the trucks."
    told, run = (attribute(nlp, lexicon, text, word)[0] for word in ("carried", "guarded"))
    own, _ = attribute(nlp, lexicon, "Smugglers guarded the trucks.", "guarded")
    assert (told.strength, run.strength, own.strength) == ("strong", "weak", "weak")
    assert run.rule.startswith("run:")
    assert own.rule == "own voice"


SENTENCES = st.lists(
    st.sampled_from([text for text, _, _, _ in TABLE if "\n" not in text]), min_size=1, max_size=4, unique=True
)
SOME = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@SOME
@given(SENTENCES)
def test_the_same_text_gives_the_same_attributions(nlp: Language, lexicon: Lexicon, sentences: list[str]) -> None:
    """Nothing but text and lexicon counts."""
    first, second = (nlp(" ".join(sentences)) for _ in range(2))
    assert attributions(first, range(len(first)), lexicon) == attributions(second, range(len(second)), lexicon)


@SOME
@given(SENTENCES)
def test_a_paragraph_at_the_end_changes_nothing_before(nlp: Language, lexicon: Lexicon, sentences: list[str]) -> None:
    """Who says so is decided by what stands before and in the same paragraph."""
    text = " ".join(sentences)
    short, long = nlp(text), nlp(f"{text}\n\nChad has closed its border since Monday.")
    if [t.head.i for t in short] != [t.head.i for t in long[: len(short)]]:
        return  # the parser itself read the text differently
    tokens = range(len(short))
    assert attributions(short, tokens, lexicon) == attributions(long, tokens, lexicon)


@SOME
@given(SENTENCES)
def test_sources_are_words_of_the_text_and_envisaged_is_not_certain(
    nlp: Language, lexicon: Lexicon, sentences: list[str]
) -> None:
    """Own voice has no source, a report has one, and nobody stands twice in a chain."""
    doc = nlp(" ".join(sentences))
    for found in attributions(doc, range(len(doc)), lexicon):
        named = [source for source in found.sources if source is not None]
        assert len(named) == len(set(named))
        assert all(0 <= source < len(doc) for source in named)
        assert found.verb != "asserts" or found.sources == ()
        assert found.verb != "reports" or found.sources != ()
        assert found.verb != "envisages" or found.certainty != "certain"


def test_an_empty_text_has_no_voices(nlp: Language, lexicon: Lexicon) -> None:
    """Nothing said, nobody says it."""
    assert read_voices(nlp(""), lexicon).runs == ()
