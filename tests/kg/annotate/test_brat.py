"""Can a brat standoff file be read back?"""

import re

from hypothesis import given
from strategies import TEXT, annotations, make_annotation, make_article

from kg.annotate.brat import to_brat
from kg.model import Annotation


@given(annotations())
def test_every_line_is_brats_and_tells_what_the_annotation_does(annotation: Annotation) -> None:
    """Text-bound lines quote the text; events name triggers and roles; two attributes an event give its claim."""
    lines = [line.split("\t") for line in to_brat(annotation).split("\n")]
    names = [name for name, *_ in lines]
    assert len(set(names)) == len(names)
    bound = {name: (fields.split(), words[0]) for name, fields, *words in lines if name.startswith("T")}
    for (_, start, end), words in bound.values():
        assert TEXT[int(start) : int(end)] == words
    events = [fields for name, fields, *_ in lines if name.startswith("E")]
    assert [re.split(r"[: ]", fields)[0] for fields in events] == [event.cls for event in annotation.events]
    assert {name for fields in events for name in re.findall(r":(\w+)", fields)} <= bound.keys()
    attributes = [fields.split() for name, fields, *_ in lines if name.startswith("A")]
    assert [verb for kind, _, verb in attributes if kind == "Claim"] == [claim.verb for claim in annotation.claims]


def test_roles_point_to_the_words_of_their_actors() -> None:
    """The guest of the visit is Ada Lund's line."""
    text = to_brat(make_annotation(make_article()))
    assert "E1\tVisit:T5 guest:T1 host:T2" in text.split("\n")
    assert "T1\tPerson 38 46\tAda Lund" in text.split("\n")
