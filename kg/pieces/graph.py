"""What do the lines of a shelf say of one node?

What is said of an article's own nodes stands in its piece, what is said of shared ones in two sorted tables. Lines
become quads only when they are asked for, and the lines of few pieces are in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from urllib.parse import unquote

from pyoxigraph import NamedNode, Quad

from kg import iri
from kg.dump.event_records import Node, Term
from kg.pieces.lines import to_quads
from kg.pieces.shelf import Shelf

_PIECES_AT_ONCE = 4
"""Events come by article; those whose keys begin with one another come in turns."""
_KNOWN_KEYS = 1 << 13
_BETWEEN = (
    "SELECT line FROM loose WHERE line >= ? AND line < ? UNION SELECT line FROM whole WHERE line >= ? AND line < ?"
)


class ShelfGraph:
    """The quads of a shelf, by subject, and by object where the subject is of the same article."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._is_article = lru_cache(_KNOWN_KEYS)(shelf.has)
        self._opened = lru_cache(_PIECES_AT_ONCE)(self._open)

    def quads_for_pattern(
        self, subject: Node | None, predicate: NamedNode | None, object_: Term | None, /
    ) -> Iterator[Quad]:
        """The quads that match; None stands for any. Raises ValueError when neither subject nor object is named."""
        lines = self._lines_about(subject) if subject is not None else self._lines_to(object_)
        for quad in to_quads(lines):
            if (predicate is None or quad.predicate == predicate) and (object_ is None or quad.object == object_):
                yield quad

    def _lines_about(self, node: Node) -> Sequence[str]:
        own = self._article_of(node)
        return self._between(f"{node} ", f"{node}!") if own is None else own.about.get(str(node), ())

    def _lines_to(self, node: Term | None) -> Sequence[str]:
        if node is None:
            raise ValueError("a pattern without subject and object matches the whole graph")
        own = self._article_of(node)
        return () if own is None else own.pointing.get(str(node), ())

    def _article_of(self, node: Term) -> "_Opened | None":
        """The lines of the article that a node belongs to; None when it belongs to none."""
        path = iri.local_path(node.value) if isinstance(node, NamedNode) else None
        key = None if path is None else unquote(path.partition("/")[0])
        return self._opened(key) if key is not None and self._is_article(key) else None

    def _open(self, key: str) -> "_Opened":
        name = f"<{iri.mint_article(key)}"
        shared = chain(self._between(f"{name}>", f"{name}?"), self._between(f"{name}/", f"{name}0"))
        return _Opened(chain(self._shelf.lines(key), shared))

    def _between(self, first: str, bound: str) -> list[str]:
        return [line for (line,) in self._shelf.database.execute(_BETWEEN, (first, bound) * 2)]


class _Opened:
    """Lines by their subjects, and by their objects where these are IRIs."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.about: defaultdict[str, list[str]] = defaultdict(list)
        self.pointing: defaultdict[str, list[str]] = defaultdict(list)
        for line in lines:
            subject, _, rest = line.split(" ", 2)
            self.about[subject].append(line)
            if rest.startswith("<"):
                self.pointing[rest.partition(" ")[0]].append(line)
