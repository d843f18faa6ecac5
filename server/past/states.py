"""How does every address of the server answer as of another time?

A data folder of its own holds the state of that time, and a whole application answers from it: pages, timeline,
SPARQL and dumps alike, with nothing in them that knows of time. A state is a snapshot (see `kg.pipeline.rebuild`),
so a query of it costs what a query of the present costs; it is made when it is first asked for, and answers before
its dumps are written. Between two days of publication nothing changes, so there are no more states than days on
which something was published. The latest few stay.
"""

import fcntl
import shutil
import tempfile
import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import IO

from flask import Flask
from pyoxigraph import Literal, Store

from kg.settings import ServeSettings
from kg.store.history import read_history, served_at
from kg.vocabulary import DL, RDF
from server.http import refusals
from server.http.clients import current_client
from server.http.refusals import Refusal
from server.past.historian import Historian
from server.past.making import Making
from server.past.moment import Moment
from server.past.tasks import Restoration
from server.served import Served

_PREFIX, _HELD = "dateline-past-", "held"
_KEPT = 3
"""Applications of other times that are kept; each has workers of its own."""
_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 5.0
"""How long a request waits for a state before it is told to come back."""


def own_folder() -> tuple[Path, IO[str]]:
    """A temporary folder, and the file that is locked in it as long as its process lives; those of dead ones go."""
    for former in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError), (former / _HELD).open("r+", encoding="ascii") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(former, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    held = (folder / _HELD).open("w", encoding="ascii")
    fcntl.flock(held, fcntl.LOCK_EX)
    return folder, held


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """The days on which something was certainly published by, earliest first; how many articles have none."""

    days: tuple[date, ...]
    undated: int


def settings_of_the_past(settings: ServeSettings, data: Path) -> ServeSettings:
    """How an application of another time is served: by one worker, to be read alone, with nothing logged twice."""
    return replace(
        settings,
        data=data,
        workers=1,
        token=None,
        token_file=None,
        closed=False,
        behind_proxy=False,
        log_requests=False,
    )


class Past:
    """The applications of other times over one data folder."""

    def __init__(
        self, served: Served, historian: Historian, make: Callable[[Path, str], Flask], end: Callable[[Flask], None]
    ) -> None:
        self._served = served
        self._historian = historian
        self._make, self._end = make, end
        self._lock = Lock()
        self._root, self._held = own_folder()
        self._apps: OrderedDict[str, Flask] = OrderedDict()
        self._makings: dict[str, Making] = {}

    def app(self, moment: Moment) -> Flask | None:
        """The application that answers for a time; None when that is the present.

        Raises Refusal when nothing was published or kept by then.
        """
        base = self._base(moment)
        day = None if moment.until is None else _last_day(_published(base / "store"), moment.until)
        if day is None and base == self._served.snapshot().folder:
            return None
        name = base.name if day is None else f"{base.name}-{day}"
        making = self._begun(name, base, day)
        if making is not None:
            making.wait(_PATIENCE_SECONDS)
        with self._lock:
            if name not in self._apps:
                raise refusals.too_busy(1)  # others have asked for more states than are kept
            self._apps.move_to_end(name)
            return self._apps[name]

    def _begun(self, name: str, base: Path, day: date | None) -> Making | None:
        """The making of a state, begun now if nobody has asked for it; None when it is ready."""
        with self._lock:
            if name in self._apps:
                return None
            making = self._makings.get(name)
            if making is None or making.is_over:
                client = current_client()
                what = f"The state as of {day}" if day else f"The state of snapshot {base.name}"
                making = Making(what, self._progress(name), lambda: self._add(name, base, day, client))
                self._makings[name] = making
            return making

    def _add(self, name: str, base: Path, day: date | None, client: str) -> None:
        """Make a state and let its application answer; the one that was asked for the longest ago goes."""
        app = self._make(self._state(name, base, day, client), _tell(base, day))
        with self._lock:
            self._apps[name] = app
            del self._makings[name]
            while len(self._apps) > _KEPT:
                former, other = self._apps.popitem(last=False)
                self._end(other)
                shutil.rmtree(self._root / former, ignore_errors=True)

    def _progress(self, name: str) -> Path:
        return self._root / f"{name}.progress"

    def _base(self, moment: Moment) -> Path:
        """The folder of the snapshot that was served."""
        if moment.ingested is None:
            return self._served.snapshot().folder
        turn = served_at(read_history(self._served.data), moment.ingested)
        if turn is None:
            raise refusals.missing(f"Nothing was served here by {moment.ingested.isoformat()}")
        folder = self._served.data / "snapshots" / turn.snapshot
        if not folder.is_dir():
            raise Refusal(410, "Gone", f"The snapshot {turn.snapshot}, served at that time, is kept no longer")
        return folder

    def _state(self, name: str, base: Path, day: date | None, client: str) -> Path:
        """A data folder with a state."""
        folder = self._root / name
        if folder.is_dir():
            shutil.rmtree(folder)
        if day is not None:
            task = Restoration(snapshot=base.resolve(), until=day, into=folder, progress=self._progress(name))
            restoring = Making(name, task.progress, lambda: self._historian.restore(task, client))
            while not restoring.is_over and not _is_served(folder, base):
                time.sleep(_POLL_SECONDS)
            if restoring.is_over:
                restoring.wait(0)
            return folder
        folder.mkdir()
        (folder / "snapshots").symlink_to(base.parent.resolve())
        (folder / "current").write_text(base.name + "\n", encoding="ascii")
        return folder

    def close(self) -> None:
        """Ends every application and removes their folders."""
        with self._lock:
            for app in self._apps.values():
                self._end(app)
            self._apps.clear()
        self._held.close()
        shutil.rmtree(self._root, ignore_errors=True)


def _is_served(folder: Path, base: Path) -> bool:
    """Whether a state can be read, though its dumps are still being written."""
    try:
        return (folder / "current").read_text(encoding="ascii").strip() not in ("", base.name)
    except OSError:
        return False


@lru_cache(maxsize=8)
def _published(store: Path) -> Published:
    """When the articles of a snapshot were published; a snapshot never changes."""
    graph = Store.read_only(str(store))
    days: set[date] = set()
    undated = 0
    for article in graph.quads_for_pattern(None, RDF.type, DL.NewsArticle):
        found = [quad.object for quad in graph.quads_for_pattern(article.subject, DL.latest, None)]
        latest = [date.fromisoformat(term.value[:10]) for term in found if isinstance(term, Literal)]
        days.update(latest)
        undated += not latest
    return Published(days=tuple(sorted(days)), undated=undated)


def _last_day(published: Published, until: date) -> date | None:
    """The last day by then on which something was published; None when that leaves nothing out."""
    place = bisect_right(published.days, until)
    if not place:
        first = f"; the first was by {published.days[0]}" if published.days else ""
        raise refusals.missing(f"No article was certainly published by {until}{first}")
    whole = place == len(published.days) and not published.undated
    return None if whole else published.days[place - 1]


def _tell(base: Path, day: date | None) -> str:
    """What a page of that time says of itself."""
    if day is None:
        return f"This is snapshot {base.name}, which is served no longer."
    return f"As of {day}: only what was published by then, and what follows from that alone."
