"""Which SPARQL query is the question of a form?

The patterns are the constants below. What a person wrote goes in as an IRI or a literal that pyoxigraph writes, so
that no text of a field can become part of a pattern.
"""

from collections.abc import Iterable, Iterator
from typing import get_args

from pyoxigraph import Literal, NamedNode

from kg.model import EventClass
from kg.vocabulary import DL, shorten
from server.ask.form import VERBS, Asking, event_types
from server.pages.names import Names

_HEAD = "SELECT DISTINCT ?when ?what ?who ?whom ?where ?verb ?source ?sentence ?article ?claim ?event WHERE {"
_EVENT = "  ?event rdfs:label ?what ; dl:edtf ?when ."
_DATES = "  OPTIONAL { ?event dl:earliest ?first }\n  OPTIONAL { ?event dl:latest ?last }"
_SURELY = 'dlf:certainlyWithin(COALESCE(?first, ""), COALESCE(?last, ""),'
_PERHAPS = '(BOUND(?first) || BOUND(?last)) && dlf:possiblyWithin(COALESCE(?first, ""), COALESCE(?last, ""),'
_WHO = "?event dl:hasAgent|dl:hasGuest ?actor . ?actor rdfs:label ?who"
_WHOM = "?event dl:hasTarget|dl:hasHost|dl:hasCounterparty ?other . ?other rdfs:label ?whom"
_WITH = "?event dl:hasTarget|dl:hasHost|dl:hasAgent|dl:hasGuest ?other . ?other rdfs:label ?whom"
_WHERE = "?event dl:hasPlace ?place . ?place rdfs:label ?where"
_IN = "?event dl:hasPlace/(dl:within|dl:inCountry)* ?area . ?event dl:hasPlace ?place . ?place rdfs:label ?where"
_CLAIM = "  ?claim ?verb ?event ; dl:statedIn/rdfs:label ?article ."
_SOURCE = "?claim dl:attributedTo ?origin . ?origin rdfs:label ?source"
_CHAIN = "?claim dl:attributedTo|dl:upstreamSource ?origin . ?origin rdfs:label ?source"
_SENTENCE = "  OPTIONAL { ?claim dl:evidence/oa:hasSelector/oa:exact ?sentence }"
_TAIL = "}\nORDER BY (!BOUND(?first)) ?first (!BOUND(?last)) ?when ?event ?claim ?who ?whom"
"""What has no first day comes last, after it what has no day at all: unbound is lowest (SPARQL 1.1 section 15.1)."""


def write_query(asking: Asking, names: Names) -> str:
    """The query; whatever the form holds, it is one that parses. Undeclared prefixes are those of the server."""
    return "\n".join(_lines(asking, names)) + "\n"


def _lines(asking: Asking, names: Names) -> Iterator[str]:
    yield _HEAD
    yield _EVENT
    yield from _kind(asking.did)
    yield _DATES
    if asking.when:
        yield _call("  FILTER(" + (_SURELY if asking.surely else _PERHAPS), Literal(asking.when))
    yield from _party(_WHO, "actor", "who", asking.who, names)
    yield from _party(_WITH if asking.whom else _WHOM, "other", "whom", asking.whom, names)
    if asking.who or asking.whom:
        yield "  FILTER(!BOUND(?other) || !BOUND(?actor) || ?actor != ?other)"
    yield from _place(asking.where, names)
    yield _values("verb", (DL[verb] for verb in VERBS if verb in asking.verbs))
    yield _CLAIM
    yield from _party(_CHAIN if asking.says else _SOURCE, "origin", "source", asking.says, names)
    yield _SENTENCE
    yield _TAIL


def _kind(did: str) -> Iterator[str]:
    if did in get_args(EventClass):
        yield " ".join(("  ?event a", shorten(DL[did].value), "."))
    elif did:
        yield " ".join(("  ?event dct:type/skos:broader*", write_term(NamedNode(event_types()[did].iri)), "."))


def _party(pattern: str, variable: str, label: str, asked: str, names: Names) -> Iterator[str]:
    """Somebody in a role: anybody, if there is one; those who bear the name; else whose label holds the words."""
    if not asked:
        yield " ".join(("  OPTIONAL {", pattern, "}"))
        return
    if meant := names.mean(asked):
        yield _values(variable, (NamedNode(name.iri) for name in meant))
        yield f"  {pattern} ."
        return
    yield f"  {pattern} ."
    yield _contains(label, asked)


def _place(asked: str, names: Names) -> Iterator[str]:
    """Somewhere: the place itself or one inside it."""
    if meant := names.mean(asked):
        yield _values("area", (NamedNode(name.iri) for name in meant))
        yield f"  {_IN} ."
    else:
        yield from _party(_WHERE, "place", "where", asked, names)


def _values(variable: str, terms: Iterable[NamedNode]) -> str:
    return " ".join((f"  VALUES ?{variable} {{", *(write_term(term) for term in terms), "}"))


def _contains(variable: str, words: str) -> str:
    return "".join(("  FILTER(CONTAINS(LCASE(?", variable, "), LCASE(", str(Literal(words)), ")))"))


def _call(opening: str, argument: Literal) -> str:
    return "".join((opening, " ", str(argument), "))"))


def write_term(term: NamedNode) -> str:
    """An IRI with its prefix where its local part may stand behind one."""
    short = shorten(term.value)
    prefix, _, local = short.partition(":")
    plain = local.isascii() and local.replace("-", "a").isalnum()
    return short if prefix and plain and not local.startswith("-") and short != term.value else str(term)
