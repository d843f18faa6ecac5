"""What do foreign tables and dumps of one city and one person look like?"""

import json
from collections.abc import Callable
from typing import TypeAlias

from kg.gazetteer.intake.found import Conflict
from kg.gazetteer.lookup import Gazetteer
from kg.model import Rejection

Told: TypeAlias = list[Rejection | Conflict]
Import: TypeAlias = Callable[..., tuple[Gazetteer, Told]]
"""From the text of a file, and its name, to the gazetteer with it and what was told of it."""
HEAD = "item,itemLabel,itemAltLabel,type,country,coord,within,sitelinks,officeLabel,start,end\n"
CITY = "http://www.wikidata.org/entity/Q900000001,Testopolis,Testo,Q515,Q801,Point(35.1 32.2),,12,,,\n"
PERSON = "Q900000002,Jane Testova,J. Testova,human,Israel,,,3,Minister of Testing,2001-02-03,2005\n"
AS_JSON = json.dumps({
    "head": {"vars": ["item", "itemLabel", "alias", "type", "country", "lat", "lon"]},
    "results": {"bindings": [{
        "item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q900000001"},
        "itemLabel": {"type": "literal", "value": "Testopolis"},
        "alias": {"type": "literal", "value": "Testopolis too"},
        "type": {"type": "uri", "value": "http://www.wikidata.org/entity/Q515"},
        "country": {"type": "uri", "value": "http://www.wikidata.org/entity/Q801"},
        "lat": {"type": "literal", "value": "32.2"}, "lon": {"type": "literal", "value": "35.1"},
    }]},
})  # fmt: skip


def entity(qid: str, label: str, kind: str, **claims: object) -> str:
    """One line of a dump."""

    def statement(value: object, **more: object) -> dict[str, object]:
        return {"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, **more}

    whole = {"P31": [statement({"id": kind})]} | {prop: [statement(value)] for prop, value in claims.items()}
    return json.dumps({"type": "item", "id": qid, "labels": {"en": {"value": label}}, "claims": whole,
                       "aliases": {"en": [{"value": f"{label} too"}]}, "sitelinks": {"enwiki": {}}})  # fmt: skip
