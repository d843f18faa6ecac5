"""What does a page tell search engines in their own vocabulary?

schema.org as JSON-LD, for the page's data block. An event is said to have happened only where some article asserts
it; any other page is a page about something with a name. No day is given that is not the only possible one.
"""

from collections.abc import Mapping

from flask import json
from markupsafe import Markup

from kg.dump.timeline_events import TimelineEvent
from kg.vocabulary import DCT, DL, GEO, SCHEMA, SKOS
from server.pages.known import Described

_TYPES: Mapping[str, str] = {
    "Person": "Person",
    "Organization": "Organization",
    "Group": "Organization",
    "State": "Country",
    "Place": "Place",
    "NewsArticle": "NewsArticle",
}


def data_block(known: Described, event: TimelineEvent | None, page: str) -> Markup:
    """The JSON-LD of the page at an address, safe inside a script element."""
    about = _about(known, event)
    members = {"@context": "https://schema.org", "@type": "WebPage", "@id": page, "name": known.title, "url": page}
    text = json.dumps(members | ({"mainEntity": about} if about else {}), ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _about(known: Described, event: TimelineEvent | None) -> dict[str, object] | None:
    if event is not None:
        return _event(event) if "asserted" in event.standings and "contested" not in event.standings else None
    kind = _TYPES.get(known.kind)
    if kind is None:
        return None
    members: dict[str, object] = {"@type": kind, "@id": known.iri, "name": known.title}
    if kind == "NewsArticle":
        return members | _article(known)
    aliases = sorted({*known.texts(SKOS.altLabel)})
    items = known.texts(DL.wikidataItem)
    return (
        members
        | ({"alternateName": aliases} if aliases else {})
        | ({"sameAs": items} if items else {})
        | _point(known.texts(GEO.lat), known.texts(GEO["long"]))
    )


def _event(event: TimelineEvent) -> dict[str, object]:
    members: dict[str, object] = {"@type": "Event", "@id": event.iri, "name": event.label}
    if event.earliest and event.earliest == event.latest:
        members["startDate"] = members["endDate"] = event.earliest
    if event.place:
        members["location"] = {"@type": "Place", "@id": event.place.iri, "name": event.place.label}
    parties = [{"@id": party.iri, "name": party.label} for party in event.parties]
    return members | ({"contributor": parties} if parties else {})


def _article(known: Described) -> dict[str, object]:
    earliest, latest = known.texts(DL.earliest), known.texts(DL.latest)
    publishers = [row for row in known.statements if row["property"].text == DCT.publisher.value]
    values = {
        "headline": known.title,
        "url": next(iter(known.texts(SCHEMA.url)), None),
        "inLanguage": next(iter(known.texts(DCT.language)), None),
        "license": next(iter(known.texts(DCT.license)), None),
        "datePublished": earliest[0] if earliest and earliest == latest else None,
        "publisher": _publisher(publishers[0]) if publishers else None,
    }
    return {name: value for name, value in values.items() if value}


def _publisher(row: Mapping[str, object]) -> dict[str, object]:
    label = getattr(row.get("valueLabel"), "text", None)
    return {"@type": "Organization"} | ({"name": label} if label else {})


def _point(lat: list[str], long: list[str]) -> dict[str, object]:
    if not lat or not long:
        return {}
    return {"geo": {"@type": "GeoCoordinates", "latitude": float(lat[0]), "longitude": float(long[0])}}
