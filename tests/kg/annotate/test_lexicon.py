"""Does each sense of the lexicon hold where it says it does, and who hears of a faulty entry?"""

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.engine import Trigger
from kg.annotate.lexicon import Lexicon, fine_type, load_lexicon, sense_of
from kg.annotate.lexicon.syntax import relations
from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.model import EventClass

ENTRY = """\
- id: visit.v
  lemma: visit
  pos: verb
  class: Visit
  type: visit
  example: She visited Rome.
  counter_example: It was late.
"""


def found(doc: Doc, lexicon: Lexicon) -> set[str]:
    """The identifiers of all senses in a text."""
    return {sense.id for i in range(len(doc)) if (sense := sense_of(doc, i, lexicon)) is not None}


def test_each_example_shows_its_sense_and_each_counter_example_does_not(nlp: Language, lexicon: Lexicon) -> None:
    """An entry that its own example does not show, or that its counter-example shows too, is not fit to ship."""
    texts = [text for sense in lexicon.senses for text in (sense.example, sense.counter_example)]
    docs = iter(nlp.pipe(texts, batch_size=128, disable=["ner"]))
    faults = []
    for sense in lexicon.senses:
        shows, hides = found(next(docs), lexicon), found(next(docs), lexicon)
        if sense.id not in shows or sense.id in hides:
            faults.append((sense.id, sorted(shows), sorted(hides)))
    assert faults == []


def test_the_lexicon_covers_every_class_and_plover_category(lexicon: Lexicon) -> None:
    """No event class and no PLOVER category is without a word."""
    assert {sense.cls for sense in lexicon.senses} == set(EventClass.__args__)  # type: ignore[attr-defined]
    assert len({sense.plover for sense in lexicon.senses} - {None}) == 16
    assert len(lexicon.senses) >= 800


def test_the_same_folder_gives_the_same_lexicon(lexicon: Lexicon) -> None:
    """Loading twice gives equal records in the same order."""
    assert load_lexicon() == lexicon


def folder_with(tmp_path: Path, name: str, text: str) -> Path:
    """A lexicon folder with the shipped lists and one file of the test's own."""
    for shipped in ("reporting.yaml", "items.yaml"):
        (tmp_path / shipped).write_bytes((find_data("seeds/lexicon") / shipped).read_bytes())
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_of_ones_own_is_read(tmp_path: Path) -> None:
    """A lexicon is a folder, not a part of the program."""
    assert [s.id for s in load_lexicon(folder_with(tmp_path, "mine.yaml", ENTRY)).senses] == ["visit.v"]


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        ("mine.yaml", ENTRY + "- id: [broken\n", 9, "malformed YAML"),
        ("mine.yaml", ENTRY.replace("Visit", "Picnic"), 4, "class"),
        ("mine.yaml", ENTRY.replace("  type: visit\n", ""), 1, "type"),
        ("mine.yaml", ENTRY + "  colour: red\n", 8, "colour"),
        ("mine.yaml", ENTRY + ENTRY, 8, "taken"),
        ("mine.yaml", ENTRY + "  object: [$cheese]\n", 1, "cheese"),
        ("mine.yaml", "visit: yes\n", 1, "list of entries"),
        ("mine.yaml", "", 1, "empty"),
        ("items.yaml", "arms: guns\n", 1, "arms"),
        ("reporting.yaml", "cues: []\n", 1, "sections"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, name: str, text: str, line: int, says: str) -> None:
    """Whoever edits the lexicon is told where the fault stands."""
    folder = folder_with(tmp_path, name, text)
    with pytest.raises(OntologyError, match=says) as caught:
        load_lexicon(folder)
    assert f"{folder / name}:{line}:" in str(caught.value)


def test_a_missing_list_is_a_fault(tmp_path: Path) -> None:
    """A folder without the word lists cannot be used."""
    with pytest.raises(OntologyError, match=r"reporting\.yaml"):
        load_lexicon(tmp_path)


@pytest.mark.parametrize(
    ("text", "word", "cls", "kind"),
    [
        ("Israel sold drones to Chile.", "sold", "Transfer", "arms-sale"),
        ("Israel sold wheat to Chile.", "sold", "Transfer", "sale"),
        ("Chile bought anti-tank missiles from Israel.", "bought", "Transfer", "arms-sale"),
        ("Norway supplied gas to Poland.", "supplied", "Transfer", "energy-supply"),
        ("Drones were sold to Chile by Israel.", "sold", "Transfer", "arms-sale"),
        ("The king dismissed the general.", "dismissed", "PoliticalAct", "dismissal"),
        ("The army dismissed the report.", "dismissed", "Communication", "deny-accusation"),
        ("The army dismissed the report.", "dismissed", "Conflict", "conflict"),
        ("It was a fine picnic.", "picnic", "Meeting", "meeting"),
        ("It was a fine picnic.", "picnic", "PoliticalAct", "political-act"),
    ],
)
def test_the_fine_type_follows_class_and_item(
    nlp: Language, lexicon: Lexicon, text: str, word: str, cls: EventClass, kind: str
) -> None:
    """The sense names the type if its class agrees with the trigger's; what is handed over may narrow it."""
    doc = nlp(text)
    token = next(t.i for t in doc if t.text == word)
    trigger = Trigger(
        token=token, start=token, end=token + 1, cls=cls, plover=None, verb="asserts", probability=1.0, rule="test"
    )
    assert fine_type(doc, trigger, lexicon) == kind


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("Israel sold arms to Chile.", "sold", {"nsubj": ["Israel"], "dobj": ["arms"], "prep_to": ["Chile"]}),
        ("Arms were sold to Chile by Israel.", "sold", {"nsubj": ["Israel"], "dobj": ["arms"], "prep_to": ["Chile"]}),
        ("Greece and Turkey held talks.", "talks", {"nsubj": ["Greece", "Turkey"]}),
        ("Israel agreed to sell arms.", "sell", {"nsubj": ["Israel"], "dobj": ["arms"]}),
        ("The rebels attacked and burned the town.", "burned", {"nsubj": ["rebels"], "dobj": ["town"]}),
        ("The man who shot the guard fled.", "shot", {"nsubj": ["man"], "dobj": ["guard"]}),
        ("The captain told his men to wait.", "told", {"clause": ["wait"], "infinitive": ["wait"]}),
        ("The captain told his men that it rained.", "told", {"clause": ["rained"], "infinitive": []}),
    ],
)
def test_relations_are_logical(nlp: Language, text: str, word: str, wanted: dict[str, list[str]]) -> None:
    """Voice, control, coordination, relative clauses and support verbs do not hide who did it."""
    doc = nlp(text)
    got = relations(next(t for t in doc if t.text == word), frozenset({"hold"}))
    assert {name: [t.text.lower() for t in got.get(name, ())] for name in wanted} == {
        name: [text.lower() for text in texts] for name, texts in wanted.items()
    }
