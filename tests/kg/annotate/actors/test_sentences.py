"""Does each word of a sentence find the right thing? One line a case, in the project's own sentences."""

from collections.abc import Callable
from typing import Any

import pytest

# text, word, role of the word, kind, known row (None: not known; "-": not asked), exact words of the mention
CASES: list[tuple[str, str, str, str, str | None, str]] = [
    # States, their adjectives, capitals
    ("Ghana signed a treaty with Togo.", "Ghana", "agent", "State", "state/ghana", "Ghana"),
    ("Ghana signed a treaty with Togo.", "Togo", "target", "State", "state/togo", "Togo"),
    ("The treaty binds the Republic of Ghana.", "Ghana", "target", "State", "state/ghana", "the Republic of Ghana"),
    ("The U.S. sent two ships to the region.", "U.S.", "agent", "State", "state/united-states", "The U.S."),
    ("Officials in the U.K. refused to comment.", "U.K.", "place", "State", "state/united-kingdom", "the U.K."),
    ("Norway’s parliament rejected the plan.", "Norway", "agent", "State", "state/norway", "Norway"),
    ("Oslo rejected the demand on Monday.", "Oslo", "agent", "State", "state/norway", "Oslo"),
    ("The ministers met in Oslo on Monday.", "Oslo", "place", "Place", "place/oslo", "Oslo"),
    ("Norway sold gas to Warsaw last year.", "Warsaw", "recipient", "State", "state/poland", "Warsaw"),
    ("The talks between Paris and Algiers broke down.", "Algiers", "agent", "State", "state/algeria", "Algiers"),
    ("Chile bought Swedish rifles in May.", "Swedish", "supplier", "State", "state/sweden", "Swedish"),
    ("The Swedish navy seized a trawler.", "navy", "agent", "Organization", None, "The Swedish navy"),
    ("The Swedes refused to sign.", "Swedes", "agent", "Group", None, "The Swedes"),
    ("Kenya and Uganda agreed to reopen the border. Ugnada had closed it in May.",
     "Ugnada", "agent", "State", "state/uganda", "Ugnada"),
    ("Peru protested. The Peruvain army moved north.", "Peruvain", "agent", "State", "state/peru", "Peruvain"),
    ("Fighting went on in eastern Ukraine.", "Ukraine", "place", "Place", None, "eastern Ukraine"),
    ("Rebels took the town of Goma on Friday.", "Goma", "place", "Place", "-", "Goma"),
    ("Shells fell on Nagorno-Karabakh.", "Nagorno", "place", "Place", "place/nagorno-karabakh", "Nagorno-Karabakh"),
    ("Hong Kong banned the march.", "Hong", "agent", "Place", "place/hong-kong", "Hong Kong"),
    # Organisations
    ("The Mossad recruited a clerk.", "Mossad", "agent", "Organization", "organization/mossad", "The Mossad"),
    ("The IAEA sent inspectors to Tehran.",
     "IAEA", "agent", "Organization", "organization/international-atomic-energy-agency", "The IAEA"),
    ("The U.N. condemned the attack.", "U.N.", "agent", "Organization", "organization/united-nations", "The U.N."),
    ("Al-Jarida reported the deal.", "Al", "src", "Organization", "organization/al-jarida", "Al-Jarida"),
    ("The Kuwaiti paper Al-Jarida reported the deal.",
     "paper", "src", "Organization", "organization/al-jarida", "The Kuwaiti paper Al-Jarida"),
    ("Reuters quoted a diplomat.", "Reuters", "src", "Organization", "organization/reuters", "Reuters"),
    ("The finance ministry denied the report.", "ministry", "agent", "Organization", None, "The finance ministry"),
    ("Police arrested a teacher in Lima.", "Police", "agent", "Organization", None, "Police"),
    ("The Knesset passed a bill.", "Knesset", "agent", "Organization", "organization/knesset", "The Knesset"),
    ("The Jerusalem Courier reported the sale.", "Courier", "src", "Organization", None, "The Jerusalem Courier"),
    ("The National Union of Ghanaian Miners called a strike.",
     "Union", "agent", "Organization", None, "The National Union of Ghanaian Miners"),
    # Persons
    ("Prime Minister Benjamin Netanyahu flew to Baku.",
     "Netanyahu", "guest", "Person", "person/benjamin-netanyahu", "Prime Minister Benjamin Netanyahu"),
    ("Mayor Adaeze Okonjo-Bright opened the bridge.",
     "Adaeze", "agent", "Person", None, "Mayor Adaeze Okonjo-Bright"),
    ("The lawyer Tomas Verhulst filed a suit.", "Verhulst", "agent", "Person", None, "The lawyer Tomas Verhulst"),
    ("Police questioned the haulier Otto Brandquist.",
     "haulier", "target", "Person", None, "the haulier Otto Brandquist"),
    ("Colonel Amadou Traoré-Keita led the coup.", "Amadou", "agent", "Person", None, "Colonel Amadou Traoré-Keita"),
    ("Zuzana Horvatkova resigned on Monday.", "Zuzana", "agent", "Person", None, "Zuzana Horvatkova"),
    ("Jordan Baxterby, a trader, was arrested.", "Jordan", "target", "Person", None, "Jordan Baxterby"),
    ("General Wesley Turkey-Holt visited the base.",
     "General", "guest", "Person", None, "General Wesley Turkey-Holt"),
    # Unnamed persons, groups, items, places
    ("An Israeli source confirmed the report.", "source", "src", "Person", None, "An Israeli source"),
    ("A senior official denied the report.", "official", "src", "Person", None, "A senior official"),
    ("The tax minister resigned.", "minister", "agent", "Person", None, "The tax minister"),
    ("Gunmen killed 12 villagers.", "Gunmen", "agent", "Group", None, "Gunmen"),
    ("Gunmen killed 12 villagers.", "villagers", "target", "Group", None, "12 villagers"),
    ("Gunmen killed at least 12 people.", "people", "target", "Group", None, "at least 12 people"),
    ("An Azeri delegation visited Israel.", "delegation", "guest", "Group", None, "An Azeri delegation"),
    ("Several Israeli companies took part.", "companies", "agent", "Group", None, "Several Israeli companies"),
    ("The Mossad agents escaped on foot.", "agents", "agent", "Group", None, "The Mossad agents"),
    ("Students marched to the palace.", "Students", "agent", "Group", None, "Students"),
    ("Government troops shelled the town.", "troops", "agent", "Group", None, "Government troops"),
    ("Two trucks carried the files.", "trucks", "item", "Item", None, "Two trucks"),
    ("Israel sold weapons to Chad.", "weapons", "item", "Item", None, "weapons"),
    ("A military camp in northern Mali was attacked.",
     "camp", "place", "Place", None, "A military camp in northern Mali"),
    ("The wounded were flown out.", "wounded", "target", "Group", None, "The wounded"),
    ("Soldiers shot a shepherd who had crossed the line.", "shepherd", "target", "Person", None, "a shepherd"),
    ("Officials of the central bank met the minister.",
     "Officials", "agent", "Group", None, "Officials of the central bank"),
    ("Azeri media reported the sale.", "media", "src", "Group", None, "Azeri media"),
    ("The hospital treated six miners.", "hospital", "agent", "Organization", None, "The hospital"),
    ("The secretary-general of the United Nations welcomed the deal.",
     "secretary", "agent", "Person", None, "The secretary-general of the United Nations"),
    ("The crowd burned the Danish embassy on Friday night.",
     "embassy", "target", "Organization", None, "the Danish embassy"),
    ("Those who had fled came back.", "Those", "agent", "Group", None, "Those"),
    ("ALMATY - Chinese police arrested six traders.", "police", "agent", "Organization", None, "Chinese police"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "link", "kind", "known", "quote"), CASES)
