"""Do the rules give the same inside a SPARQL store over HTTP, ours or another, as on this machine?"""

import http.client
import threading
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest
from bench.loopback import free_port
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Store, Triple, parse
from virtuoso import running_virtuoso

from kg.cli.reason import reason
from kg.endpoint import RemoteStore
from kg.errors import StoreError, UsageError
from kg.reason.closure import close
from kg.reason.compile import compile_schema
from kg.reason.remote import close_remote
from kg.reason.schema import is_axiom
from kg.reason.updates import HELPER, INFERRED, write_updates
from kg.vocabulary import OWL

EX = "http://example.org/"
PREFIXES = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
AXIOMS = """
:Person rdfs:subClassOf :Actor . :hasGuest rdfs:subPropertyOf :hasActor ; owl:inverseOf :guestIn .
:hasActor rdfs:domain :Event ; rdfs:range :Actor . :asserts rdfs:range :Actual . :assertedBy owl:inverseOf :asserts .
:within a owl:TransitiveProperty . :metWith a owl:SymmetricProperty .
:visited owl:propertyChainAxiom ( :guestIn :assertedBy :asserts :hasPlace ) , ( :visited :within ) .
:item a owl:InverseFunctionalProperty . :capital a owl:FunctionalProperty . :Country owl:hasKey ( :code ) .
:HomeGame owl:equivalentClass [ owl:onProperty :hasPlace ; owl:hasValue :baku ] .
:Hosted rdfs:subClassOf [ owl:onProperty :hasPlace ; owl:allValuesFrom :Host ] .
[ owl:onProperty :hasPlace ; owl:someValuesFrom [ owl:unionOf ( :Host :State ) ] ] rdfs:subClassOf :Meeting .
:Founder owl:oneOf ( :peres :rabin ) . :Denied owl:disjointWith :Actual . :near a owl:IrreflexiveProperty .
"""
FACTS = """
:c :asserts :e . :e :hasGuest :peres ; :hasPlace :baku ; a :Hosted . :baku :within :absheron ; a :City .
:absheron :within :azerbaijan . :peres :item "Q57410" ; a :Person . :shimon :item "Q57410" ; :metWith :aliyev .
:azerbaijan :capital :baku , :bakou . :x a :Country ; :code "AZ" . :y a :Country ; :code "AZ" ; :label "text"@en .
:p owl:sameAs :hasPlace .
:City owl:sameAs :Town . :f :p :tel-aviv . :tel-aviv a :State . :e :label "a \\"quoted\\" \\\\ text" .
"""
CLASHES = ":e a :Denied . :d :near :d . :g a owl:Nothing . :h owl:differentFrom :i ; owl:sameAs :i ."
SHOWN = {"cax-dw", "prp-irp", "cls-nothing2", "eq-diff1"}
VALUES = """
:Sized owl:hasKey ( :size :true ) . :Seven owl:equivalentClass [ owl:onProperty :size ; owl:hasValue 7.0 ] .
:at a owl:InverseFunctionalProperty . :age a owl:FunctionalProperty . :old owl:propertyDisjointWith :young .
:text a owl:InverseFunctionalProperty . :float a owl:InverseFunctionalProperty .
"""
VALUED = """
:a a :Sized ; :size 7 ; :true true . :b a :Sized ; :size 7.0 ; :true "1"^^xsd:boolean .
:c a :Sized ; :size 7e0 ; :true true . :d a :Sized ; :size 8 ; :true true .
:e :at "2001-01-01T00:00:00Z"^^xsd:dateTime . :f :at "2001-01-01T00:00:00.0+00:00"^^xsd:dateTime .
:g :at "2001-01-01T01:00:00+01:00"^^xsd:dateTime . :h :text "Word"@EN . :i :text "Word"@en . :j :text "Word" .
:k :float "1.50"^^xsd:float . :l :float "1.5"^^xsd:float . :m :float 1.5 . :n :age 3 , 3.0 . :o :old 7 ; :young 8 .
"""
VALUE_CLASHES = ":p :age 3 , 4.0 . :q :old 7 ; :young 7.0 . :r :age 5 , 5.0 , 5e0 ."
EQUAL = {frozenset(pair) for pair in ("ab", "ef", "hi", "kl")}


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


