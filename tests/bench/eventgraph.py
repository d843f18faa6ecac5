"""What do the SPARQL engines of the benchmark hold, and what are they asked?

A graph of news events in the shape of the ontology, the same on every machine and of the same shape at every size:
articles of six events, each with its class, type, date bounds, actors and place, and one or two claims with their
sources. The questions are the sixteen of a timeline, each with one right answer: where it takes the first rows, their
order is total.
"""

import random
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg import iri
from kg.store.draft import begin_draft, publish, write_records
from kg.store.snapshot import FORMAT, Manifest
from kg.vocabulary import DCT, DL, PREFIXES, RDF, RDFS, SKOS, XSD

CLASSES = ("Visit", "Meeting", "Communication", "Transfer", "Conflict", "PoliticalAct", "Movement", "Situation")
VERBS = ("asserts",) * 6 + ("reports",) * 2 + ("denies", "envisages")
COUNTRIES = 40
WORDS = ("talks", "accord", "raid", "embargo", "summit", "strike", "treaty", "convoy", "ballot", "harvest")


def write_graph(path: Path, size: int) -> int:
    """Writes about `size` quads as N-Quads; how many events there are."""
    chance = random.Random(7)  # noqa: S311 - a fixed stream of numbers, not a secret
    written, events = 0, 0
    with path.open("wb") as file:
        for quads in chain([[*_background()]], ([*_article(number, chance)] for number in count())):
            serialize(quads, output=file, format=RdfFormat.N_QUADS)
            written += len(quads)
            if written >= size:
                return events
            events += 6
    return events


def publish_graph(quads: Path, data: Path, size: int) -> None:
    """The current snapshot of a data folder, of `size` quads in a file of N-Quads; it has a store and no dumps."""
    manifest = Manifest(
        format=FORMAT, id="bench", program="0", ontology="0", reasoner="none", engines={}, counts={"asserted": size}
    )
    with begin_draft(data) as draft:
        store = Store(str(draft / "store"))
        store.bulk_load(path=quads, format=RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        del store
        (draft / "dumps").mkdir()
        write_records(draft, (), (), manifest)
        publish(draft, data, "bench")


def _background() -> Iterator[Quad]:
    graph = NamedNode(iri.mint_graph("gazetteer"))
    for number in range(COUNTRIES * 10):
        place, country = _node("place", number), _node("country", number % COUNTRIES)
        yield Quad(place, RDF.type, DL.Place, graph)
        yield Quad(place, RDFS.label, Literal(f"Place {number}"), graph)
        yield Quad(place, DL.within, country, graph)
    for number in range(COUNTRIES):
        yield Quad(_node("country", number), RDF.type, DL.State, graph)
        yield Quad(_node("country", number), RDFS.label, Literal(f"Country {number}"), graph)
    for number, name in enumerate(WORDS):
        yield Quad(_node("type", number), SKOS.prefLabel, Literal(name), graph)


def _node(kind: str, number: int) -> NamedNode:
    return NamedNode(iri.mint_part("bench", kind, str(number)))


def _article(number: int, chance: random.Random) -> Iterator[Quad]:
    graph, article = NamedNode(iri.mint_article_graph(f"a{number}")), _node("article", number)
    yield Quad(article, RDF.type, DL.NewsArticle, graph)
    yield Quad(article, RDFS.label, Literal(f"Headline {number}"), graph)
    for place in range(2):
        actor = _node("actor", 2 * number + place)
        yield Quad(actor, RDF.type, chance.choice((DL.Person, DL.Organization, DL.State)), graph)
        yield Quad(actor, RDFS.label, Literal(f"Actor {2 * number + place}"), graph)
    for place in range(6):
        yield from _event(6 * number + place, article, graph, chance)


def _event(number: int, article: NamedNode, graph: NamedNode, chance: random.Random) -> Iterator[Quad]:
    event, known = _node("event", number), max(number // 3, 2)
    kind, word = chance.choice(CLASSES), chance.choice(WORDS)
    year, month, day = chance.randint(1950, 2024), chance.randint(1, 12), chance.randint(1, 28)
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF.type, DL.Event),
        (RDF.type, DL[kind]),
        (RDFS.label, Literal(f"{kind} {number}: {word}")),
        (DCT.type, _node("type", WORDS.index(word))),
        (DL.edtf, Literal(f"{year}-{month:02}-{day:02}")),
        (DL.earliest, Literal(f"{year}-{month:02}-{day:02}", datatype=XSD.date)),
        (DL.hasAgent, _node("actor", _skewed(known, chance))),
        (DL.hasTarget, _node("actor", _skewed(known, chance))),
        (DL.hasPlace, _node("place", chance.randrange(COUNTRIES * 10))),
    ]
    if chance.random() < 0.9:
        said.append((DL.latest, Literal(f"{year}-{month:02}-28", datatype=XSD.date)))
    yield from (Quad(event, predicate, value, graph) for predicate, value in said)
    for place in range(1 + (chance.random() < 0.3)):
        claim = _node("claim", 2 * number + place)
        yield Quad(claim, RDF.type, DL.Claim, graph)
        yield Quad(claim, DL[chance.choice(VERBS)], event, graph)
        yield Quad(claim, DL.statedIn, article, graph)
        yield Quad(claim, DL.attributedTo, _node("actor", _skewed(known, chance)), graph)


