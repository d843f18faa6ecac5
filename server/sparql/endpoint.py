"""What does a SPARQL endpoint do for a request, whatever carries the request?

Queries of a source's current version, each in a worker with limits (`server.workers.limits`), and changes to a source
that takes them. Nothing here knows a web framework.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from kg.vocabulary import PREFIXES
from server.grammar.bases import move_bases
from server.grammar.danger import LONGEST, Inspection, inspect, refuse_dangerous_update, refuse_unknown_graphs
from server.grammar.loads import silence_loads
from server.grammar.using import put_using
from server.http import refusals
from server.http.access import Access
from server.http.formats import offers, tells_cut
from server.http.negotiate import choose
from server.sparql.federation import Federation
from server.sparql.remote import Services
from server.sparql.source import Source, WritableSource, version_of
from server.workers.answers import Answer, Stream
from server.workers.frames import LARGEST_ANSWER, Question
from server.workers.limits import Pool
from server.workers.nursery import Nursery
from server.workers.turns import never
from server.workers.writes import Write

_LONGEST_ANSWERED = 8 << 20
"""Characters of a query in which the answers of other endpoints stand."""
_HELD_SECONDS = 0.2
_HELD_ROWS = 200_000
"""Where more rows are granted, an answer that has too many is not complete by then: it need not be waited for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one request is granted: seconds, rows, bytes of an answer, MiB of memory, bytes of a body.

    A whole graph may have `triples` rows, and a document that is written to one `document` bytes. `workers` queries
    run at once, over a store in memory where that takes at most `resident` MiB; `patience` is how many seconds one
    waits for its turn. `services` are the endpoints that SERVICE may call.
    """

    workers: int = 2
    seconds: float = 30.0
    rows: int = 100_000
    size: int = LARGEST_ANSWER
    memory: int = 2048
    resident: int = 1024
    body: int = 1 << 20
    triples: int = 1_000_000
    document: int = 64 << 20
    patience: float = 5.0
    services: Services = field(default_factory=Services)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A query or an update as the protocol carries it, with its graphs and the base of its relative IRIs."""

    text: str
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """Who asks: the address that has its own line, and whether it has hung up."""

    name: str = ""
    gone: Callable[[], bool] = never


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A query that may be run, in the format that the client likes best.

    `lasts` says that the answer is the same each time as long as the data are of one version.
    """

    question: Question
    inspection: Inspection
    lasts: bool

    def tag_of(self, store: Path) -> str | None:
        """For the answer from a store, the same for the same answer (RFC 9110 section 8.8.3).

        None when there may be another one each time.
        """
        return _tag(version_of(store), self.question) if self.lasts else None


class Endpoint:
    """A source behind its limits; `access` has the tokens that writing needs.

    `nursery` has the workers of a source that is no folder: it may change at any time, so its answers have no tag.
    """

    def __init__(self, source: Source, limits: Limits, access: Access, nursery: Nursery | None = None) -> None:
        self.source = source
        self.limits = limits
        self._federation = Federation(limits.services)
        self._access = access
        self._lasts = nursery is None
        self.nursery = nursery or Nursery(source.store, limits.resident)
        self.pool = Pool(self.nursery, size=limits.workers, memory=limits.memory, patience=limits.patience)

    def plan(self, asked: Asked, accept: str | None) -> Planned:
        """Looks a query over and chooses its format; raises Refusal for what is never run."""
        moved = move_bases(asked.text, PREFIXES)
        text = self._federation.answer_calls(moved, PREFIXES)
        called = text != moved
        inspection = inspect(text, PREFIXES, _LONGEST_ANSWERED if called else LONGEST)
        media_type = choose(accept, offers(inspection.form))
        graphs = (*asked.default_graphs, *asked.named_graphs, *inspection.graphs)
        if graphs and self.source.union:
            refuse_unknown_graphs(graphs, self.pool.graphs())
        question = Question(
            text=text,
            media_type=media_type,
            base=asked.base,
            union=self.source.union and not graphs,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            max_rows=self.limits.rows,
            max_bytes=self.limits.size,
            seconds=self.limits.seconds,
        )
        return self._planned(question, replace(inspection, volatile=True) if called else inspection)

    def plan_graph(self, text: str, graph: str | None, media_type: str) -> Planned:
        """A query of ours for a whole graph, `?graph` in it, or for the default graph."""
        question = Question(
            text=text,
            media_type=media_type,
            union=self.source.union,
            substitutions=(("graph", graph),) if graph else (),
            max_rows=self.limits.triples,
            max_bytes=self.limits.size,
            seconds=self.limits.seconds,
        )
        return self._planned(question, Inspection(form="CONSTRUCT", graphs=()))

    def _planned(self, question: Question, inspection: Inspection) -> Planned:
        return Planned(question=question, inspection=inspection, lasts=self._lasts and not inspection.volatile)

    def run(self, planned: Planned, client: Client, *, whole: bool = False) -> Answer | Stream:
        """The answer; `whole` to have it complete, as its size or its cut must be known.

        An answer whose format cannot say at its end that it was cut is held back for a moment, in which most are
        complete and can say so before their beginning; a longer one that is cut is broken off.
        """
        question, form = planned.question, planned.inspection.form
        if whole:
            return self.pool.ask(question, client.gone, client.name)
        hold: float | None = _HELD_SECONDS if question.max_rows <= _HELD_ROWS else 0.0
        if tells_cut(form, question.media_type):
            hold = None
        return self.pool.stream(question, client.gone, client.name, hold)

    def admit(self, token: str | None, client: str) -> WritableSource:
        """The source, to be written to; raises Refusal 403 when it takes no changes, and what `Access.admit` does."""
        if not isinstance(self.source, WritableSource):
            raise refusals.immutable()
        if not self._access.is_on("write"):
            raise refusals.writing_off()
        self._access.admit("write", token, client)
        return self.source

    def update(self, source: WritableSource, asked: Asked) -> None:
        """Applies an update request, whose USING clauses are the graphs that came beside it."""
        text = silence_loads(move_bases(asked.text, PREFIXES))
        refuse_dangerous_update(text)
        text = put_using(text, asked.default_graphs, asked.named_graphs)
        self.write(source, Write(kind="update", text=text, base=asked.base))

    def write(self, source: WritableSource, write: Write) -> bool:
        """Makes one change; true when a graph was created."""
        return source.write(write, seconds=self.limits.seconds, memory=self.limits.memory)

    def close(self) -> None:
        """Ends the workers."""
        self.pool.close()
        self.nursery.close()


def _tag(version: str, question: Question) -> str:
    bound = (value for _, value in question.substitutions)
    graphs = "\n".join((*question.default_graphs, "", *question.named_graphs, "", *bound))
    parts = (version, question.media_type, question.base or "", str(question.max_rows), graphs, question.text)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
