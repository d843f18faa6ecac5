"""Are misses, false alarms and confusions shown with the words that they are about?"""

import json
from dataclasses import replace

from strategies import TEXT, make_annotation, make_article

from kg.annotate.parse import load_parser, parse
from kg.evaluate.comparing import Compared, compare
from kg.evaluate.confusion import confuse
from kg.evaluate.gold import from_annotation
from kg.evaluate.mistakes import find_mistakes
from kg.evaluate.report import mistake_text, report, to_json, to_table
from kg.model import Annotation

ARTICLE = make_article()
GOLD = make_annotation(ARTICLE)
DOC = parse(ARTICLE, load_parser())


def compared(reading: Annotation) -> Compared:
    return compare(ARTICLE, reading, tuple(from_annotation(GOLD, DOC)), DOC)


def reading(event: int, **changes: object) -> Annotation:
    """The gold with one event told otherwise, or without it."""
    events = list(GOLD.events)
    events[event] = events[event].model_copy(update=changes)
    return GOLD.model_copy(update={"events": tuple(events)})


LOST = GOLD.model_copy(update={"claims": GOLD.claims[:1]})


def test_a_perfect_reading_has_no_mistake() -> None:
    """Nothing is shown where nothing differs."""
    assert list(find_mistakes([compared(GOLD)])) == []


def test_a_miss_is_shown_in_its_sentence() -> None:
    """The trigger in brackets, the gold, and nothing that was read."""
    (mistake,) = find_mistakes([compared(LOST)])
    assert (mistake.kind, mistake.read) == ("missed", None)
    assert mistake.sentence == "A paper said that Norway had [sold] drones to Chad."
    assert mistake.gold == "Transfer COOPERATE reports; supplier norway; recipient chad; said by a paper"
    assert mistake_text(mistake).splitlines()[0] == "envoy: missed"


def test_a_confusion_names_what_differs() -> None:
    """Class and category, the harmful fault of the claim first."""
    claims = (GOLD.claims[0], GOLD.claims[1].model_copy(update={"verb": "asserts", "sources": ()}))
    (mistake,) = find_mistakes([compared(reading(1, plover="AID").model_copy(update={"claims": claims}))])
    assert (mistake.kind, mistake.wrong) == ("confused", ("hearsay told as fact", "PLOVER", "source"))


def test_a_false_alarm_is_what_no_gold_has() -> None:
    """The other way round: the same words are invented where the gold lacks them."""
    whole = compared(GOLD)
    turned = replace(whole, gold=whole.gold[:1], found=whole.found[:1], invented=(whole.read[1],))
    (mistake,) = find_mistakes([turned])
    assert (mistake.kind, mistake.gold) == ("invented", None)
    assert "[sold]" in mistake.sentence


def test_the_confusion_table_counts_each_record_once() -> None:
    """A visit taken for a meeting, and a transfer that was missed."""
    found = confuse([compared(reading(0, cls="Meeting").model_copy(update={"claims": GOLD.claims[:1]}))], "cls")
    assert found.labels == ("Meeting", "Transfer", "Visit", "none")
    assert found.counts == ((0, 0, 0, 0), (0, 0, 0, 1), (1, 0, 0, 0), (0, 0, 0, 0))


def test_table_and_json_tell_the_same() -> None:
    """The strict F1 of a reading with one miss stands in both; the text is quoted exactly."""
    documents = [compared(LOST)]
    found = report(documents)
    fields = json.loads(to_json(found, find_mistakes(documents)))
    by_name = {row["name"]: row["estimate"]["value"] for row in fields["rows"]}
    assert by_name["strict: trigger F1"] == 2 / 3
    assert [line.split()[3] for line in to_table(found).splitlines() if line.startswith("strict: trigger F1")] == [
        "0.667"
    ]
    assert fields["mistakes"][0]["sentence"].replace("[", "").replace("]", "") in TEXT
