"""How are names read by somebody who knows no ontology, and when they are very long?"""

import re

from kg.vocabulary import shorten

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SAID = {
    "rdf:type": "is a",
    "rdfs:label": "name",
    "skos:prefLabel": "name",
    "skos:altLabel": "other name",
    "skos:note": "note",
    "skos:broader": "kind of",
    "skos:inScheme": "stands in the list",
    "dct:type": "type of event",
    "dct:subject": "category",
    "dct:license": "licence",
    "prov:specializationOf": "tells, with others",
    "prov:wasDerivedFrom": "read from",
    "geo:lat": "latitude",
    "geo:long": "longitude",
    "schema:amount": "figure",
    "schema:name": "name in the article",
    "schema:headline": "headline",
    "schema:publisher": "publisher",
    "schema:author": "author",
    "schema:url": "address",
    "schema:datePublished": "published",
}


def spell(name: str) -> str:
    """`PoliticalAct` as `Political act`; a name of one word as it stands."""
    first, *others = _HUMP.sub(" ", name).split(" ")
    return " ".join((first, *(word.lower() for word in others)))


def spell_term(term: str) -> str:
    """A property's or a thing's IRI, when it has no label: in words, else shortened."""
    short = shorten(term)
    if short in _SAID:
        return _SAID[short]
    if short.startswith("dl:"):
        return spell(short.removeprefix("dl:")).lower()
    return "a claim" if short.startswith("dli:") and "/claim/" in short else short


def brief(words: str, most: int = 140) -> str:
    """A text of at most so many characters, cut between words where there are some."""
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
