"""Which data does the server under test serve, and how is it started?"""

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest
from bench.loopback import free_port
from pyoxigraph import Literal, NamedNode, Quad

from kg import iri
from kg.dump.canonical import sort_quads
from kg.dump.parts import count_parts
from kg.dump.write import write_dumps
from kg.link.quads import link_quads
from kg.model import (
    Annotation,
    Article,
    Claim,
    Entity,
    Event,
    Header,
    Link,
    Participant,
    Segment,
    Span,
    When,
)
from kg.ontology.load import ontology_quads
from kg.pipeline.building import origin_of
from kg.reason.closure import close
from kg.store.draft import begin_draft, fill_store, publish, write_records
from kg.store.snapshot import FORMAT, Manifest
from kg.triples.annotation import annotation_quads
from kg.vocabulary import DL, RDF, RDFS

ROOT = Path(__file__).resolve().parents[1]

OPEN_TEXT = """Ferry talks in Visby

Ministers from Norway and Peru met in Visby on 3 May 2014 to talk about ferries.

Peru bought ferries from Norway in 2012. A trade paper, citing an unnamed broker, reported that Norway
would build a shipyard in Callao. Norway denied that it had paid <script>alert(1)</script> bribes.

Peru plans to order icebreakers. The two have shared a ferry line since 1998.
"""
CLOSED_TEXT = "Norway visited Peru, a paper whose words are not free to copy says. " + "More words follow here. " * 40


def span(text: str, words: str) -> Span:
    """The first place of some words in a text."""
    start = text.index(words)
    return Span(start=start, end=start + len(words), quote=words)


def article(key: str, text: str, licence: str | None) -> Article:
    """An article of one segment."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    segments = (Segment(kind="body", start=0, end=len(text)),)
    return Article(
        key=key, text=text, sha256=digest, segments=segments, headline=f"Headline of {key}", licence=licence
    )


def header(of: Article) -> Header:
    """The annotation's header for an article."""
    return Header(key=of.key, headline=of.headline, publisher="The Gazette", sha256=of.sha256, licence=of.licence)


def when(edtf: str, earliest: date | None, latest: date | None) -> When:
    """A stated date."""
    return When(edtf=edtf, earliest=earliest, latest=latest, basis="stated")


MAY_3 = date(2014, 5, 3)
ENTITIES = (
    Entity(id="norway", kind="State", label="Norway", known="state/norway", wikidata="Q20"),
    Entity(id="peru", kind="State", label="Peru <b>bold</b>"),
    Entity(id="visby", kind="Place", label="Visby", link=Link(score=0.62, reason="Visby by label", close="Q54783")),
    Entity(id="paper", kind="Organization", label="a trade paper", named=False),
)


def open_annotation(of: Article) -> Annotation:
    """One event of each standing and each kind of date."""
    text = of.text

    def event(number: int, cls: str, words: str, moment: When, *roles: tuple[str, str]) -> Event:
        parts = tuple(Participant.model_validate({"role": role, "entity": entity}) for role, entity in roles)
        fields = {"id": f"e{number}", "class": cls, "type": "summit", "trigger": span(text, words), "when": moment}
        return Event.model_validate(fields | {"participants": parts, "place": "visby" if number == 1 else None})

    def claim(number: int, verb: str, words: str, *sources: str | None) -> Claim:
        fields = {"id": f"c{number}", "verb": verb, "event": f"e{number}", "sources": sources, "confidence": 0.9}
        return Claim.model_validate(fields | {"evidence": (span(text, words),), "rule": "test", "engine": "hand"})

    norway, peru = ("agent", "norway"), ("agent", "peru")
    sale = (("supplier", "norway"), ("recipient", "peru"))
    events = (
        event(1, "Meeting", "met", when("2014-05-03", MAY_3, MAY_3), ("host", "norway"), ("guest", "peru")),
        event(2, "Transfer", "bought", when("2012", date(2012, 1, 1), date(2012, 12, 31)), *sale),
        event(3, "Transfer", "build", when("2014-05-04/..", date(2014, 5, 4), None), norway),
        event(4, "Transfer", "paid", when("../2014-05-03", None, MAY_3), norway),
        event(5, "Transfer", "order", when("../..", None, None), ("recipient", "peru")),
        event(6, "Situation", "shared", when("1998/2014-05", date(1998, 1, 1), date(2014, 5, 31)), norway, peru),
    )
    claims = (
        claim(1, "asserts", "Ministers from Norway and Peru met in Visby on 3 May 2014 to talk about ferries."),
        claim(2, "asserts", "Peru bought ferries from Norway in 2012."),
        claim(3, "reports", "A trade paper, citing an unnamed broker, reported that", "paper", None),
        claim(4, "denies", "Norway denied that it had paid <script>alert(1)</script> bribes.", "norway"),
        claim(5, "envisages", "Peru plans to order icebreakers."),
        claim(6, "asserts", "The two have shared a ferry line since 1998."),
    )
    return Annotation(article=header(of), entities=ENTITIES, events=events, claims=claims)