class _Handler(BaseHTTPRequestHandler):
    """One SPARQL endpoint for queries and updates over the store of its server."""

    def do_POST(self) -> None:
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        store, body = self.server.store, b""
        try:
            if "update" in fields:
                store.update(fields["update"][0])
            else:
                body = store.query(fields["query"][0]).serialize(format=QueryResultsFormat.JSON)
            self.send_response(200)
        except SyntaxError as error:
            self.send_response(400)
            body = str(error).encode()
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def served() -> Iterator[tuple[Store, RemoteStore]]:
    """An Oxigraph store and its addresses."""
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.store = Store()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    yield server.store, RemoteStore(query=address, update=address)
    server.shutdown()
    server.server_close()


def load(store: Store, facts: list[Triple]) -> None:
    """Each fact in one of three graphs."""
    store.extend(Quad(*fact, NamedNode(f"http://example.org/graph{number % 3}")) for number, fact in enumerate(facts))


def axioms_of(triples: list[Triple]) -> list[Triple]:
    return [triple for triple in triples if is_axiom(triple.predicate, triple.object)]


def test_store_gets_what_is_inferred_here(served: tuple[Store, RemoteStore]) -> None:
    """The graph `inferred` is the closure, equalities and keys included; stated facts and graphs stay as they are."""
    store, address = served
    triples = turtle(AXIOMS + FACTS)
    load(store, triples)
    before = set(store)
    closure = close_remote(address, axioms_of(triples))
    found = {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}
    assert found == set(close(triples).inferred)
    assert {quad for quad in store if quad.graph_name != INFERRED} == before
    assert (closure.inferred, closure.contradictions) == (len(found), ())
    assert close_remote(address, axioms_of(triples)).inferred == closure.inferred


def test_contradictions_in_a_store_are_told(served: tuple[Store, RemoteStore]) -> None:
    """Those of constraints, with the triples that clash, as on this machine."""
    store, address = served
    triples = turtle(AXIOMS + FACTS + CLASHES)
    load(store, triples)
    found = close_remote(address, axioms_of(triples)).contradictions
    assert {clash.rule for clash in found} == SHOWN
    here = {clash.message for clash in close(triples).contradictions if clash.rule != "eq-diff1"}
    assert here <= {clash.message for clash in found}


def names(triples: Iterable[Triple], predicate: NamedNode) -> set[frozenset[str]]:
    """The last letters of what a property joins."""
    return {frozenset((str(one)[-2], str(other)[-2])) for one, name, other in triples if name == predicate}


def test_literals_are_compared_by_value(served: tuple[Store, RemoteStore]) -> None:
    """Keys, values of restrictions and clashes: other forms of one value count, other values that look alike do not.

    The forms are the store's own, which writes numbers and moments in one way.
    """
    store, address = served
    triples = turtle(VALUES + VALUED + VALUE_CLASHES)
    load(store, triples)
    closure = close_remote(address, axioms_of(triples))
    found = {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}
    assert names(found, OWL.sameAs) == names(close(triples).inferred, OWL.sameAs) == EQUAL
    assert {triple.subject.value[-1] for triple in found if triple.object == NamedNode(EX + "Seven")} == {"a", "b"}
    told = {(clash.rule, clash.statements[0].subject.value[-1]) for clash in closure.contradictions}
    assert told == {("dt-diff", "p"), ("dt-diff", "r"), ("prp-pdw", "q")}


def test_rules_that_ask_for_datatypes_are_left_out_and_told() -> None:
    """A store tells no byte from another number; a rule or range that needs it is no update."""
    axioms = turtle(":R owl:onProperty :p ; owl:someValuesFrom xsd:byte . :q rdfs:range xsd:int .")
    updates = write_updates(compile_schema(axioms))
    assert not any("byte" in update for update in updates.repeated)
    assert [warning[:11] for warning in updates.warnings] == ["cls-svf1: i", "dt-not-type"]


