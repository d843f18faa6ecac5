"""Which files hold events for people without RDF?

`events.csv`, `events.geojson` and `events.jsonld.gz`, with `context.jsonld` beside them, and `timeline.jsonl.gz`, an
event a line, written as the events come.
"""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.dump.event_csv import HEADER, UTF8_MARK, event_row, to_csv
from kg.dump.event_geojson import to_feature
from kg.dump.event_jsonld import context_document, to_object
from kg.dump.event_records import EventRecord
from kg.dump.files import open_packed
from kg.dump.timeline_file import NAME, TimelineWriter

CONTEXT = "context.jsonld"


class EventFiles:
    """The files of one folder, open for writing."""

    def __init__(self, folder: Path) -> None:
        self._open = ExitStack()
        self._table = self._open.enter_context((folder / "events.csv").open("wb"))
        self._map = self._open.enter_context((folder / "events.geojson").open("wb"))
        self._objects = self._open.enter_context(open_packed(folder / "events.jsonld.gz"))
        self._timeline = TimelineWriter(self._open.enter_context(open_packed(folder / NAME)))
        self._parting, self._map_parting = b"\n", b"\n"
        (folder / CONTEXT).write_text(context_document(), encoding="utf-8")

    def __enter__(self) -> Self:
        self._table.write(UTF8_MARK + to_csv([HEADER]))
        self._map.write(b'{"type": "FeatureCollection", "features": [')
        context = context_document().strip().removesuffix("}").rstrip()
        self._objects.write(f'{context},\n"@graph": ['.encode())
        return self

    def add(self, event: EventRecord) -> None:
        """One more event."""
        self._timeline.add(event)
        self._table.write(to_csv([event_row(event)]))
        self._objects.write(self._parting + to_object(event).encode())
        self._parting = b",\n"
        feature = to_feature(event)
        if feature is not None:
            self._map.write(self._map_parting + feature.encode())
            self._map_parting = b",\n"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._map.write(b"\n]}\n")
        self._objects.write(b"\n]}\n")
        self._open.__exit__(kind, error, trace)
