import csv
import gc
import gzip
import io
import json
from pathlib import Path

import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from strategies import annotations, make_annotation, make_article

from kg import iri
from kg.dump.canonical import sort_quads
from kg.dump.event_csv import HEADER, event_row, neutralise, to_csv
from kg.dump.event_files import EventFiles
from kg.dump.event_geojson import to_feature
from kg.dump.event_records import EventReader, EventRecord
from kg.dump.parts import by_subject
from kg.model import Annotation
from kg.triples.annotation import annotation_quads
from kg.vocabulary import DL, GEO, RDFS, XSD

OSLO = NamedNode(iri.mint_item("Q20"))


def graph_of(annotation: Annotation) -> list[Quad]:
    background = NamedNode(iri.mint_graph("gazetteer"))
    return sort_quads(
        [
            *annotation_quads(make_article(), annotation),
            Quad(OSLO, RDFS.label, Literal("Norway", language="en"), background),
            Quad(OSLO, DL.wikidataItem, NamedNode(iri.mint_wikidata("Q20")), background),
            Quad(OSLO, GEO.lat, Literal("59.9", datatype=XSD.decimal), background),
            Quad(OSLO, GEO.long, Literal("10.7", datatype=XSD.decimal), background),
        ]
    )


def events_of(quads: list[Quad]) -> list[EventRecord]:
    store = Store()
    store.extend(quads)
    reader = EventReader(store)
    return [event for subject in by_subject(quads) if (event := reader.read(subject)) is not None]


def write(folder: Path, events: list[EventRecord]) -> Path:
    folder.mkdir(exist_ok=True)
    with EventFiles(folder) as files:
        for event in events:
            files.add(event)
    return folder


def test_json_ld_says_nothing_that_the_graph_does_not_say(tmp_path_factory: object) -> None:
    """Read as RDF by two parsers, the dump of any annotation is a part of its graph, with each verb and quote."""

    @settings(max_examples=20)
    @given(annotations())
    def holds(annotation: Annotation) -> None:
        folder = tmp_path_factory.getbasetemp() / "jsonld"  # type: ignore[attr-defined]
        quads = graph_of(annotation)
        text = gzip.decompress((write(folder, events_of(quads)) / "events.jsonld.gz").read_bytes())
        said = {quad.triple for quad in parse(text, format=RdfFormat.JSON_LD)}
        assert said <= {quad.triple for quad in quads}
        wanted = [quad.triple for quad in quads if quad.predicate in (DL[verb] for verb in ("asserts", "denies"))]
        assert set(wanted) <= said
        assert len(rdflib.Graph().parse(data=text, format="json-ld")) == len(said)

    holds()


def test_the_context_stands_in_the_dump_and_beside_it(tmp_path: Path) -> None:
    """Nobody has to fetch the context, and the published one is the same."""
    folder = write(tmp_path / "dumps", events_of(graph_of(make_annotation(make_article()))))
    inside = json.loads(gzip.decompress((folder / "events.jsonld.gz").read_bytes()))["@context"]
    assert inside == json.loads((folder / "context.jsonld").read_bytes())["@context"]


def test_a_row_tells_who_where_when_and_on_whose_word() -> None:
    """The asserted visit of the example, cell by cell."""
    visit = events_of(graph_of(make_annotation(make_article())))[0]
    row = {name: cell for name, cell in zip(HEADER, event_row(visit), strict=True) if cell}
    assert row == {
        "event": iri.mint_part("envoy", "event", "e1"),
        "label": "visited",
        "class": "Visit",
        "type": iri.mint_type("visit"),
        "date": "2019-05",
        "earliest": "2019-05-01",
        "latest": "2019-05-31",
        "date_basis": "stated",
        "place": "Norway",
        "place_iri": OSLO.value,
        "latitude": "59.9",
        "longitude": "10.7",
        "host": "Norway",
        "guest": "Ada Lund",
        "wikidata": iri.mint_wikidata("Q20"),
        "standing": "asserts",
        "source": "Dateline staff",
        "certainty": "certain",
        "sentence": "Foreign Minister Ada Lund visited Norway in May 2019.",
        "article": iri.mint_article("envoy"),
        "article_title": "Envoy flies to Oslo",
    }


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_no_cell_is_a_formula_and_the_words_come_back(cells: list[str]) -> None:
    """Read again, each cell is the text, with an apostrophe before what a spreadsheet would run."""
    read = next(csv.reader(io.StringIO(to_csv([cells]).decode(), newline="")), [])
    assert read == [neutralise(cell) for cell in cells]
    assert all(cell == given_ or cell == "'" + given_ for cell, given_ in zip(read, cells, strict=True))
    assert not any(cell[:1] in "=@\t\r\n" for cell in read if cell)


def test_only_events_whose_place_has_coordinates_are_on_the_map(tmp_path: Path) -> None:
    """The visit lies at its place's longitude and latitude; the sale, without a place, nowhere."""
    visit, sale = events_of(graph_of(make_annotation(make_article())))
    assert to_feature(sale) is None
    found = json.loads((write(tmp_path / "dumps", [visit, sale]) / "events.geojson").read_bytes())
    assert [(item["id"], item["geometry"]) for item in found["features"]] == [
        (visit.iri, {"type": "Point", "coordinates": [10.7, 59.9]})
    ]


def test_without_any_event_the_files_are_empty_and_whole(tmp_path: Path) -> None:
    """A table with its header, a collection without features, a JSON-LD document without triples."""
    folder = write(tmp_path / "dumps", [])
    assert len((folder / "events.csv").read_text(encoding="utf-8").splitlines()) == 1
    assert json.loads((folder / "events.geojson").read_bytes()) == {"type": "FeatureCollection", "features": []}
    text = gzip.decompress((folder / "events.jsonld.gz").read_bytes())
    assert list(parse(text, format=RdfFormat.JSON_LD)) == []


def test_a_reader_that_is_dropped_lets_go_of_its_store(tmp_path: Path) -> None:
    """Without waiting for garbage to be collected: the store's lock would keep the next one from being written."""
    gc.disable()
    try:
        for _ in range(2):
            reader = EventReader(Store(tmp_path / "store"))
            reader.thing(OSLO)
            del reader
    finally:
        gc.enable()
