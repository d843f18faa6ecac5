"""Where on a map do events lie?

GeoJSON (RFC 7946): a point for each event whose place has coordinates, longitude first. An event whose place has
none, or that has no place, is not on the map: its country's middle would be a guess.
"""

import json

from kg.dump.event_records import EventRecord


def to_feature(event: EventRecord) -> str | None:
    """A Feature as one line of JSON; None for an event without coordinates."""
    place = event.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    feature = {
        "type": "Feature",
        "id": event.iri,
        "geometry": {"type": "Point", "coordinates": [float(place.longitude), float(place.latitude)]},
        "properties": {
            "label": event.label.value if event.label else None,
            "class": event.cls,
            "date": event.edtf,
            "earliest": event.earliest,
            "latest": event.latest,
            "place": place.label.value if place.label else None,
            "placeIri": place.iri,
            "standing": list(event.verbs),
        },
    }
    return json.dumps(feature, ensure_ascii=False)
