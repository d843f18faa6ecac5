"""How fast does reasoning close graphs that grow, and how does that compare?

Run from the repository: `python tests/bench/reason.py`, or with sizes: `python tests/bench/reason.py 10000 100000`.
It writes a synthetic graph of news events for each size, then measures processes of their own, one after the other:
`dateline reason` from file to N-Triples (the better of two runs), rdflib only parsing the same file, and owlrl at the
smallest size. Wall time in seconds with the start of the process, peak memory in MB, and the machine's load over the
last minute; compare ratios, since machines and their load differ.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
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
:hasPlace owl:propertyChainAxiom ( :hasPlace :within ) .
:metWith a owl:SymmetricProperty ; rdfs:domain :Person ; rdfs:range :Person .
:visited owl:propertyChainAxiom ( :actorIn :hasPlace ) . :reportedBy owl:inverseOf :reports .
:website a owl:InverseFunctionalProperty . :confidence a owl:FunctionalProperty ; rdfs:range xsd:decimal .
:Violent owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :Actor [ a owl:Restriction ;
    owl:onProperty :attackerIn ; owl:someValuesFrom :Violence ] ) ] . :attackerIn owl:inverseOf :hasAttacker .
"""
RDFLIB = "import sys, rdflib; rdflib.Graph().parse(sys.argv[1])"
DATELINE = "import sys; from kg.cli import main; sys.argv[0] = 'dateline'; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one process took."""

    seconds: float
    megabytes: float


def write_graph(size: int, path: Path) -> None:
    """A graph of about `size` triples, the same on every machine; its shape does not change with its size."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(PREFIXES + ONTOLOGY)
        written = 0
        for article in articles():
            stream.write(article)
            written += article.count(" .\n")
            if written >= size:
                break


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
        for number in range(6):
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


def measure(*words: str) -> Measured:
    """Run a Python process to its end; raises SystemExit, with its messages, when it fails."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as messages:
        process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=messages)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if process.returncode:
            messages.seek(0)
            raise SystemExit(messages.read().decode())
    return Measured(seconds=seconds, megabytes=usage.ru_maxrss / 1024)


def main() -> None:
    """Print a table of all sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--owlrl-up-to", type=int, default=10_000, help="the largest size that owlrl is run at")
    options = parser.parse_args()
    sys.stdout.write(
        "| triples | dateline s | MB | rdflib parse s | ours / parse | owlrl s | owlrl / ours | load |\n"
    )
    sys.stdout.write("|---|---|---|---|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            row = measure_size(size, Path(folder) / f"{size}.ttl", owlrl=size <= options.owlrl_up_to)
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()


def measure_size(size: int, path: Path, *, owlrl: bool) -> str:
    """One row of the table."""
    write_graph(size, path)
    ours = measure("-c", DATELINE, "reason", str(path))
    parsed = measure("-c", RDFLIB, str(path))
    again = measure("-c", DATELINE, "reason", str(path))
    ours = min(ours, again, key=lambda measured: measured.seconds)
    cells = [f"{size:,}", f"{ours.seconds:.2f}", f"{ours.megabytes:.0f}", f"{parsed.seconds:.2f}"]
    cells.append(f"{ours.seconds / parsed.seconds:.2f}")
    slow = measure("-c", DATELINE, "reason", "--reasoner", "owlrl", str(path)) if owlrl else None
    cells += [f"{slow.seconds:.1f}", f"{slow.seconds / ours.seconds:.0f}"] if slow else ["", ""]
    cells.append(f"{os.getloadavg()[0]:.1f} on {os.cpu_count()}")
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
