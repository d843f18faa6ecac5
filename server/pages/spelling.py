"""How are names read by somebody who knows no ontology, and when they are very long?"""

import re

from kg import iri
from kg.vocabulary import PREFIXES, shorten
from server.pages.graph import Row, text

CLAIMED = {"asserts": "asserted", "reports": "reported", "envisages": "envisaged", "denies": "denied"}
"""What each verb makes of its event."""
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
    "org:member": "held by",
    "org:organization": "in",
    "oa:SpecificResource": "passage of a text",
    "oa:TextQuoteSelector": "quoted words",
    "oa:TextPositionSelector": "place in a text",
    "oa:hasSelector": "chosen by",
    "oa:hasSource": "from",
    "oa:hasTarget": "of",
    "oa:hasBody": "proposes",
    "oa:exact": "words",
    "oa:prefix": "words before",
    "oa:suffix": "words after",
    "oa:start": "first character",
    "oa:end": "behind the last character",
    "dct:title": "title",
    "dct:language": "language",
    "dct:creator": "written by",
    "dct:publisher": "published by",
    "prov:Activity": "reading",
    "prov:used": "read",
    "prov:wasGeneratedBy": "read by",
    "prov:specializationOf": "tells, with others",
    "prov:wasDerivedFrom": "read from",
    "geo:lat": "latitude",
    "geo:long": "longitude",
    "http://semanticweb.cs.vu.nl/2009/11/sem/Event": "event of the Simple Event Model",
    "schema:amount": "figure",
    "schema:value": "number",
    "schema:currency": "currency",
    "schema:unitText": "unit",
    "schema:roleName": "post",
    "schema:sha256": "SHA-256 of the text",
    "schema:QuantitativeValue": "figure",
    "schema:MonetaryAmount": "sum of money",
    "skos:closeMatch": "may be",
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
    if term.startswith(iri.WIKIDATA):
        return f"{term.removeprefix(iri.WIKIDATA)} of Wikidata"
    if short.startswith("dli:"):
        return "a claim" if "/claim/" in short else short
    prefix, _, name = short.partition(":")
    return spell(name).lower() if prefix in PREFIXES and name else short


def tell(row: Row, name: str) -> str:
    """What a column of `statements.rq` or `mentions.rq` is called: its label, else what it holds, else its IRI."""
    if label := text(row, f"{name}Label"):
        return label
    if name != "property":
        if told := text(row, "told"):
            return f"claim: {told}"
        if quoted := text(row, "quoted"):
            return f"“{quoted}”"
        if "start" in row and "end" in row:
            return f"characters {text(row, 'start')} to {text(row, 'end')}"
        if "number" in row:
            return f"{text(row, 'number')} {text(row, 'unit')}".strip()
    return spell_term(text(row, name))


def brief(words: str, most: int = 140) -> str:
    """A text of at most so many characters, cut between words where there are some."""
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