def test_word_means(
    read: Callable[..., Any], text: str, word: str, link: str, kind: str, known: str | None, quote: str
) -> None:
    """The word's entity has the kind and row, and its mention the exact words."""
    found = read(text)
    (entity,) = found.entities(word, link)
    assert (entity.kind, found.quotes(word, link)) == (kind, (quote,))
    assert known in ("-", entity.known)


# text, word and its occurrence, word and occurrence that must mean the same (or, with False, something else)
SAME: list[tuple[str, tuple[str, int], tuple[str, int], bool]] = [
    ("Prime Minister Lars Holmqvist-Dahl flew home. Holmqvist-Dahl said nothing.",
     ("Lars", 1), ("Holmqvist", 2), True),
    ("Premier Ana Solberga met miners. She promised help.", ("Solberga", 1), ("She", 1), True),
    ("Minister Ivo Brandtner met Mrs Petra Lindholt. She promised help.", ("Lindholt", 1), ("She", 1), True),
    ("Ghana closed the border. It gave no reason.", ("Ghana", 1), ("It", 1), True),
    ("Rebels attacked the base. They killed a guard.", ("Rebels", 1), ("They", 1), True),
    ("A Danish delegation visited Ghana. The delegation stayed three days.",
     ("delegation", 1), ("delegation", 2), True),
    ("Danish officials visited Ghana. The delegation stayed three days.", ("officials", 1), ("delegation", 1), True),
    ("Danish officials visited Ghana. The Ghanaian delegation was late.", ("officials", 1), ("delegation", 1), False),
    ("A gunman shot a guard. Another gunman fled.", ("gunman", 1), ("gunman", 2), False),
    ("President Kofi Ansahwe said that his country would pay. Ghana is poor.", ("Ansahwe", 1), ("his", 1), True),
    ("The Azeri president visited Oslo. President Ilham Aliyev met miners.", ("president", 1), ("Aliyev", 1), True),
    ("Gazprom cut supplies. The company gave no reason.", ("Gazprom", 1), ("company", 1), True),
    ("The Knesset met. The parliament passed a bill.", ("Knesset", 1), ("parliament", 1), True),
    ("Petra Lindholt, a member of the Knesset at the time, resigned.", ("Lindholt", 1), ("member", 1), True),
    ("Oslo protested. The talks were held in Oslo.", ("Oslo", 1), ("Oslo", 2), False),
    ("The prosecutor, Luis Brandt-Ocaña, asked for a warrant.", ("prosecutor", 1), ("Ocaña", 1), True),
    ("An adviser to the president, Otto Brandquist, resigned.", ("adviser", 1), ("Brandquist", 1), True),
    ("An adviser to the president, Otto Brandquist, resigned.", ("president", 1), ("Brandquist", 1), False),
    ("The ministers, Otto Brandquist among them, left.", ("ministers", 1), ("Brandquist", 1), False),
    ("Sheikh Omar al-Qadir met Sheikh Nasir al-Qadir.", ("Omar", 1), ("Nasir", 1), False),
    ("Ada Lindholt resigned. Lindholt had quarrelled with Petra Solberga. She left Oslo.",
     ("Ada", 1), ("She", 1), True),
    ("A bus hit a lorry. The lorry burned.", ("lorry", 1), ("lorry", 2), True),
    ("Peru bought rifles. Chile bought other rifles.", ("rifles", 1), ("rifles", 2), False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "one", "other", "same"), SAME)
