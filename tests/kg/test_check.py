"""Is a complete graph accepted, and each fault in one found?"""

from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store
from strategies import make_annotation, make_article

from kg.check import (
    Finding,
    check_all,
    check_descriptions,
    check_evidence,
    check_ontology,
    check_shapes,
    check_terms,
    check_verdicts,
)
from kg.happening import EventName, Verdict
from kg.iri import ID, SHAPES, mint_article_graph, mint_graph, mint_part
from kg.ontology.load import ontology_quads
from kg.vocabulary import DL

FOLDER = Path(__file__).parents[1] / "ontology"
TEXT = (FOLDER / "gold.txt").read_text(encoding="utf-8")
TEXTS = {f"{ID}gold": TEXT}
ARTICLE = NamedNode(mint_article_graph("gold"))
INFERRED = NamedNode(mint_graph("inferred"))
PREFIXES = f"""
PREFIX dl: <https://w3id.org/dateline/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
BASE <{ID}gold/>
"""


@pytest.fixture
def gold() -> Store:
    """A new store with the hand-made gold graph and the ontology."""
    store = Store()
    store.load((FOLDER / "gold.trig").read_bytes(), format=RdfFormat.TRIG)
    store.extend(ontology_quads())
    return store


def edit(store: Store, delete: str = "", insert: str = "", where: str = "") -> None:
    """Change the article's graph."""
    store.update(
        f"{PREFIXES} WITH {ARTICLE} DELETE {{ {delete} }} INSERT {{ {insert} }} WHERE {{ {where or delete} }}"
    )


def test_a_complete_graph_is_accepted(gold: Store) -> None:
    """The hand-made graph has no finding."""
    assert check_all(gold, TEXTS) == ()


FAULTS = [
    ("claim-article", "<claim/c1> dl:statedIn ?a", "", "claim/c1"),
    ("claim-event", "<claim/c1> dl:asserts ?e", "", "claim/c1"),
    ("claim-event", "", "<claim/c1> dl:asserts <event/e7>", "claim/c1"),
    ("claim-event", "", "<claim/c2> dl:reports <event/e1>", "claim/c2"),
    ("claim-source", "", "<claim/c8> dl:attributedTo <entity/holm>", "claim/c8"),
    ("claim-relays", "<claim/c7-1> dl:hasContent ?e", "", "claim/c7"),
    ("claim-evidence", "<claim/c1> dl:evidence ?q", "", "claim/c1"),
    ("claim-certainty", "<claim/c9> dl:certainty ?c", '<claim/c9> dl:certainty "sure"', "claim/c9"),
    ("claim-confidence", "<claim/c9> dl:confidence ?c", "<claim/c9> dl:confidence 1.5", "claim/c9"),
    ("claim-confidence", "<claim/c9> dl:confidence ?c", "<claim/c9> dl:confidence 0.5e0", "claim/c9"),
    ("claim-rule", "<claim/c9> dl:rule ?c", "", "claim/c9"),
    ("claim-engine", "<claim/c9> prov:wasGeneratedBy ?c", "", "claim/c9"),
    ("Claim", "<claim/c1> dl:certainty ?c", '<claim/c1> dl:certainty "possible"', "claim/c1"),
    ("inner-event", "<claim/c7-1> dl:hasContent ?e", "", "claim/c7-1"),
    ("inner-verb", "", "<claim/c7-1> dl:asserts <event/e7>", "claim/c7-1"),
    ("inner-article", "", f"<claim/c7-1> dl:statedIn <{ID}gold>", "claim/c7-1"),
    ("inner-source", "", "<claim/c7-1> dl:attributedTo <entity/holm>", "claim/c7-1"),
    ("event-kind", "<event/e1> a ?k", "", "event/e1"),
    ("event-kind", "", "<event/e1> a dl:Visit", "event/e1"),
    ("event-label", "<event/e1> rdfs:label ?k", "", "event/e1"),
    ("event-type", "<event/e1> dct:type ?k", "", "event/e1"),
    ("event-type", "<event/e1> dct:type ?k", "<event/e1> dct:type dl:Visit", "event/e1"),
    ("event-date", "<event/e5> dl:edtf ?k", "", "event/e5"),
    ("event-basis", "<event/e5> dl:timeBasis ?k", "", "event/e5"),
    ("event-sides", "", f"<event/e1> dl:hasParty <{ID}Q916>", "event/e1"),
    ("event-hosts", "", "<event/e3> dl:hasGuest <entity/mwansa>", "event/e3"),
    ("event-supply", "", f"<event/e2> dl:hasRecipient <{ID}Q916>", "event/e2"),
    ("hosted-kind", "", "<event/e11> dl:hasHost <entity/mwansa>", "event/e11"),
    ("order-cycle", "", "<event/e2> dl:before <event/e1>", "event/e1"),
    ("order-dates", "", "<event/e2> dl:before <event/e14>", "event/e2"),
    ("date-edtf", "<event/e1> dl:edtf ?d", "<event/e1> dl:edtf 2009", "event/e1"),
    ("date-earliest", "<event/e1> dl:earliest ?d", '<event/e1> dl:earliest "2009-05-20"^^xsd:date', "event/e1"),
    ("date-earliest", "<event/e1> dl:earliest ?d", '<event/e1> dl:earliest "2009-05-19"', "event/e1"),
    ("date-latest", "", '<event/e1> dl:latest "2009-05-20"^^xsd:date', "event/e1"),
    ("date-basis", "<event/e1> dl:timeBasis ?d", '<event/e1> dl:timeBasis "guessed"', "event/e1"),
    ("tenure-person", "<tenure/t1> org:member ?p", "", "tenure/t1"),
    ("tenure-label", "<tenure/t1> rdfs:label ?p", "", "tenure/t1"),
    ("article-hash", f"<{ID}gold> schema:sha256 ?h", f'<{ID}gold> schema:sha256 "abc"', ""),
    ("item-id", "", "<entity/holm> dl:wikidataItem wd:Q42", "entity/holm"),
    ("item-id", "", '<entity/holm> dl:wikidataId "42"', "entity/holm"),
    ("item-name", "", '<entity/colonel> dl:wikidataId "Q42"', "entity/colonel"),
]
"""Shape that is broken, what to delete, what to insert, and the subject of the finding."""


