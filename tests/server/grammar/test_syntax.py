"""Is the place of a syntax error where a person would point?"""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.datafiles import find_data
from kg.vocabulary import PREFIXES
from server.grammar.danger import inspect
from server.grammar.syntax import find_escape, find_misfit, find_undeclared, refuse_syntax
from server.grammar.tokens import place_of, tokens, unescape
from server.http.refusals import Refusal

QUERIES = sorted(find_data("ontology/questions").glob("*.rq"))
TEXTS = [path.read_text(encoding="utf-8") for path in QUERIES]
HARD = """BASE <http://e/> SELECT REDUCED (COUNT(DISTINCT *) AS ?n) (GROUP_CONCAT(?x ; separator=",") AS ?g)
FROM <g> WHERE { ?s ex:p+/^ex:q|!(a|^ex:r) [ a ex:T ; ex:v -5, "a"^^xsd:date, true ] , ( 1 [] ) .
 [ ex:p 1 ] . () ex:q 2 .
 { SELECT * { ?a ?b ?c } LIMIT 5 } UNION { GRAPH ?g { } } OPTIONAL { ?x ?y ?z } MINUS { ?x ?y ?z }
 LATERAL { ?x ?y ?z }
 FILTER NOT EXISTS { ?x ?y ?z } FILTER(?a < 5 && !BOUND(?b) || ?c NOT IN (1, 2) && ex:f(?x, 1 + 2 * -3) >= 4)
 BIND(IF(?a = 1, "x"@en-GB, <y>) AS ?z) VALUES (?a ?b) { (1 UNDEF) (ex:a "b") } VALUES ?q { 1 } }
GROUP BY ?a (?b + 1 AS ?c) STR(?d) HAVING (COUNT(?x) > 1) ORDER BY DESC(?a) ?b OFFSET 1 LIMIT 2 VALUES ?z { UNDEF }"""


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_each_question_of_the_ontology_fits_the_grammar(path: Path) -> None:
    """What the engine answers has no misfit and no undeclared prefix."""
    text = path.read_text(encoding="utf-8")
    assert find_misfit(text) is None
    assert find_undeclared(text, PREFIXES) is None


def test_every_construct_of_the_language_fits_the_grammar() -> None:
    """One query that uses nearly all of the grammar."""
    assert find_misfit(HARD) is None


@given(st.sampled_from(TEXTS), st.data())
def test_a_stray_bracket_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    """A bracket that closes nothing fits nowhere, so the misfit is at it, wherever it is put between two tokens."""
    starts = [token.start for token in tokens(text)]
    at = data.draw(st.sampled_from(starts))
    misfit = find_misfit(text[:at] + "] " + text[at:])
    assert misfit is not None
    assert (misfit.place, misfit.found) == (place_of(text, at), "]")


@given(st.sampled_from(TEXTS))
def test_a_query_without_its_last_brace_is_missing_something_at_its_end_or_after(text: str) -> None:
    """The brace is among what was expected."""
    cut = text[: text.rindex("}")]
    misfit = find_misfit(cut)
    assert misfit is not None
    assert "}" in misfit.expected
    assert misfit.found == "the end of the query"


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("SELECT * WHERE {\n  ?s ?p }", (2, 9), "a variable"),
        ("SELECT ?x { ?s ?p ?o } LIMIT ten", (1, 30), "a number"),
        ("SELEC", (1, 1), "SELECT"),
        ("", (1, 1), "SELECT"),
        ("ASK { ?s ?p 'open }", (1, 13), "a string"),
        ("ASK { FILTER(?x }", (1, 17), ")"),
        ("SELECT ?x { ?s ?p ?o } GROUP ?x", (1, 30), "BY"),
    ],
)
def test_the_place_and_what_is_missing_are_named(text: str, place: tuple[int, int], expected: str) -> None:
    """Common slips."""
    misfit = find_misfit(text)
    assert misfit is not None
    assert misfit.place == place
    assert expected in misfit.expected


@pytest.mark.parametrize("escape", ["\\uD800", "\\U00110000", "\\u00zz", "\\U0001"])
def test_an_escape_of_no_character_is_named(escape: str) -> None:
    """Half a surrogate pair, beyond Unicode, cut short; an escaped backslash before `u` is none."""
    refusal = refuse_syntax(f'SELECT ("{escape}" AS ?x) {{}}', PREFIXES)
    assert (refusal.place, "no character" in refusal.detail) == ((1, 10), True)
    assert find_escape(f'"\\\\{escape[1:]}" "\\u00e9 \\U0001F600"') is None


def test_an_undeclared_prefix_is_found() -> None:
    """It is no fault of the grammar, and the engine does not say which."""
    text = "PREFIX ex: <http://e/> ASK { ?s a ex:T ; nope:q 1 }"
    found = find_undeclared(text, PREFIXES)
    assert found is not None
    assert found.text == "nope:q"


@given(st.text(max_size=200))
def test_every_text_is_cut_into_tokens_without_losing_any_of_it(text: str) -> None:
    """Tokens stand in order, do not overlap, and only white space and comments lie between them."""
    end = 0
    for token in tokens(text):
        assert token.start >= end
        between = text[end : token.start]
        assert all(line.strip() == "" or "#" in between for line in between.splitlines())
        assert text.startswith(token.text, token.start)
        end = token.start + len(token.text)


@given(st.text(alphabet="sSeErRvViIcC \\u0053\"'<>{}#:a.", max_size=60))
def test_no_text_of_service_letters_breaks_the_inspection(text: str) -> None:
    """It is refused or passed; nothing else is raised."""
    with suppress(Refusal):
        inspect(text, PREFIXES)


@pytest.mark.parametrize(
    "text", ["BASE <http://[> SELECT * FROM <x> {}", "PREFIX a: <//[x> BASE <http://[> ASK FROM a:b {}"]
)
def test_an_iri_that_cannot_be_taken_apart_is_no_fault_of_ours(text: str) -> None:
    """The parser refuses it, or no such graph is there."""
    assert inspect(text, PREFIXES).graphs


def test_escapes_are_replaced_before_words_are_looked_at() -> None:
    """A keyword written in codepoint escapes is that keyword (section 19.2)."""
    assert unescape("\\u0053ERVICE \\U00000041") == "SERVICE A"
    with pytest.raises(Exception, match="SERVICE is refused"):
        inspect("ASK { \\u0053ERVICE <http://x/> {} }", PREFIXES)
