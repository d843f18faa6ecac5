"""Is a cast the same each time, exact in its words, careful with links, and complete in what it refers to?"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.actors.cast import collect, held_by
from kg.gazetteer.lookup import Gazetteer
from kg.model import When

TEXTS = [
    ("Azeri officials visited Israel\n\nSenior Azeri officials, led by the tax minister, met Minister Zeev Elkin in "
    "Jerusalem on Monday. The two countries agreed to share weather data, a source said. Baku supplies oil."),
    ("ACCRA - Ghana’s army said two gunmen had shot at a U.N. convoy near the Togolese border. They fled. \"We saw "
    "them run,\" Captain Yaw Mensah-Dankwa said."),
    "In 2014, then-Defense Minister Moshe Yaalon visited a weapons fair in Azerbaijan.\n\nIt was his first visit.",
]  # fmt: skip
SENTENCES = [
    "Ghana signed a treaty with Togo. ",
    "The delegation stayed for three days. ",
    "An Azeri delegation met the president. ",
    "He said that it was late. ",
    "Mrs Ada Lindgren-Osei praised the Mossad. ",
    "\n\n",
    "“They” — the two countries’ envoys… ",
    "U.S. ",
    "THE KING OF NOWHERE ",
    "- ",
]
MAY_2018 = When(edtf="2018-05", earliest=date(2018, 5, 1), latest=date(2018, 5, 31), basis="stated")


def everything(found: Any) -> Any:
    """What `collect` keeps when every phrase of a text is in use."""
    used = [hit for token in found.doc for link in ("agent", "place") for hit in found.resolved_at(token.i, link)]
    return collect(found.cast, found.article, used)


@pytest.mark.parametrize("text", TEXTS)
def test_same_text_gives_the_same_cast(read: Callable[..., Any], text: str) -> None:
    """Reading twice gives equal casts, identifiers included."""
    assert read(text, MAY_2018).cast == read(text, MAY_2018).cast


@settings(deadline=None, max_examples=25)
@given(parts=st.lists(st.sampled_from(SENTENCES), max_size=8))
def test_any_text_gives_a_sound_cast(read: Callable[..., Any], parts: list[str]) -> None:
    """Quotes are exact, identifiers unique and resolvable, mentions numbered in text order, unnamed never linked."""
    found = read("".join(parts))
    entities, mentions, tenures = everything(found)
    identifiers = [entity.id for entity in found.cast.entities]
    assert len(identifiers) == len(set(identifiers))
    kept = {entity.id for entity in entities}
    assert [mention.id for mention in mentions] == [f"m{number}" for number in range(1, len(mentions) + 1)]
    assert mentions == tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.entity)))
    for mention in mentions:
        assert mention.quote == found.article.text[mention.start : mention.end] == mention.quote.strip()
        assert mention.entity in kept
    for entity in entities:
        assert {*entity.represents, *entity.delegate_of, entity.within or entity.id} <= kept
        assert entity.named or (entity.wikidata, entity.known, entity.link) == (None, None, None)
    assert {tenure.person for tenure in tenures} | {t.organization for t in tenures if t.organization} <= kept


def test_row_with_an_item_is_never_half_linked(read: Callable[..., Any], gazetteer: Gazetteer) -> None:
    """A known entity carries its row's item: its node is then the one that the background graph describes."""
    for text in TEXTS:
        for entity in read(text, MAY_2018).cast.entities:
            if entity.known:
                assert entity.wikidata == gazetteer.row(entity.known).qid


def test_collect_keeps_only_what_is_used(read: Callable[..., Any]) -> None:
    """A delegation brings the state that it represents, and nothing else comes along."""
    found = read("An Azeri delegation met miners in Oslo.")
    entities, mentions, _ = collect(found.cast, found.article, found.resolved("delegation"))
    assert [entity.id for entity in entities] == ["azerbaijan", "azeri-delegation"]
    assert [(mention.quote, mention.entity) for mention in mentions] == [("An Azeri delegation", "azeri-delegation")]


def test_collect_takes_entities_without_words(read: Callable[..., Any]) -> None:
    """An entity that is understood is kept although no mention stands for it."""
    found = read("An Azeri delegation met miners in Oslo.")
    entities, mentions, _ = collect(found.cast, found.article, (), ["azerbaijan"])
    assert ([entity.id for entity in entities], mentions) == (["azerbaijan"], ())


# text, a word of the person's mention, post, organisation, the term's EDTF
POSTS = [
    ("Prime Minister Benjamin Netanyahu spoke.", "Netanyahu", "Prime Minister", "israel", "2009-03-31/2021-06-13"),
    ("Azeri President Ilham Aliyev spoke.", "Aliyev", "President", "azerbaijan", "2003-10-31/.."),
    ("Then-Defense Minister Moshe Yaalon spoke.", "Yaalon", "Defense Minister", "israel", "2013-03-18/2016-05-22"),
    ("Minister Zeev Elkin spoke to Israel Radio.", "Elkin", "Minister", "israel", "2016/2020"),
    ("Zehava Galon, a Knesset member at the time, spoke.", "Galon", "Knesset member", "knesset", None),
    ("Ghanaian Energy Minister Yaw Mensah-Dankwa spoke.", "Dankwa", "Energy Minister", "ghana", None),
    ("Mayor Adaeze Okonjo-Bright spoke.", "Adaeze", "Mayor", None, None),
    ("Togo's Foreign Minister Komla Adzo-Ferris spoke.", "Komla", "Foreign Minister", "togo", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "post", "body", "edtf"), POSTS)
def test_post_becomes_a_tenure(
    read: Callable[..., Any], text: str, word: str, post: str, body: str | None, edtf: str | None
) -> None:
    """The words before or after a name give post and organisation; dates come from the gazetteer."""
    found = read(text, MAY_2018)
    (hit,) = found.resolved(word)
    (identifier,) = held_by(found.cast, hit)
    (tenure,) = [each for each in found.cast.tenures if each.id == identifier]
    assert (tenure.person, tenure.post, tenure.organization) == (hit.entity, post, body)
    assert (tenure.when.edtf if tenure.when else None) == edtf
    assert tenure.when is None or (tenure.when.basis == "inferred" and "gazetteer" in tenure.when.why[0])


def test_calling_is_no_post(read: Callable[..., Any]) -> None:
    """A lawyer holds no office."""
    assert read("The lawyer Tomas Verhulst spoke.").cast.tenures == ()


def test_office_without_a_name_finds_its_holder(read: Callable[..., Any]) -> None:
    """`Meretz chairwoman` is the article's person who held that post then, which confirms the bare surname."""
    text = "Meretz chairwoman called for a debate. Israel did not respond to Zandberg's motion."
    found = read(text, MAY_2018)
    (entity,) = found.entities("chairwoman")
    assert (entity.label, entity.known) == ("Tamar Zandberg", "person/tamar-zandberg")
    assert found.entities("Zandberg")[0].id == entity.id
    undated = read(text.replace("Meretz chairwoman", "A critic"), MAY_2018).entities("Zandberg")[0]
    assert undated.known is None


def test_invented_bearer_of_a_known_surname_is_not_linked(read: Callable[..., Any]) -> None:
    """Sharing a surname with somebody known is no link, nor even a close match, when the given name differs."""
    (entity,) = read("Finance Minister Oddvar Netanyahu resigned in Oslo.").entities("Oddvar")
    assert (entity.known, entity.wikidata) == (None, None)
    assert entity.link is None or entity.link.close is None
