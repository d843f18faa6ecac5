"""How is one question answered, inside a worker process?

The engine writes straight into frames. A SELECT stops at its limit because a LIMIT was put into it
(`server.grammar.limit_rows`); triples and XML rows are counted on their way.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import IO, BinaryIO, TypeAlias, TypeVar, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    Variable,
    serialize,
)

from kg.store.functions import FUNCTIONS
from kg.vocabulary import PREFIXES
from server.grammar.limit_rows import Limited, limit_rows
from server.grammar.syntax import refuse_syntax
from server.http import formats
from server.http.results import cut_mark, end_of_row, fit_for_xml, write_xml
from server.workers import frames
from server.workers.cells import Harmless
from server.workers.frames import End, Fault, Question
from server.workers.summary import read_rows, write_summary

_T = TypeVar("_T")

Results: TypeAlias = QuerySolutions | QueryBoolean | Iterator[Triple]
Ask: TypeAlias = Callable[[str], Results]
"""Has a text evaluated."""


class TooLarge(Exception):
    """The answer has more bytes than one may have."""


class Cut(Iterable[_T]):
    """The first `limit` of some items; `rows` and `truncated` are known once they have been read."""

    def __init__(self, items: Iterator[_T], limit: int) -> None:
        self._items = items
        self._limit = limit
        self.rows = 0
        self.truncated = False

    def __iter__(self) -> Iterator[_T]:
        for item in islice(self._items, self._limit):
            self.rows += 1
            yield item
        self.truncated = next(self._items, None) is not None


class Sender:
    """A binary stream that turns what is written into `DATA` frames of at least `frames.CHUNK` bytes.

    The last piece is held until `send`, so that the end of an answer can still be changed. `counted` is how often
    `mark` stands in what was written.
    """

    def __init__(self, out: BinaryIO, most: int, mark: bytes = b"") -> None:
        self._out = out
        self._most = most
        self._mark = mark
        self._held = bytearray()
        self._tail = b""
        self._sent = 0
        self.counted = 0

    @property
    def begun(self) -> bool:
        """Whether some of the answer is on its way already."""
        return self._sent > 0

    def write(self, data: bytes) -> int:
        """Takes bytes; sends what came before them when enough has come together."""
        if len(self._held) >= frames.CHUNK:
            self.send()
        if self._mark:
            # A mark may begin in what was written before, though that may be sent already.
            joined = self._tail + bytes(data)
            self.counted += joined.count(self._mark)
            self._tail = joined[len(joined) - len(self._mark) + 1 :] if len(joined) >= len(self._mark) else joined
        self._held += data
        if self._sent + len(self._held) > self._most:
            raise TooLarge
        return len(data)

    def flush(self) -> None:
        """Does nothing: the engine calls it before the end of the answer is settled."""

    def send(self) -> None:
        """Sends what is held."""
        if self._held:
            frames.write_frame(self._out, frames.DATA, bytes(self._held))
        self._sent += len(self._held)
        self._held.clear()

    def end_with(self, change: tuple[bytes, bytes]) -> None:
        """Replaces the last bytes by others."""
        self._held = self._held.removesuffix(change[0]) + change[1]


def answer(store: Store, question: Question, out: BinaryIO) -> End | Fault:
    """Evaluates one question, sends its `DATA` frames to `out` and returns how it ended."""
    try:
        return write_answer(partial(evaluate, store, question), question, out)
    except SyntaxError:
        return misspelt(question)
    except MemoryError:
        return Fault(kind="memory", message="out of memory")
    except TooLarge:
        return Fault(kind="size", message="too many bytes")
    except (ValueError, OSError, RuntimeError) as error:
        return Fault(kind="engine", message=str(error))


def misspelt(question: Question) -> Fault:
    """What does not parse in a query that the engine refused: reading it once more may take a while."""
    found = refuse_syntax(question.text, PREFIXES)
    return Fault(kind="syntax", message=found.detail, place=found.place, expected=found.expected)


def write_answer(ask: Ask, question: Question, out: BinaryIO) -> End | Fault:
    """Has a question evaluated, sends its `DATA` frames to `out` and returns how it ended."""
    form = formats.RESULTS.get(question.media_type)
    native = form is not None and form != QueryResultsFormat.XML
    limited = limit_rows(question.text, question.max_rows) if native else None
    results = ask(limited.text if limited else question.text)
    if question.telling == "summary":
        return _summarise(ask, results, limited, question, out)
    if isinstance(results, QuerySolutions) and limited is not None and form is not None:
        sender = Sender(out, question.max_bytes, end_of_row(form))
        _write_rows(results, form, question, sender)
        return _close(sender, question, form, _cut_rows(ask, limited, sender.counted))
    sender = Sender(out, question.max_bytes)
    if isinstance(results, QuerySolutions) and form == QueryResultsFormat.XML:
        return _close(sender, question, form, _write_xml(results, question, sender))
    if isinstance(results, QueryBoolean) and form is not None:
        _write_rows(results, form, question, sender)
        return _close(sender, question, form, None)
    graph = formats.GRAPHS.get(question.media_type)
    if graph is not None and not isinstance(results, QuerySolutions | QueryBoolean):
        fitting = fit_for_xml(results) if graph == RdfFormat.RDF_XML else results
        triples = Cut(fitting, question.max_rows)
        serialize(triples, cast(IO[bytes], sender), graph, prefixes=PREFIXES)
        return _close(sender, question, graph, triples.rows if triples.truncated else None)
    return Fault(kind="format", message=f"the answer cannot be written as {question.media_type}")


def _summarise(ask: Ask, results: Results, limited: Limited | None, question: Question, out: BinaryIO) -> End:
    if isinstance(results, QuerySolutions | QueryBoolean):
        rows = read_rows(results)
        cut_at = limited and _cut_rows(ask, limited, len(rows.rows) - 1)
    else:
        triples = Cut(results, question.max_rows)
        rows = read_rows(triples)
        cut_at = triples.rows if triples.truncated else None
    sender = Sender(out, question.max_bytes)
    sender.write(write_summary(rows, question.text))
    sender.send()
    return End(rows=cut_at or 0, truncated=cut_at is not None)


def _write_rows(
    results: QuerySolutions | QueryBoolean, form: QueryResultsFormat, question: Question, sender: Sender
) -> None:
    if question.telling == "spreadsheet":
        cells = Harmless(sender.write)
        results.serialize(cast(IO[bytes], cells), form)
        cells.close()
    else:
        results.serialize(cast(IO[bytes], sender), form)


def _cut_rows(ask: Ask, limited: Limited, boundaries: int) -> int | None:
    """How many rows were written if there are more of them."""
    if limited.beyond is None or boundaries + 1 < limited.rows:
        return None
    more = ask(limited.beyond)
    return limited.rows if isinstance(more, QuerySolutions) and next(more, None) is not None else None


def _write_xml(results: QuerySolutions, question: Question, sender: Sender) -> int | None:
    rows = Cut(map(tuple, results), question.max_rows)
    for piece in write_xml([variable.value for variable in results.variables], rows):
        sender.write(piece)
    return rows.rows if rows.truncated else None


def _close(sender: Sender, question: Question, form: QueryResultsFormat | RdfFormat, cut_at: int | None) -> End:
    mark = cut_mark(form, cut_at) if cut_at is not None and question.marked and sender.begun else None
    if mark is not None:
        sender.end_with(mark)
    sender.send()
    return End(rows=cut_at or 0, truncated=cut_at is not None)


def evaluate(store: Store, question: Question, text: str) -> Results:
    """The engine's results for a text, with dataset and substitutions of a question."""
    default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(graph) for graph in question.default_graphs]
    named: list[NamedNode | BlankNode] = [NamedNode(graph) for graph in question.named_graphs]
    # Given as parameters, the graphs replace the FROM clauses (Protocol, section 2.1.4).
    protocol = bool(default or named)
    return store.query(
        text,
        base_iri=question.base,
        prefixes=_prefixes_in(text),
        use_default_graph_as_union=question.union,
        default_graph=default if protocol else None,
        named_graphs=named if protocol else None,
        substitutions={Variable(name): NamedNode(iri) for name, iri in question.substitutions},
        custom_functions=FUNCTIONS if "(" in text else None,
    )


def _prefixes_in(text: str) -> dict[str, str]:
    """The known prefixes that a text may use: the engine reads each one anew."""
    return {name: space for name, space in PREFIXES.items() if f"{name}:" in text}
