"""What do the lines of a shelf say of one node?

What is said of an article's own nodes stands in its piece, what is said of shared ones in two sorted tables. Few
pieces are in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from urllib.parse import unquote

from pyoxigraph import NamedNode, Quad, Triple

from kg import iri
from kg.dump.event_records import Node, Term
from kg.pieces.lines import to_quads
from kg.pieces.shelf import Shelf

_PIECES_AT_ONCE = 4
"""Events come by article; those whose keys begin with one another come in turns."""
_KNOWN_NAMES = 1 << 13
_BETWEEN = (
    "SELECT line FROM loose WHERE line >= ? AND line < ? UNION SELECT line FROM whole WHERE line >= ? AND line < ?"
)


class ShelfGraph:
    """The quads of a shelf, by subject, and by object where the subject is of the same article."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._opened = lru_cache(_PIECES_AT_ONCE)(self._open)
        self._article_called = lru_cache(_KNOWN_NAMES)(self._key_of)

    def quads_for_pattern(
        self, subject: Node | None, predicate: NamedNode | None, object_: Term | None, /
    ) -> Iterator[Quad]:
        """The quads that match; None stands for any. Raises ValueError when neither subject nor object is named."""
        for quad in self._about(subject) if subject is not None else self._to(object_):
            if (predicate is None or quad.predicate == predicate) and (object_ is None or quad.object == object_):
                yield quad

    def _about(self, node: Node) -> Iterable[Quad]:
        own = self._article_of(node)
        return to_quads(self._between(f"{node} ", f"{node}!")) if own is None else own.about.get(node, ())

    def _to(self, node: Term | None) -> Iterable[Quad]:
        if node is None:
            raise ValueError("a pattern without subject and object matches the whole graph")
        own = self._article_of(node)
        return () if own is None else own.pointing.get(node, ())

    def _article_of(self, node: Term) -> "_Opened | None":
        """The quads of the article that a node belongs to; None when it belongs to none."""
        path = iri.local_path(node.value) if isinstance(node, NamedNode) else None
        key = None if path is None else self._article_called(path.partition("/")[0])
        return None if key is None else self._opened(key)

    def _key_of(self, name: str) -> str | None:
        """The key of the article whose name in IRIs this is."""
        key = unquote(name)
        return key if self._shelf.has(key) else None

    def _open(self, key: str) -> "_Opened":
        name = f"<{iri.mint_article(key)}"
        shared = chain(self._between(f"{name}>", f"{name}?"), self._between(f"{name}/", f"{name}0"))
        return _Opened(to_quads(chain(self._shelf.lines(key), shared)))

    def _between(self, first: str, bound: str) -> list[str]:
        return [line for (line,) in self._shelf.database.execute(_BETWEEN, (first, bound) * 2)]


class _Opened:
    """Quads by their subjects, and by their objects where these are IRIs."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.about: defaultdict[Node | Triple, list[Quad]] = defaultdict(list)
        self.pointing: defaultdict[Term, list[Quad]] = defaultdict(list)
        for quad in quads:
            self.about[quad.subject].append(quad)
            target = quad.object
            if isinstance(target, NamedNode):
                self.pointing[target].append(quad)
