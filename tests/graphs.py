"""How do tests of reasoning write a graph?"""

from textwrap import dedent

from pyoxigraph import RdfFormat, Triple, parse

PREFIXES = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def turtle(text: str) -> list[Triple]:
    """The triples of a text in Turtle, in its order; the usual prefixes are declared."""
    return [quad.triple for quad in parse(PREFIXES + dedent(text), format=RdfFormat.TURTLE)]