@pytest.mark.parametrize(("shape", "delete", "insert", "subject"), FAULTS)
def test_each_fault_is_found(gold: Store, shape: str, delete: str, insert: str, subject: str) -> None:
    """A graph with one thing missing or wrong breaks the shape for it, on that record."""
    edit(gold, delete, insert)
    found = {(finding.rule, finding.subject) for finding in check_shapes(gold)}
    assert (f"{SHAPES}{shape}", f"{ID}gold/{subject}".rstrip("/")) in found


@pytest.mark.parametrize(
    ("shape", "pattern", "value"),
    [
        ("quote-source", "?q oa:hasSource ?o", None),
        ("quote-words", "?q oa:exact ?o", None),
        ("quote-words", "?q oa:exact ?o", '""'),
        ("quote-start", "?q oa:start ?o", "-1"),
        ("quote-start", "?q oa:start ?o", '"5"'),
        ("quote-end", "?q oa:end ?o", None),
    ],
)
def test_an_incomplete_quote_is_found(gold: Store, shape: str, pattern: str, value: str | None) -> None:
    """A claim whose quotes lack a part is told so."""
    edit(gold, pattern, pattern.replace("?o", value) if value else "")
    found = {(finding.rule, finding.subject) for finding in check_shapes(gold)}
    assert (f"{SHAPES}claim-evidence", f"{ID}gold/claim/c1") in found, shape


def test_two_resources_with_one_item_are_found(gold: Store) -> None:
    """A Wikidata item that two resources share is reported, wherever they stand outside the articles."""
    graph = NamedNode(mint_graph("gazetteer"))
    gold.add(Quad(NamedNode(f"{ID}other"), DL.wikidataItem, NamedNode("http://www.wikidata.org/entity/Q35"), graph))
    found = {(finding.rule, finding.subject) for finding in check_shapes(gold)}
    assert (f"{SHAPES}item-unique", "http://www.wikidata.org/entity/Q35") in found