def _skewed(known: int, chance: random.Random) -> int:
    """Few actors are in most of the news."""
    return int(known * chance.random() ** 3)


def point_query(number: int) -> str:
    """Everything that is said of one event."""
    return f"SELECT ?p ?o WHERE {{ {_node('event', number)} ?p ?o }}"


_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dl", "dct", "rdfs", "skos", "xsd"))
_ACTOR, _COUNTRY = _node("actor", 1), _node("country", 7)
QUESTIONS = {
    "classes": "SELECT ?c (COUNT(DISTINCT ?e) AS ?n) { ?e a dl:Event , ?c FILTER(?c != dl:Event) } GROUP BY ?c",
    "one year": """SELECT ?e ?d { ?e dl:earliest ?d
        FILTER(?d >= "2014-01-01"^^xsd:date && ?d < "2015-01-01"^^xsd:date) } ORDER BY ?d ?e LIMIT 100""",
    "an actor": f"SELECT ?e ?d ?l {{ {{ ?e dl:hasAgent {_ACTOR} }} UNION {{ ?e dl:hasTarget {_ACTOR} }} "
    "?e dl:earliest ?d ; rdfs:label ?l } ORDER BY ?d ?e ?l LIMIT 200",
    "a country": f"SELECT ?e ?p {{ ?e a dl:Visit ; dl:hasPlace ?p . ?p dl:within {_COUNTRY} }}",
    "who met whom": """SELECT ?a ?b (COUNT(?e) AS ?n) { ?e a dl:Meeting ; dl:hasAgent ?a ; dl:hasTarget ?b
        FILTER(STR(?a) < STR(?b)) } GROUP BY ?a ?b ORDER BY DESC(?n) ?a ?b LIMIT 20""",
    "on whose word": f"SELECT ?e ?l {{ ?c dl:attributedTo {_ACTOR} ; dl:asserts ?e . ?e rdfs:label ?l }}",
    "contested": "SELECT ?e ?c ?d { ?c dl:asserts ?e . ?d dl:denies ?e }",
    "open ends": "SELECT (COUNT(?e) AS ?n) { ?e a dl:Event OPTIONAL { ?e dl:latest ?l } FILTER(!BOUND(?l)) }",
    "by year": """SELECT ?y (COUNT(?e) AS ?n) { ?e dl:earliest ?d BIND(SUBSTR(STR(?d), 1, 4) AS ?y) }
        GROUP BY ?y""",
    "before 1960": 'SELECT ?e ?l { ?e dl:latest ?l FILTER(?l < "1960-01-01"^^xsd:date) } ORDER BY ?l ?e LIMIT 500',
    "most active": """SELECT ?a (COUNT(?e) AS ?n) { ?e dl:hasAgent ?a } GROUP BY ?a
        ORDER BY DESC(?n) ?a LIMIT 20""",
    "words": """SELECT ?e ?l { ?e a dl:Conflict ; rdfs:label ?l FILTER(CONTAINS(LCASE(?l), "harvest")) }
        ORDER BY ?e LIMIT 300""",
    "types and places": """SELECT ?t ?c (COUNT(?e) AS ?n) { ?e dct:type/skos:prefLabel ?t ;
        dl:hasPlace/dl:within/rdfs:label ?c } GROUP BY ?t ?c""",
    "hearsay only": """SELECT (COUNT(DISTINCT ?e) AS ?n) { ?c dl:reports ?e
        FILTER NOT EXISTS { ?d dl:asserts ?e } }""",
    "busy sources": """SELECT ?s ?verb (COUNT(?c) AS ?n) { VALUES ?verb { dl:asserts dl:denies }
        ?c ?verb ?e ; dl:attributedTo ?s } GROUP BY ?s ?verb ORDER BY DESC(?n) ?s ?verb LIMIT 50""",
    "what came first": f"""SELECT ?e ?f {{ ?e dl:hasAgent {_ACTOR} ; dl:latest ?l ; a dl:Transfer .
        ?f dl:hasAgent {_ACTOR} ; dl:earliest ?s ; a dl:Conflict FILTER(?l < ?s) }} ORDER BY ?e ?f LIMIT 100""",
}
"""By name: the sixteen questions of a timeline, with their prefixes still to be put in front."""


def full_text(name: str) -> str:
    """A question as any engine takes it."""
    return _HEAD + QUESTIONS[name]
