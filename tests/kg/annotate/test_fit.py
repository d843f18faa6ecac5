"""Which roles do the kinds of entities allow?"""

import pytest
from scenes import make_cast, make_filler

from kg.annotate.fit import fit_roles
from kg.model import EventClass, Role

CAST = make_cast(
    israel="State", baku="State", lund="Person", oil="Item", fire="Item", city="Place", firm="Organization"
)


@pytest.mark.parametrize(
    ("cls", "given", "wanted"),
    [
        ("Transfer", {"baku": "supplier", "israel": "item"}, {"baku": "supplier", "israel": "recipient"}),
        ("Transfer", {"baku": "recipient", "israel": "item"}, {"baku": "recipient", "israel": "item"}),
        ("Transfer", {"baku": "supplier", "lund": "item"}, {"baku": "supplier", "lund": "recipient"}),
        ("Transfer", {"oil": "recipient", "firm": "supplier"}, {"oil": "item", "firm": "supplier"}),
        ("Transfer", {"oil": "supplier", "firm": "recipient"}, {"oil": "item", "firm": "recipient"}),
        ("Transfer", {"baku": "supplier", "oil": "item"}, {"baku": "supplier", "oil": "item"}),
        ("Visit", {"fire": "guest", "israel": "host"}, {"israel": "host"}),
        ("Meeting", {"oil": "agent", "lund": "agent"}, {"lund": "agent"}),
        ("Meeting", {"lund": "host", "firm": "host"}, {"lund": "agent", "firm": "agent"}),
        ("Meeting", {"lund": "host", "firm": "guest"}, {"lund": "host", "firm": "guest"}),
        ("Conflict", {"fire": "agent", "city": "target"}, {"fire": "item", "city": "item"}),
    ],
)
def test_kinds_decide_what_words_left_open(cls: EventClass, given: dict[str, Role], wanted: dict[str, Role]) -> None:
    """States are handed things, things give and visit nothing, and a meeting of hosts alone is one of equals."""
    fillers = [make_filler(role, entity) for entity, role in given.items()]
    assert {filler.entity: filler.role for filler in fit_roles(cls, fillers, CAST)} == wanted
