"""Which types and properties does the service know things by?

They are those of the ontology, under their local names, so that `schemaSpace` and a name make the term's IRI; terms
of other vocabularies carry their prefix.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kg import iri
from kg.model import EntityKind
from kg.ontology.terms import Term, read_terms
from kg.vocabulary import PREFIXES

KINDS: tuple[EntityKind, ...] = ("Person", "Organization", "Group", "State", "Place", "Item")
_TYPES = ("Actor", *KINDS)
_WITHOUT_DOMAIN = frozenset((
    "guestIn", "hostOf", "metWith", "partyIn", "representedBy", "suppliedTo", "supplierIn", "wikidataId",
    "wikidataItem",
))  # fmt: skip
"""Properties of things that the ontology leaves without a domain; its others without one are of events and claims."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A type of things: identifier, name, meaning, and the identifiers of the types right above it."""

    id: str
    name: str
    meaning: str
    broader: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """A property of things; `kinds` are the types whose things can have it."""

    id: str
    iri: str
    name: str
    meaning: str
    kinds: frozenset[str]


def _foreign(name: str, label: str, meaning: str, *kinds: str) -> Property:
    prefix, _, local = name.partition(":")
    return Property(id=name, iri=PREFIXES[prefix] + local, name=label, meaning=meaning, kinds=frozenset(kinds))


@cache
def types() -> Mapping[str, Kind]:
    """The types by identifier, the widest first."""
    terms = {term.name: term for term in read_terms() if term.kind == "class"}
    return MappingProxyType({name: _kind(terms[name]) for name in _TYPES})


def _kind(term: Term) -> Kind:
    above = tuple(name for name in term.supers if name in _TYPES)
    return Kind(id=term.name, name=term.label, meaning=term.comment, broader=above)


@cache
def properties() -> Mapping[str, Property]:
    """The properties by identifier."""
    own = [_property(term) for term in read_terms() if term.kind != "class"]
    foreign = (
        _foreign("skos:altLabel", "also called", "Another name of the thing.", *_TYPES),
        _foreign("schema:roleName", "post held", "A post that the person has held, oldest first.", "Person"),
        _foreign("geo:lat", "latitude", "Degrees north, WGS 84.", "State", "Place"),
        _foreign("geo:long", "longitude", "Degrees east, WGS 84.", "State", "Place"),
    )
    found = [*(one for one in own if one.kinds), *foreign]
    return MappingProxyType({one.id: one for one in sorted(found, key=lambda one: one.id)})


def _property(term: Term) -> Property:
    every = term.name in _WITHOUT_DOMAIN
    kinds = frozenset(name for name in _TYPES if every or above(name) & set(term.domains))
    return Property(id=term.name, iri=term.iri, name=term.label, meaning=term.comment, kinds=kinds)


@cache
def above(name: str) -> frozenset[str]:
    """A type and all that are wider."""
    return frozenset({name}).union(*map(above, types()[name].broader))


def find_type(name: str) -> Kind | None:
    """The type of an identifier, which may be written as an IRI or with its prefix."""
    return types().get(_local(name))


def find_property(name: str) -> Property | None:
    """The property of an identifier, which may be written as an IRI or with its prefix."""
    known = properties()
    return known.get(_local(name)) or next((one for one in known.values() if one.iri == name), None)


def _local(name: str) -> str:
    return name.removeprefix(iri.ONTOLOGY).removeprefix("dl:")
