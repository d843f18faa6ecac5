"""Is a graph that cannot be named in time told from one that can?"""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.diff.alike import refuse_alike
from kg.dump.canonical import sort_quads
from kg.errors import InputError
from kg.ontology.load import ontology_quads

P, Q = NamedNode("http://e/p"), NamedNode("http://e/q")
NODES = [BlankNode(f"b{number}") for number in range(12)]


def clique(size: int) -> list[Quad]:
    """Blank nodes that each name all others."""
    return [Quad(one, P, other) for one in NODES[:size] for other in NODES[:size] if one != other]


@pytest.mark.parametrize("size", [6, 9, 12])
def test_case_25_a_poison_graph_is_refused(size: int) -> None:
    """`kg.diff.alike.refuse_alike`: the message names the file and what to do."""
    with pytest.raises(InputError, match=r"a\.ttl: some blank nodes .* give them IRIs"):
        refuse_alike(Path("a.ttl"), clique(size))


def test_graphs_of_every_day_are_taken() -> None:
    """The ontology; a long list of one value; many equal pairs; a clique whose nodes have values."""
    chain = [BlankNode(f"c{number}") for number in range(400)]
    listed = [Quad(one, Q, other) for one, other in pairwise(chain)]
    pairs = [Quad(BlankNode(f"x{number}"), P, BlankNode(f"y{number}{end}")) for number in range(100) for end in "ab"]
    told = [Quad(node, Q, Literal(number)) for number, node in enumerate(NODES)]
    for quads in (ontology_quads(), listed, pairs, [*clique(12), *told]):
        refuse_alike(Path("a.ttl"), quads)


@settings(max_examples=60)
@given(
    st.sets(st.tuples(st.sampled_from(NODES[:7]), st.sampled_from([P, Q]), st.sampled_from(NODES[:7])), max_size=20)
)
def test_what_is_taken_is_named_in_time(triples: set[tuple[BlankNode, NamedNode, BlankNode]]) -> None:
    """Any small graph that is not refused has its canonical form, and whatever its nodes are called the same one."""
    quads = [Quad(*triple) for triple in triples]
    try:
        refuse_alike(Path("a.ttl"), quads)
    except InputError:
        return
    renamed = {node: BlankNode(f"n{number}") for number, node in enumerate(reversed(NODES))}
    again = [Quad(renamed[one], way, renamed[other]) for one, way, other in triples]
    assert sort_quads(quads) == sort_quads(again)
