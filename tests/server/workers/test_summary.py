"""Is what a worker tells of an answer in short what would be told of the whole answer?"""

import json
from collections.abc import Iterable
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg import iri
from server.workers import frames
from server.workers.answering import answer
from server.workers.frames import End, Question, Telling
from server.workers.summary import Summary, article_keys, digest_rows, is_ordered, read_rows, read_summary

JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
TERMS = st.one_of(
    st.sampled_from([iri.mint_local("Q1"), iri.mint_part("a", "event", "e1"), "http://e/x"]).map(NamedNode),
    st.sampled_from("ab").map(BlankNode),
    st.integers().map(Literal),
    st.text(st.characters(codec="utf-8"), max_size=4).map(Literal),
    st.just(Literal("tab\tand line\n", language="en")),
)
QUERIES = (
    ("SELECT ?s ?none ?o { ?s <http://e/p> ?o }", JSON),
    ("SELECT * { ?s ?p ?o } ORDER BY DESC(?o) ?s", JSON),
    ("SELECT ?o { ?s ?p ?o } LIMIT 2", JSON),
    ("ASK { ?s ?p 1 }", JSON),
    ("CONSTRUCT { ?s <http://e/q> ?o } WHERE { ?s ?p ?o }", TRIPLES),
    ("CONSTRUCT WHERE { ?s ?p ?o } ORDER BY DESC(?o)", TRIPLES),
)


def store_of(terms: Iterable[NamedNode | BlankNode | Literal]) -> Store:
    """A store in which two things have some values."""
    store = Store()
    store.extend(
        Quad(NamedNode(f"http://e/{number % 2}"), NamedNode("http://e/p"), term) for number, term in enumerate(terms)
    )
    return store


def asked(store: Store, text: str, media_type: str, most: int, telling: Telling) -> tuple[bytes, End]:
    """What comes of a question, without its frames."""
    out = BytesIO()
    question = Question(text=text, media_type=media_type, max_rows=most, seconds=9, telling=telling)
    end = answer(store, question, out)
    assert isinstance(end, End)
    out.seek(0)
    return b"".join(payload for _, payload in iter(lambda: frames.read_frame(out), None)), end


@settings(max_examples=60)
@given(st.lists(TERMS, max_size=6), st.sampled_from(QUERIES), st.integers(1, 6))
def test_the_summary_is_that_of_the_answer_as_it_is_written(terms, query, most) -> None:  # type: ignore[no-untyped-def]
    """The digest, the keys, and whether and where it was cut, whatever the query's form."""
    text, media_type = query
    store = store_of(terms)
    written, whole_end = asked(store, text, media_type, most, "plain")
    rows = read_rows(
        (quad.triple for quad in parse(written, format=RdfFormat.N_TRIPLES))
        if media_type == TRIPLES
        else parse_query_results(written, format=QueryResultsFormat.JSON)
    )
    told, end = asked(store, text, media_type, most, "summary")
    assert end == whole_end
    assert read_summary(told) == Summary(digest_rows(rows, ordered=is_ordered(text)), tuple(article_keys(rows)))


@pytest.mark.parametrize("media_type", [JSON, TRIPLES])
def test_a_summary_is_small(media_type: str) -> None:
    """Whatever the answer holds: no row travels."""
    text = "SELECT * { ?s ?p ?o }" if media_type == JSON else "CONSTRUCT WHERE { ?s ?p ?o }"
    told, _ = asked(store_of([Literal("x" * 10_000)]), text, media_type, 9, "summary")
    assert json.loads(told)[0][0] == 1
    assert len(told) < 200
