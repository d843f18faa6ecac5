"""Which synthetic graph of news events is reasoning measured on?

The same on every machine; its shape does not change with its size. Each article brings some 90 triples: actors,
a place, and events that mention earlier ones.
"""

import random
from collections.abc import Iterator
from pathlib import Path

NEWS = "http://example.org/news#"
PREFIXES = f"""@prefix : <{NEWS}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = """
:Politician rdfs:subClassOf :Person . :Person rdfs:subClassOf :Actor . :Group rdfs:subClassOf :Actor .
:Actor owl:disjointWith :Event . :City rdfs:subClassOf :Place . :Country rdfs:subClassOf :Place .
:Attack rdfs:subClassOf :Violence . :Meeting rdfs:subClassOf :Diplomacy . :Election rdfs:subClassOf :Politics .
:Violence rdfs:subClassOf :Event . :Diplomacy rdfs:subClassOf :Event . :Politics rdfs:subClassOf :Event .
:hasAttacker rdfs:subPropertyOf :hasActor . :hasVictim rdfs:subPropertyOf :hasActor .
:hasGuest rdfs:subPropertyOf :hasActor . :hasHost rdfs:subPropertyOf :hasActor .
:hasActor rdfs:domain :Event ; rdfs:range :Actor ; owl:inverseOf :actorIn .
:hasPlace rdfs:domain :Event ; rdfs:range :Place . :within a owl:TransitiveProperty .
:metWith a owl:SymmetricProperty ; rdfs:domain :Person ; rdfs:range :Person .
:reportedBy owl:inverseOf :reports .
:confidence a owl:FunctionalProperty ; rdfs:range xsd:decimal .
:Violent owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :Actor [ a owl:Restriction ;
    owl:onProperty :attackerIn ; owl:someValuesFrom :Violence ] ) ] . :attackerIn owl:inverseOf :hasAttacker .
"""
CHAINS = """
:hasPlace owl:propertyChainAxiom ( :hasPlace :within ) . :visited owl:propertyChainAxiom ( :actorIn :hasPlace ) .
"""
KEYS = """
:website a owl:InverseFunctionalProperty .
"""


def write_graph(size: int, path: Path, axioms: str = ONTOLOGY + CHAINS + KEYS) -> None:
    """A graph of about `size` triples under some axioms."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(PREFIXES + axioms)
        stream.writelines(take_articles(size))


def take_articles(size: int) -> Iterator[str]:
    """The first articles, of about `size` triples in all, each as Turtle without prefixes."""
    written = 0
    for article in articles():
        yield article
        written += article.count(" .\n")
        if written >= size:
            return


def articles() -> Iterator[str]:
    """Articles without end; each brings actors, places and events that mention earlier ones."""
    chance = random.Random(7)  # noqa: S311 - a fixed stream of numbers, not a secret
    actors = [f":actor{number}" for number in range(10)]
    places = [f":city{number}" for number in range(10)]
    article = 0
    while True:
        article += 1
        facts = [f":article{article} a :Article", f':article{article} :title "Headline {article}"@en']
        facts += _newcomers(article, actors, places, chance)
        for number in range(10):
            facts += _event(f":event{article}_{number}", article, chance, actors, places)
        yield "".join(f"{fact} .\n" for fact in facts)


def _newcomers(article: int, actors: list[str], places: list[str], chance: random.Random) -> Iterator[str]:
    for number in range(2):
        actor = f":actor{article}_{number}"
        actors.append(actor)
        yield f"{actor} a {chance.choice((':Person', ':Politician', ':Group'))}"
        yield f'{actor} rdfs:label "Actor {article} {number}"@en'
        yield f"{actor} :website <http://site{article}-{number}.example.com/>"
        if chance.random() < 0.2:
            yield f":twin{article}_{number} :website <http://site{article}-{number}.example.com/>"
        if chance.random() < 0.3:
            yield f"{actor} owl:sameAs <http://www.wikidata.org/entity/Q{article * 10 + number}>"
    place = f":city{article}"
    places.append(place)
    yield f"{place} a :City"
    yield f"{place} :within :region{article % 500}"
    yield f":region{article % 500} :within :country{article % 50}"


def _event(event: str, article: int, chance: random.Random, actors: list[str], places: list[str]) -> Iterator[str]:
    kind, first, second = chance.choice(
        [
            (":Attack", ":hasAttacker", ":hasVictim"),
            (":Meeting", ":hasHost", ":hasGuest"),
            (":Election", ":hasActor", ":hasActor"),
        ]
    )
    yield f"{event} a {kind}"
    yield f'{event} rdfs:label "Event {event}"@en'
    yield f"{event} {first} {chance.choice(actors)}"
    yield f"{event} {second} {chance.choice(actors)}"
    yield f"{event} :hasPlace {chance.choice(places)}"
    yield f'{event} :time "2018-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T10:00:00Z"^^xsd:dateTime'
    yield f":article{article} :reports {event}"
    yield f"{event} :confidence 0.{chance.randint(1, 99):02}"