@pytest.mark.parametrize("text", ['a"b', "a\\b", "a\nb } DROP ALL #", "é\u2028", "'''\"\"\""])
def test_no_literal_breaks_out_of_an_update(served: tuple[Store, RemoteStore], text: str) -> None:
    """A value in an axiom stays a value in the updates."""
    store, address = served
    restriction = turtle(":R owl:onProperty :p .")
    axioms = [
        *restriction,
        Triple(restriction[0].subject, NamedNode("http://www.w3.org/2002/07/owl#hasValue"), Literal(text)),
    ]
    fact = turtle(":a a :R .")
    load(store, fact)
    close_remote(address, axioms)
    found = {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}
    assert found == set(close([*axioms, *fact]).inferred)


def test_command_reasons_at_an_address(served: tuple[Store, RemoteStore], tmp_path: Path) -> None:
    """`dateline reason --at URL` with the axioms in a file; exit 1 for contradictions."""
    store, address = served
    load(store, turtle(FACTS))
    file = tmp_path / "ontology.ttl"
    file.write_text(PREFIXES + AXIOMS, encoding="utf-8")
    result = CliRunner().invoke(reason, [str(file), "--at", address.query], standalone_mode=False)
    expected = len(list(close(turtle(AXIOMS + FACTS)).inferred))
    assert (result.return_value, result.exception) == (0, None)
    assert result.stdout.startswith(f"{expected} triples are inferred")
    load(store, turtle(CLASHES))
    assert CliRunner().invoke(reason, [str(file), "--at", address.query], standalone_mode=False).return_value == 1


def test_address_that_does_not_answer_is_told() -> None:
    """No store, no SPARQL, no address: each is one message that says what to do."""
    dead = f"http://127.0.0.1:{free_port()}/"
    with pytest.raises(StoreError, match="does not answer"):
        close_remote(RemoteStore(query=dead, update=dead), [])
    for wrong in ("no address", "ftp://host/", "http://user:word@host/"):
        with pytest.raises(UsageError, match="is no address"):
            close_remote(RemoteStore(query=wrong, update=wrong), [])


@pytest.fixture
def virtuoso(tmp_path: Path) -> Iterator[RemoteStore]:
    """A fresh Virtuoso 7 on loopback, whose endpoint takes updates."""
    with running_virtuoso(tmp_path) as server:
        server.ask('grant SPARQL_UPDATE to "SPARQL";')
        yield RemoteStore(query=f"{server.web}/sparql", update=f"{server.web}/sparql")


def test_second_store_gets_what_is_inferred_here(virtuoso: RemoteStore) -> None:
    """Virtuoso, which shares no code with ours, ends with the same graph `inferred`, and with the same clashes."""
    triples = turtle(AXIOMS + FACTS + CLASHES)
    _post(virtuoso, "update", _insert(triples))
    closure = close_remote(virtuoso, axioms_of(triples))
    assert _graph(virtuoso, INFERRED) == set(close(triples).inferred)
    assert _graph(virtuoso, HELPER) == set()
    assert {clash.rule for clash in closure.contradictions} == SHOWN
    values = turtle(VALUES + VALUED)
    _post(virtuoso, "update", "CLEAR GRAPH <http://example.org/graph>")
    _post(virtuoso, "update", _insert(values))
    close_remote(virtuoso, axioms_of(values))
    assert names(_graph(virtuoso, INFERRED), OWL.sameAs) == EQUAL


def _insert(triples: list[Triple]) -> str:
    """The facts of a test, without blank nodes, in one graph."""
    facts = [triple for triple in triples if not is_axiom(triple.predicate, triple.object)]
    return f"INSERT DATA {{ GRAPH <http://example.org/graph> {{ {' '.join(f'{fact} .' for fact in facts)} }} }}"


def _graph(store: RemoteStore, graph: NamedNode) -> set[Triple]:
    body = _post(store, "query", f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
    return {quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)}


def _post(store: RemoteStore, kind: str, text: str) -> bytes:
    host, _, path = store.query.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=120)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/plain"}
    connection.request("POST", f"/{path}", body=urlencode({kind: text}), headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 200, body
    return body
