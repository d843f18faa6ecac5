"""What do people see of one event, actor, place, source, article or type of event before its statements?

For an event the accounts of it side by side; for others the timeline of their events, their relations, where they
were, and, of what rests on their word, what rests on no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlencode

from werkzeug.datastructures import MultiDict

from kg import iri
from kg.dump.timeline_events import TimelineEvent
from kg.store.snapshot import Snapshot
from server.pages.accounts import Happening, read_figures, read_happening
from server.pages.filters import read_filter
from server.pages.graph import Selecting
from server.pages.known import Described
from server.pages.relations import Relation, relations_of, sayings
from server.pages.shown import Shown, show
from server.pages.windows import Members, Period, draw_whole, draw_window, path_of
from server.pages.worldmap import WorldMap, draw_map


@dataclass(frozen=True, kw_only=True, slots=True)
class Portrait:
    """What is drawn and listed of one thing; whatever does not apply is empty.

    `query` are the fields of the timeline's address that show `events`.
    """

    path: str
    query: str
    events: tuple[TimelineEvent, ...]
    happening: Happening | None
    figures: tuple[str, ...]
    relations: list[Relation]
    said: list[TimelineEvent]
    alone: list[TimelineEvent]
    drawing: Members | None
    world: WorldMap | None


def draw_portrait(
    graph: Selecting, snapshot: Snapshot | None, every: Sequence[TimelineEvent], subject: Described
) -> Portrait:
    """The portrait of what an IRI names among all events of a snapshot."""
    name = subject.iri
    said, alone = sayings(name, every)
    fields, own = _own(subject, every, said)
    asked = MultiDict([*fields.items(), ("standing", "all")])
    return Portrait(
        path=path_of(name),
        query=urlencode(list(asked.items(multi=True))),
        events=own,
        happening=read_happening(graph, snapshot, every, name),
        figures=read_figures(graph, name) if subject.kind == "Event" else (),
        relations=relations_of(name, own),
        said=said,
        alone=alone,
        drawing=_draw(show(own, read_filter(asked))),
        world=draw_map(own),
    )


def _own(
    subject: Described, every: Sequence[TimelineEvent], said: Sequence[TimelineEvent]
) -> tuple[dict[str, str], tuple[TimelineEvent, ...]]:
    """The events of an article, of a type or category, of whoever is in them, else on whose word they rest."""
    name = subject.iri
    if subject.kind == "NewsArticle":
        inside = name + "/event/"
        fields = {"article": unquote(iri.local_path(name) or "")}
        return fields, tuple(event for event in every if event.iri.startswith(inside))
    if name.startswith(iri.PLOVER):
        category = name.removeprefix(iri.PLOVER)
        return {"plover": category}, tuple(event for event in every if event.plover == category)
    if subject.kind == "Concept":
        return {"type": subject.title}, tuple(event for event in every if event.type == subject.title)
    own = tuple(event for event in every if name in event.involved)
    return ({"actor": path_of(name)}, own) if own or not said else ({"source": path_of(name)}, tuple(said))


def _draw(shown: Shown) -> Members | None:
    extent = shown.extent
    if extent is None:
        return None
    return {"whole": draw_whole(shown), "window": draw_window(shown, _most(shown, extent))}


def _most(shown: Shown, extent: tuple[int, int]) -> Period:
    """All days, or those of the middle four fifths of the events where these lie much closer together."""
    tenth = len(shown.placed) // 10
    first, last = shown.placed[tenth].first, sorted(one.last for one in shown.placed)[-1 - tenth]
    if last - first > (extent[1] - extent[0]) // 3:
        first, last = extent
    margin = max((last - first) // 50, 2)
    return Period(first - margin, last + margin)