def test_batches_find_what_the_whole_would(gold: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many articles are validated together changes nothing."""
    other = (
        (FOLDER / "gold.trig")
        .read_text(encoding="utf-8")
        .replace("<gold", "<more")
        .replace("article/gold", "article/more")
    )
    gold.load(other.encode(), format=RdfFormat.TRIG)
    edit(gold, "?c dl:certainty ?x")
    gold.update(f"{PREFIXES} DELETE WHERE {{ GRAPH {NamedNode(mint_article_graph('more'))} {{ ?c dl:rule ?r }} }}")
    together = set(check_shapes(gold))
    monkeypatch.setattr("kg.check._BATCH", 1)
    assert set(check_shapes(gold)) == together
    assert {finding.rule.removeprefix(SHAPES) for finding in together} == {"Claim", "claim-certainty", "claim-rule"}


@pytest.mark.parametrize(
    ("insert", "term"),
    [
        ("<event/e1> dl:hasAtmosphere <event/e2>", "https://w3id.org/dateline/ontology#hasAtmosphere"),
        ("<event/e1> a dl:Party", "https://w3id.org/dateline/ontology#Party"),
        (
            "<event/e1> dct:type <https://w3id.org/dateline/type/tea-party>",
            "https://w3id.org/dateline/type/tea-party",
        ),
        ("<event/e1> dct:subject <https://w3id.org/dateline/plover/FLIRT>", "https://w3id.org/dateline/plover/FLIRT"),
    ],
)
def test_an_unknown_term_is_found(gold: Store, insert: str, term: str) -> None:
    """A property, class, type or category that the ontology lacks is reported with the triple it is in."""
    edit(gold, insert=insert)
    (finding,) = check_terms(gold)
    assert (finding.rule, finding.subject) == ("unknown-term", f"{ID}gold/event/e1")
    assert term in (finding.path, finding.value)


def test_a_fact_that_nobody_inferred_is_found(gold: Store) -> None:
    """Facts may stand in the graph of what is inferred and nowhere else."""
    fact = (NamedNode(f"{ID}Q35"), DL.visited, NamedNode(f"{ID}Q953"))
    gold.add(Quad(*fact, INFERRED))
    assert list(check_terms(gold)) == []
    gold.add(Quad(*fact, ARTICLE))
    assert [finding.rule for finding in check_terms(gold)] == ["written-fact"]


def test_what_nothing_describes_is_found(gold: Store) -> None:
    """An actor in an event that has no label in any graph is reported with its role."""
    assert list(check_descriptions(gold)) == []
    edit(gold, "<entity/drivers> rdfs:label ?l")
    found = {(finding.rule, finding.subject, finding.value) for finding in check_descriptions(gold)}
    assert found == {("no-label", f"{ID}gold/event/{event}", f"{ID}gold/entity/drivers") for event in ("e10", "e12")}


def test_a_finding_reads_as_a_sentence() -> None:
    """A finding as text has the check, the subject, the message, the rule and the place."""
    finding = Finding(
        check="term", subject="x:a", rule="no-label", message="nothing describes it", path="x:p", value="1"
    )
    assert str(finding) == "term: x:a: nothing describes it [no-label] at x:p 1"


def _shift(store: Store) -> None:
    edit(store, "?p oa:start ?s", "?p oa:start ?n", "?p oa:start ?s ; oa:end 62 . BIND(?s + 1 AS ?n)")


def _reword(store: Store) -> None:
    edit(store, "?q oa:exact ?w", '?q oa:exact "Zambia alone"', "?q oa:exact ?w FILTER(STRSTARTS(?w, 'Zambia and'))")


def _unplace(store: Store) -> None:
    edit(store, "?p oa:start ?s", "", "?p oa:start ?s ; oa:end 62")


def _below_zero(store: Store) -> None:
    edit(store, "?p oa:start ?s", "?p oa:start -4", "?p oa:start ?s ; oa:end 62")


@pytest.mark.parametrize(
    ("fault", "rule"),
    [(_shift, "other-words"), (_reword, "other-words"), (_unplace, "no-place"), (_below_zero, "no-place")],
)
def test_a_quote_that_is_not_in_the_text_is_found(gold: Store, fault: Callable[[Store], None], rule: str) -> None:
    """Each quote is compared with the text at its offsets, character by character."""
    assert list(check_evidence(gold, TEXTS)) == []
    fault(gold)
    assert [(finding.check, finding.rule) for finding in check_evidence(gold, TEXTS)] == [("evidence", rule)]


def test_offsets_count_characters(gold: Store) -> None:
    """Offsets are of characters of the text, not of its bytes: a changed character before a quote changes nothing."""
    text = TEXT.replace("LUSAKA", "LUS\u00c1KA", 1)
    assert [finding.rule for finding in check_evidence(gold, {f"{ID}gold": text})] == ["other-text"]


def test_a_missing_text_is_told(gold: Store) -> None:
    """An article without text is reported once, as its quotes cannot be checked."""
    (finding,) = check_evidence(gold, {})
    assert (finding.rule, finding.subject) == ("no-text", f"{ID}gold")


def test_an_ontology_outside_the_profile_is_told() -> None:
    """A finding on the ontology names the term and the section."""
    graph = rdflib.Graph().parse(data="<x:p> a <http://www.w3.org/2002/07/owl#ReflexiveProperty> .", format="turtle")
    (finding,) = check_ontology(graph)
    assert (finding.check, finding.subject, finding.rule) == ("ontology", "x:p", "4.2.5")


def test_findings_are_sorted_and_each_told_once(gold: Store) -> None:
    """The order of findings does not depend on the store, and none is there twice."""
    edit(gold, "?c dl:rule ?r")
    edit(gold, "?c dl:certainty ?r")
    found = check_all(gold, {})
    again = Store()
    again.extend(sorted(gold, key=str))
    assert found == check_all(again, {})
    assert len(set(found)) == len(found)
    assert {finding.check for finding in found} == {"shape", "evidence"}
    assert isinstance(found[0], Finding)


def test_a_verdict_on_an_event_that_is_not_there_is_a_finding() -> None:
    """The finding names the event and what to do; a verdict on events that are there gives none."""
    annotation = make_annotation(make_article())
    there, lost = EventName(article="envoy", event="e1"), EventName(article="envoy", event="e9")
    (finding,) = check_verdicts([Verdict(verdict="same", one=there, other=lost)], [annotation])
    assert (finding.check, finding.subject) == ("verdict", mint_part("envoy", "event", "e9"))
    assert "correct or remove the row" in finding.message