def test_same_thing(
    read: Callable[..., Any], text: str, one: tuple[str, int], other: tuple[str, int], same: bool
) -> None:
    """Two words mean the same entity, or they do not."""
    found = read(text)
    links = ["place" if word == "Oslo" and nth == 2 else "agent" for word, nth in (one, other)]
    first, second = (found.entities(word, link, nth) for (word, nth), link in zip((one, other), links, strict=True))
    assert first
    assert second
    assert (first[0].id == second[0].id) is same


def test_two_countries_are_the_two_states(read: Callable[..., Any]) -> None:
    """`The two countries` are the two states read last, one mention each."""
    found = read("An Azeri delegation visited Israel. The two countries signed a treaty.")
    assert {entity.known for entity in found.entities("countries")} == {"state/azerbaijan", "state/israel"}
    assert set(found.quotes("countries")) == {"The two countries"}


def test_two_countries_are_those_spoken_of_most(read: Callable[..., Any]) -> None:
    """A third state that is named once between is none of `the two countries`."""
    found = read("Peru and Chile met. Peru thanked Brazil for its help. Chile did so too. The two countries parted.")
    assert {entity.known for entity in found.entities("countries")} == {"state/peru", "state/chile"}


def test_two_countries_are_those_of_the_sentence_before(read: Callable[..., Any]) -> None:
    """A state that the article speaks of more often, but not there, is none of `the two countries`."""
    found = read(
        "Brazil met Peru. Brazil left. Brazil paid. Peru, an ally of Chile, protested. The two countries parted."
    )
    assert {entity.known for entity in found.entities("countries")} == {"state/peru", "state/chile"}


def test_shared_noun_gives_two_groups(read: Callable[..., Any]) -> None:
    """`Serbian and Croatian officials` are two groups, each acting for its own state."""
    found = read("Serbian and Croatian officials met in Vienna.")
    groups = found.entities("officials")
    assert [group.kind for group in groups] == ["Group", "Group"]
    assert {group.represents for group in groups} == {("serbia",), ("croatia",)}


