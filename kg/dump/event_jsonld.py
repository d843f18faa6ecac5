"""What do events look like as JSON-LD, with their claims inside?

JSON-LD 1.1 (W3C Recommendation of 16 July 2020), one event a line between a context and the end. The context is
published as a file of its own too, and stands in the dump whole, so that nobody has to fetch anything to read it.
Read as RDF the dump says nothing that the graph does not say.
"""

import json
from collections.abc import Mapping

from pyoxigraph import Literal

from kg import iri
from kg.dump.event_records import ROLES, EventRecord, Saying, Thing
from kg.vocabulary import DCT, GEO, OA, RDFS, XSD

_ENGLISH = "en"
_ROLE_TERMS = {role: f"has{role.capitalize()}" for role in ROLES} | {"via": "viaPlace"}
_SAID = {"asserts": "assertedIn", "reports": "reportedIn", "denies": "deniedIn", "envisages": "envisagedIn"}
_LINK = {"@type": "@id"}

CONTEXT: Mapping[str, object] = {
    "@version": 1.1,
    "@vocab": iri.ONTOLOGY,
    "id": "@id",
    "type": "@type",
    "label": {"@id": RDFS.label.value, "@language": _ENGLISH},
    "eventType": {"@id": DCT.type.value, "@type": "@id"},
    "earliest": {"@type": XSD.date.value},
    "latest": {"@type": XSD.date.value},
    "confidence": {"@type": XSD.decimal.value},
    "latitude": {"@id": GEO.lat.value, "@type": XSD.decimal.value},
    "longitude": {"@id": GEO.long.value, "@type": XSD.decimal.value},
    "exact": OA.exact.value,
    "hasSelector": {"@id": OA.hasSelector.value, "@type": "@id"},
    "hasPlace": _LINK,
    "wikidataItem": _LINK,
    "attributedTo": _LINK,
    "evidence": _LINK,
    "statedIn": _LINK,
    **dict.fromkeys(_ROLE_TERMS.values(), _LINK),
    **{term: {"@reverse": iri.ONTOLOGY + verb} for verb, term in _SAID.items()},
}
"""Every term of the dump. Claims hang on their event by the reverse of the claim's verb."""


def context_document() -> str:
    """The context as a document that other JSON-LD can name."""
    return json.dumps({"@context": CONTEXT}, ensure_ascii=False, indent=2) + "\n"


def to_object(event: EventRecord) -> str:
    """An event as one line of JSON."""
    found: dict[str, object] = {
        "id": event.iri,
        "type": list(event.types),
        "label": _words(event.label),
        "eventType": event.kind.iri if event.kind else None,
        "edtf": event.edtf,
        "earliest": event.earliest,
        "latest": event.latest,
        "timeBasis": event.basis,
        "hasPlace": _thing(event.place),
    }
    for role, thing in event.roles:
        _append(found, _ROLE_TERMS[role], _thing(thing))
    for saying in event.sayings:
        _append(found, _SAID[saying.verb], _claim(saying))
    return json.dumps(_known(found), ensure_ascii=False)


def _append(found: dict[str, object], term: str, value: object) -> None:
    held = found.setdefault(term, [])
    if isinstance(held, list):
        held.append(value)


def _claim(saying: Saying) -> dict[str, object]:
    return _known(
        {
            "id": saying.iri,
            "type": "Claim",
            "attributedTo": _thing(saying.source),
            "certainty": saying.certainty,
            "confidence": saying.confidence,
            "statedIn": _thing(saying.article),
            "evidence": [
                {"id": quote.evidence, "hasSelector": {"id": quote.selector, "exact": quote.words}}
                for quote in saying.quotes
            ],
        }
    )


def _thing(thing: Thing | None) -> dict[str, object] | None:
    if thing is None:
        return None
    return _known(
        {
            "id": thing.iri,
            "label": _words(thing.label),
            "wikidataItem": thing.item,
            "latitude": thing.latitude,
            "longitude": thing.longitude,
        }
    )


def _words(label: Literal | None) -> object:
    """A plain string in the language of the context, else a value object."""
    if label is None:
        return None
    if label.language == _ENGLISH:
        return label.value
    return {"@value": label.value} | ({"@language": label.language} if label.language else {})


def _known(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}
