"""Are blank nodes so alike that giving them canonical names would take for ever?

RDFC-1.0 tries the orders of blank nodes that look the same from beside (section 4.8, Hash N-Degree Quads; its
security considerations call them poison): among a dozen nodes that each name all others it would not end. How many
orders there may be is bounded here before any is tried.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import lgamma, log
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import BlankNode, Quad

from kg.errors import InputError

_MOST_ORDERS = log(1e6)

_Link: TypeAlias = tuple[BlankNode, tuple[str, str], BlankNode]
"""A node, the way (`to` or `from`, and the property), and the other node."""


def refuse_alike(path: Path, quads: Iterable[Quad]) -> None:
    """Raise InputError for a graph in which more orders of blank nodes may have to be tried than is sensible."""
    blank = [quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]
    looks = _looks(blank)
    shared = Counter(looks.values())
    links = [
        (node, way, other) for node, way, other in _links(blank) if min(shared[looks[node]], shared[looks[other]]) > 1
    ]
    ends = _components(links)
    orders: dict[BlankNode, float] = defaultdict(float)
    for (node, *_), number in Counter((node, way, looks[other]) for node, way, other in links).items():
        # The logarithm of the factorial.
        orders[ends[node]] += lgamma(number + 1)
    if max(orders.values(), default=0) > _MOST_ORDERS:
        raise InputError(
            f"{path}: some blank nodes are so much alike that telling them apart would not end; give them IRIs, or a "
            "property in which they differ"
        )


def _looks(quads: Sequence[Quad]) -> dict[BlankNode, tuple[str, ...]]:
    """What is seen of each blank node without the names of the others (section 4.6, Hash First Degree Quads)."""
    seen: dict[BlankNode, list[str]] = defaultdict(list)
    for quad in quads:
        for node in {end for end in (quad.subject, quad.object) if isinstance(end, BlankNode)}:
            ends = [
                "self" if end == node else "_" if isinstance(end, BlankNode) else str(end)
                for end in (quad.subject, quad.object)
            ]
            seen[node].append(f"{ends[0]} {quad.predicate} {ends[1]} {quad.graph_name}")
    return {node: tuple(sorted(lines)) for node, lines in seen.items()}


def _links(quads: Iterable[Quad]) -> Iterator[_Link]:
    for quad in quads:
        one, other = quad.subject, quad.object
        if isinstance(one, BlankNode) and isinstance(other, BlankNode) and one != other:
            yield one, ("to", quad.predicate.value), other
            yield other, ("from", quad.predicate.value), one


def _components(links: Iterable[_Link]) -> dict[BlankNode, BlankNode]:
    """One node for all that hang together."""
    beside: dict[BlankNode, set[BlankNode]] = defaultdict(set)
    for node, _, other in links:
        beside[node].add(other)
    ends: dict[BlankNode, BlankNode] = {}
    for start in beside:
        waiting = [start] if start not in ends else []
        while waiting:
            node = waiting.pop()
            if node not in ends:
                ends[node] = start
                waiting.extend(beside[node])
    return ends
