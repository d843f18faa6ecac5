"""Do the terms and prefixes that the code names fit the ontology?"""

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from kg import iri
from kg.ontology.load import ontology_quads
from kg.vocabulary import DL, PREFIXES, RDF, lengthen, shorten

ROOT = Path(__file__).resolve().parents[2]


def named_terms() -> set[str]:
    """Every `DL.name` in the program's source."""
    sources = [path for package in ("kg", "server") for path in sorted((ROOT / package).rglob("*.py"))]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources]
    return {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "DL"
    } - {"base"}


def test_every_term_of_ours_that_the_code_names_is_declared() -> None:
    """A misspelt term would silently make triples that nothing knows."""
    declared = {quad.subject for quad in ontology_quads() if quad.predicate == RDF.type}
    named = named_terms()
    assert len(named) > 20
    assert {name for name in named if DL[name] not in declared} == set()


def test_prefixes_are_those_of_turtle_and_name_different_bases() -> None:
    """Each is declared as it stands, and no two mean the same."""
    text = "".join(f"PREFIX {name}: <{base}>\n{name}:x {name}:y {name}:z .\n" for name, base in PREFIXES.items())
    subjects = [quad.subject for quad in parse(text, format=RdfFormat.TURTLE)]
    assert subjects == [NamedNode(base + "x") for base in PREFIXES.values()]
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_a_term_is_its_namespace_with_its_name() -> None:
    """As attribute and as item."""
    assert DL.Claim == DL["Claim"] == NamedNode(iri.ONTOLOGY + "Claim")


@given(st.sampled_from(sorted(PREFIXES)), st.text("abcXYZ0189-_/.#é", min_size=1))
def test_a_prefixed_name_and_its_iri_are_one(prefix: str, local: str) -> None:
    """Shortening gives a name that means the IRI again, and what has no prefix of ours stays as it is."""
    name = PREFIXES[prefix] + local
    assert lengthen(f"{prefix}:{local}") == name
    assert lengthen(shorten(name)) == name
    assert lengthen(name) == name
    assert lengthen(local) == local
