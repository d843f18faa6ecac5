"""Does the form's question become the query that it means, whatever is written into it?"""

import html
import re

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store
from werkzeug.datastructures import MultiDict

from kg import iri
from kg.store.functions import FUNCTIONS
from kg.vocabulary import PREFIXES
from server.ask.dates import to_edtf
from server.ask.form import VERBS, Asking, read_form
from server.ask.writing import write_query
from server.grammar.tokens import tokens
from server.pages.names import Name, Names, gather_names

NOBODY = gather_names(())
PERU = Name(iri=iri.mint_part("ferries", "entity", "peru"), label="Peru", kind="State", events=3)
NORWAY = Name(iri=iri.mint_item("Q20"), label="Norway", kind="State", events=4)
KNOWN = Names(every=(NORWAY, PERU), exact={"norway": (NORWAY,), "peru": (PERU,)})
WORDS = st.text(max_size=30) | st.sampled_from(
    ['"', "\\", '"} UNION { ?s ?p ?o', "'''", "\u202e", "?who", "<x:y>", "Peru"]
)


@settings(max_examples=60, deadline=None)
@given(fields=st.fixed_dictionaries(dict.fromkeys(("who", "whom", "where", "says", "when", "did"), WORDS)))
def test_no_field_becomes_a_pattern(fields: dict[str, str]) -> None:
    """Between strings and IRIs the query is the same, whatever stands in the fields; and it parses."""
    asking = read_form(MultiDict(fields))
    plain = Asking(
        **{name: "x" if getattr(asking, name) else "" for name in ("who", "whom", "where", "says", "when")}
    )
    query = write_query(asking, NOBODY)
    assert _pattern(query) == _pattern(write_query(plain, NOBODY))
    Store().query(query, prefixes=PREFIXES, custom_functions=FUNCTIONS)


def _pattern(query: str) -> list[str]:
    return [token.text if token.kind not in {"string", "iri"} else token.kind for token in tokens(query)]


@given(
    asking=st.builds(
        Asking,
        who=WORDS.map(str.strip),
        verbs=st.lists(st.sampled_from(VERBS), min_size=1, unique=True).map(
            lambda verbs: tuple(verb for verb in VERBS if verb in verbs)
        ),
        surely=st.booleans(),
    )
)
def test_a_question_is_kept_in_its_address(asking: Asking) -> None:
    """Reading the address again gives the same question, up to white space."""
    again = read_form(MultiDict(asking.address()))
    assert (again.verbs, again.surely, again.who) == (asking.verbs, asking.surely, " ".join(asking.who.split()))


def test_a_known_name_is_asked_by_its_iri() -> None:
    """Not by its words, which others may bear in part."""
    query = write_query(Asking(who="norway", whom="Peru", where="Lima"), KNOWN)
    assert "VALUES ?actor { dli:Q20 }" in query
    assert f"VALUES ?other {{ <{PERU.iri}> }}" in query
    assert 'CONTAINS(LCASE(?where), LCASE("Lima"))' in query


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("May 2018", "2018-05"),
        ("3 May 2014", "2014-05-03"),
        ("sept 21st, 2001", "2001-09-21"),
        ("2014", "2014"),
        ("ma 2018", "ma 2018"),
        ("soon", "soon"),
    ],
)
def test_a_date_in_words(words: str, edtf: str) -> None:
    """A month that could be two is not guessed."""
    assert to_edtf(words) == edtf


def test_the_page_answers_with_sentences_and_shows_its_query(client: httpx.Client) -> None:
    """Who met whom in May 2014: one line, its sentence, and a query that gives the same through the endpoint."""
    page = client.get("/ask", params={"did": "Meeting", "when": "May 2014"})
    assert "Ministers from Norway and Peru met in Visby on 3 May 2014 to talk about ferries." in page.text
    query = html.unescape(re.search(r'<pre class="query"[^>]*>(.*?)</pre>', page.text, re.DOTALL)[1])  # type: ignore[index]
    rows = client.post("/sparql", data={"query": query}, headers={"Accept": "application/sparql-results+json"}).json()
    assert {row["event"]["value"] for row in rows["results"]["bindings"]} == {iri.mint_part("ferries", "event", "e1")}


def test_what_has_no_day_comes_last(client: httpx.Client) -> None:
    """By the first day it may have been; then what has none, and at the end what has no last day either."""
    page = client.get("/ask", params={"verb": list(VERBS)})
    days = re.findall(r'<td><time title="([^"]+)"', page.text)
    rank = [(day.startswith(".."), day == "../..") for day in days]
    assert rank == sorted(rank)
    assert (days[0].startswith(".."), days[-1]) == (False, "../..")


def test_a_date_that_only_may_be_meant_is_asked_for(client: httpx.Client) -> None:
    """What happened some day in 2012 did not surely happen in its May."""
    ask = {"did": "Transfer", "when": "2012-05"}
    assert "0 claims" in client.get("/ask", params=ask).text
    assert "1 claim " in client.get("/ask", params=ask | {"date": "perhaps"}).text


def test_what_is_no_date_is_told_beside_the_field(client: httpx.Client) -> None:
    """And nothing is asked."""
    page = client.get("/ask", params={"when": "<b>soon</b>"})
    assert 'role="alert"' in page.text
    assert "<b>soon" not in page.text
    assert 'class="query"' not in page.text


@pytest.mark.parametrize("field", ["did", "verb", "date"])
def test_a_choice_that_is_on_no_list_is_told(client: httpx.Client, field: str) -> None:
    """An address that is out of date asks nothing, rather than something else."""
    page = client.get("/ask", params={field: "<b>Bogus</b>", "when": "2014"})
    assert "&lt;b&gt;Bogus&lt;/b&gt;”, which is on none of the lists" in page.text
    assert 'class="query"' not in page.text


def test_nothing_of_the_data_or_the_address_is_markup(client: httpx.Client) -> None:
    """Scripts in sentences, tags in names, quotes in fields."""
    page = client.get("/ask", params={"verb": list(VERBS), "who": '"><script>x</script>'})
    assert "<script>x" not in page.text
    page = client.get("/ask", params={"verb": list(VERBS)})
    assert "alert(1)" in page.text
    assert "<script>alert" not in page.text
    assert "<b>bold" not in page.text


def test_names_are_found_by_the_beginning_of_a_word(client: httpx.Client) -> None:
    """As the editor completes them."""
    found = client.get("/names.json", params={"begin": "nor"}).json()["names"]
    norway = {"iri": iri.mint_item("Q20"), "label": "Norway", "kind": "State", "written": "dli:Q20"}
    assert norway in found
    terms = client.get("/names.json", params={"begin": "met w", "terms": ""}).json()["names"]
    assert [term["written"] for term in terms] == ["dl:metWith"]
    assert client.get("/names.json").json() == {"names": []}
