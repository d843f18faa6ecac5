"""Does the general engine read the article that everything started from? It is not shipped; no rule knows it."""

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from kg.annotate.annotate import load_tools
from kg.annotate.parse import DEFAULT_PARSER
from kg.evaluate import Compared, compare_article, report
from kg.model import Annotation, Article
from kg.pipeline.building import build_snapshot
from kg.settings import BuildSettings
from kg.store.snapshot import Snapshot, open_snapshot
from kg.vocabulary import PREFIXES

FOLDER = Path(__file__).parents[2] / "shared" / "article"
ARTICLE, GOLD = FOLDER / "azerbaijan-israel-2018.txt", FOLDER / "gold.yaml"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the sample article is not shipped")

TRUE_FACTS = {
    ("visited", "Benjamin Netanyahu", "Azerbaijan"),
    ("visited", "Benjamin Netanyahu", "Baku"),
    ("visited", "Moshe Ya'alon", "Azerbaijan"),
    ("visited", "an Azeri delegation", "Israel"),
    ("visited", "the Azeri tax minister", "Israel"),
    ("metWith", "Azerbaijan", "Benjamin Netanyahu"),
    ("metWith", "Benjamin Netanyahu", "Azerbaijan"),
    ("metWith", "Israel", "an Azeri delegation"),
    ("metWith", "an Azeri delegation", "Israel"),
    ("metWith", "an Israeli minister", "an Azeri delegation"),
    ("metWith", "an Azeri delegation", "an Israeli minister"),
    ("suppliedTo", "Azerbaijan", "Israel"),
    ("suppliedTo", "Israel", "Azerbaijan"),
    ("dealtWith", "Azerbaijan", "Israel"),
    ("dealtWith", "Israel", "Azerbaijan"),
    ("dealtWith", "Azerbaijan", "Benjamin Netanyahu"),
    ("dealtWith", "Benjamin Netanyahu", "Azerbaijan"),
    ("dealtWith", "Israel", "an Azeri delegation"),
    ("dealtWith", "an Azeri delegation", "Israel"),
    ("dealtWith", "an Israeli minister", "an Azeri delegation"),
    ("dealtWith", "an Azeri delegation", "an Israeli minister"),
    ("dealtWith", "Azerbaijan", "an Israeli minister"),
    ("dealtWith", "an Israeli minister", "Azerbaijan"),
}
"""What follows from the gold by the ontology's chains; anything else would be a wrong fact."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    report = build_snapshot([str(ARTICLE)], BuildSettings(data=tmp_path_factory.mktemp("sample")), lambda *_: None)
    return open_snapshot(report.folder)


@pytest.fixture(scope="module")
def article(snapshot: Snapshot) -> Article:
    return next(snapshot.articles())


@pytest.fixture(scope="module")
def annotation(snapshot: Snapshot) -> Annotation:
    return next(snapshot.annotations())


@pytest.fixture(scope="module")
def store(snapshot: Snapshot) -> Store:
    return snapshot.open_store()


@pytest.fixture(scope="module")
def compared(article: Article, annotation: Annotation) -> Compared:
    return compare_article(article, annotation, GOLD, load_tools("reader", DEFAULT_PARSER))


def ask(store: Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return {tuple("" if term is None else str(getattr(term, "value", term)) for term in row) for row in found}


def test_the_year_is_solved_and_says_how(annotation: Annotation) -> None:
    """No year of its own is printed: 2018 is inferred, with its reasons."""
    published = annotation.article.published
    assert published is not None
    assert published.earliest is not None
    assert published.latest is not None
    assert (published.earliest.year, published.latest.year, published.basis) == (2018, 2018, "inferred")
    assert published.why


def test_last_monday_is_the_fourteenth(annotation: Annotation) -> None:
    """The weekday takes its day from the date told after it."""
    monday = next(time for time in annotation.times if time.quote == "Last Monday")
    assert str(monday.earliest) == str(monday.latest) == "2018-05-14"


def test_who_visited_when_and_in_which_office(store: Store) -> None:
    """Two named visitors of Azerbaijan with month or year and office, and the delegation in Israel for three days."""
    rows = ask(
        store,
        "SELECT ?who ?when ?office { ?e a dl:ActualEvent, dl:Visit ; dl:hasGuest ?g ; dl:edtf ?when ."
        " ?g rdfs:label ?who . OPTIONAL { ?e dl:inCapacity ?t . ?t org:member ?g ; schema:roleName ?office } }",
    )
    assert ("Benjamin Netanyahu", "2016-12", "Prime Minister") in rows
    assert ("Moshe Ya'alon", "2014", "Defense Minister") in rows
    assert ("an Azeri delegation", "2018-05-13/2018-05-15", "") in rows


def test_a_paper_relays_an_unnamed_source(store: Store) -> None:
    """The story of the documents hangs on the paper, and behind it on a source without a name."""
    rows = ask(
        store,
        "SELECT ?outer ?inner { ?c dl:reports ?e ; dl:attributedTo/rdfs:label ?outer ; dl:relays/dl:attributedTo ?s ."
        " ?s rdfs:label ?inner . ?e dl:hasItem/rdfs:label ?item FILTER(CONTAINS(?item, 'documents'))"
        " FILTER NOT EXISTS { ?s schema:name ?name } }",
    )
    assert rows == {("Al-Jarida", "an Israeli source")}


def test_no_wrong_fact(store: Store) -> None:
    """Nothing follows but what a careful reader would sign; the missile sale and the documents give no fact."""
    facts = {
        (name, *row)
        for name in ("visited", "metWith", "suppliedTo", "dealtWith")
        for row in ask(store, f"SELECT ?a ?b {{ ?x dl:{name} ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }}")
    }
    assert facts <= TRUE_FACTS
    assert {("visited", "Benjamin Netanyahu", "Azerbaijan"), ("suppliedTo", "Israel", "Azerbaijan")} <= facts


def test_what_was_agreed_is_not_what_happened(store: Store) -> None:
    """The missile defence system is only envisaged, on the word of the media that say so."""
    rows = ask(
        store,
        "SELECT ?verb { ?c ?verb ?e . ?e a dl:Transfer ; dl:hasItem/rdfs:label ?item FILTER(CONTAINS(?item, 'Dome'))"
        " FILTER(?verb IN (dl:asserts, dl:reports, dl:denies, dl:envisages)) }",
    )
    assert rows == {(PREFIXES["dl"] + "envisages",)}


def test_scores_hold(compared: Compared) -> None:
    """Typed events at .60 or better, every offset exact, and at most a tenth of hearsay told as fact."""
    found = {row.name: row.estimate.value for row in report([compared]).rows}
    assert found["exact offsets"] == 1.0
    assert (found["lenient: typed F1 (class)"] or 0) >= 0.60
    assert (found["hearsay told as fact"] or 0) <= 0.10