def closed_annotation(of: Article) -> Annotation:
    """One visit, in an article without a licence."""
    visit = Event.model_validate(
        {
            "id": "e1",
            "class": "Visit",
            "type": "official-visit",
            "trigger": span(of.text, "visited"),
            "when": when("2015-06~", date(2015, 6, 1), date(2015, 6, 30)),
            "participants": ({"role": "guest", "entity": "norway"},),
            "place": "peru",
        }
    )
    said = Claim(
        id="c1",
        verb="asserts",
        event="e1",
        confidence=0.8,
        evidence=(span(of.text, "Norway visited Peru"),),
        rule="test",
        engine="hand",
    )
    return Annotation(article=header(of), entities=ENTITIES[:2], events=(visit,), claims=(said,))


def write_snapshot(data: Path, name: str, said: list[tuple[Article, Annotation]]) -> Path:
    """A snapshot of these articles with what follows from them, made current; its folder."""
    asserted = [quad for pair in said for quad in (*annotation_quads(*pair), *link_quads([pair[1]]))]
    known, background = NamedNode(iri.mint_item("Q20")), NamedNode(iri.mint_graph("gazetteer"))
    asserted += [Quad(known, RDF.type, DL.State, background), Quad(known, RDFS.label, Literal("Norway"), background)]
    ontology = ontology_quads()
    graph = NamedNode(iri.mint_graph("inferred"))
    inferred = [Quad(*triple, graph) for triple in close(asserted, ontology).inferred]
    quads = sort_quads([*asserted, *ontology, *inferred])
    manifest = Manifest(
        format=FORMAT,
        id=name,
        program="0",
        ontology="1",
        reasoner="fast",
        engines={"hand": "0"},
        counts=dict(count_parts(quads)),
    )
    with begin_draft(data) as draft:
        write_dumps(draft / "dumps", quads, fill_store(draft / "store", quads), origin_of(manifest))
        write_records(draft, [pair[0] for pair in said], [pair[1] for pair in said], manifest)
        return publish(draft, data, name)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two small articles: one free to copy, one not."""
    folder = tmp_path_factory.mktemp("served")
    ferries, visit = article("ferries", OPEN_TEXT, "CC0-1.0"), article("visit", CLOSED_TEXT, None)
    write_snapshot(folder, "first", [(ferries, open_annotation(ferries)), (visit, closed_annotation(visit))])
    return folder


@pytest.fixture(scope="session")
def publish_again() -> Callable[[Path, str], Path]:
    """Publishes a snapshot with the closed article alone under another name."""

    def publish_visit(folder: Path, name: str) -> Path:
        visit = article("visit", CLOSED_TEXT, None)
        return write_snapshot(folder, name, [(visit, closed_annotation(visit))])

    return publish_visit


@pytest.fixture(scope="session")
def publish_both() -> Callable[[Path], None]:
    """Publishes the two articles, of 4 May 2014 and 1 July 2015, as `both`, and then the later one alone as `one`."""

    def dated(said: Annotation, day: date) -> Annotation:
        published = when(day.isoformat(), day, day)
        return said.model_copy(update={"article": said.article.model_copy(update={"published": published})})

    def publish_in_turns(folder: Path) -> None:
        ferries, visit = article("ferries", OPEN_TEXT, "CC0-1.0"), article("visit", CLOSED_TEXT, None)
        first = (ferries, dated(open_annotation(ferries), date(2014, 5, 4)))
        second = (visit, dated(closed_annotation(visit), date(2015, 7, 1)))
        write_snapshot(folder, "both", [first, second])
        write_snapshot(folder, "one", [second])

    return publish_in_turns


Limits: TypeAlias = dict[str, float | int | str | None]
Start: TypeAlias = Callable[..., "contextmanager[httpx.Client]"]

_SERVE = """
import sys, json
from pathlib import Path
from kg.settings import ServeSettings
from server.serve import serve
data, options = Path(sys.argv[1]), json.loads(sys.argv[2])
options |= {name: Path(options[name]) for name in ("token_file",) if name in options}
serve(ServeSettings(data=data, **options))
"""


@contextmanager
def running_process(folder: Path, **limits: float | str) -> Iterator[tuple[httpx.Client, "subprocess.Popen[bytes]"]]:
    """A server process of its own over a data folder, and a client of it; ended at the end."""
    # waitress is what every installation has.
    options = {"port": free_port(), "timeout": 1.0, "max_rows": 40, "max_memory": 400, "workers": 2}
    options |= {"server": "waitress"} | limits
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(folder), json.dumps(options)], cwd=ROOT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{options['port']}", timeout=20, trust_env=False) as client:
            wait_until_answering(client, process)
            yield client, process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def running_server(folder: Path, **limits: float | str) -> Iterator[httpx.Client]:
    """The client alone."""
    with running_process(folder, **limits) as (client, _):
        yield client


def wait_until_answering(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    """Returns when the server's health is good."""
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}")
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def client(data: Path) -> Iterator[httpx.Client]:
    """A client of one server, open as a public one, that all tests share which do not need limits of their own."""
    with running_server(data, any_origin=True) as shared:
        yield shared


@pytest.fixture(scope="session")
def start_process():  # type: ignore[no-untyped-def]
    """What starts another server and gives its process too."""
    return running_process


@pytest.fixture(scope="session")
def start() -> Start:
    """What starts another server over a folder, with limits of its own."""
    return running_server  # type: ignore[return-value]