def test_his_country_is_the_presidents(read: Callable[..., Any]) -> None:
    """`His country` is the state of whom `his` means."""
    found = read("President Ilham Aliyev flew to Israel. He said that his country had bought drones.")
    assert [entity.known for entity in found.entities("country")] == ["state/azerbaijan"]


def test_visited_country_is_not_the_visitors_own(read: Callable[..., Any]) -> None:
    """Whoever visits `the country` visits another than the own."""
    found = read("Azeri and Israeli officials met. It was agreed during Benjamin Netanyahu's visit to the country.")
    assert [entity.known for entity in found.entities("country", "host")] == ["state/azerbaijan"]


def test_who_acts_for_whom(read: Callable[..., Any]) -> None:
    """Delegations and agents act for their state or organisation, companies and smugglers do not."""
    found = read("An Azeri delegation met Mossad agents, Israeli companies and Iranian smugglers.")
    acting = {word: found.entities(word)[0].represents for word in ("delegation", "agents", "companies", "smugglers")}
    assert acting == {"delegation": ("azerbaijan",), "agents": ("mossad",), "companies": (), "smugglers": ()}


def test_leader_of_a_delegation_is_its_delegate(read: Callable[..., Any]) -> None:
    """`A delegation headed by X`: X is a delegate of it."""
    found = read("A Danish delegation, headed by the tax minister, stayed for three days.")
    assert found.entities("minister")[0].delegate_of == (found.entities("delegation")[0].id,)


def test_pronoun_without_antecedent_means_nobody(read: Callable[..., Any]) -> None:
    """A pronoun that nobody agrees with resolves to nothing rather than to a guess."""
    assert read("He was angry.").resolved("He") == ()
    assert read("Nobody came.").resolved("Nobody") == ()
    assert read("It is clear that Ghana won.").resolved("It") == ()


def test_report_tells_its_headline_again(read: Callable[..., Any]) -> None:
    """The indefinite group that a report introduces is the one of its headline."""
    found = read(
        "Danish delegation visits Ghana\n\nSenior Danish officials arrived in Accra on Monday.", headline=True
    )
    assert found.entities("delegation")[0].id == found.entities("officials")[0].id


def test_relative_pronoun_is_its_noun(read: Callable[..., Any]) -> None:
    """`Who` means the noun that its clause hangs on."""
    found = read("Soldiers shot a shepherd who had crossed the line.")
    assert found.entities("who")[0].id == found.entities("shepherd", "target")[0].id


def test_two_sides_are_the_two_that_the_text_sets_side_by_side(read: Callable[..., Any]) -> None:
    """`The two sides` are the bodies coordinated last, not the states that are spoken of."""
    found = read("Envoys met in Kenya, Sudan's neighbour. The navy and the Red Guards fought. The two sides agreed.")
    assert {entity.label for entity in found.entities("sides")} == {"The navy", "Red Guards"}
    found = read("The navy and the Red Guards fought. Togo, Ghana and Mali mediated. The two sides agreed.")
    assert {entity.label for entity in found.entities("sides")} == {"The navy", "Red Guards"}


def test_the_town_can_be_a_place_that_no_list_knows(read: Callable[..., Any]) -> None:
    """`The town` is the place named last, whether or not the gazetteer has it."""
    found = read("Envoys met in Nairobi. A strike hit El Zanzaf in May. Troops shelled the town.")
    assert [entity.label for entity in found.entities("town", "place")] == ["El Zanzaf"]


def test_what_one_is_accused_of_is_no_part_of_who_is_accused(read: Callable[..., Any]) -> None:
    """The `of` after `accused both sides` belongs to the verb."""
    assert read("Ghana accused both sides of war crimes.").quotes("sides") == ("both sides",)


def test_a_church_is_not_the_only_body_that_has_a_name(read: Callable[..., Any]) -> None:
    """A definite description of one sort of body does not take up a named body of another."""
    found = read("The Red Cross came. The organisation left. The mayor thanked the church.")
    assert found.entities("church") != found.entities("Red") == found.entities("organisation")


def test_whom_a_thing_is_handed_to_is_no_part_of_it(read: Callable[..., Any]) -> None:
    """After an object that is `of` somebody, `to` begins another phrase."""
    assert read("Rebels gave the daughter of a mayor to the Red Cross.").quotes("daughter") == (
        "the daughter of a mayor",
    )
