"""What do people see of one event, actor, place, source or article before its statements?

For an event the accounts of it side by side; for others their time line, their relations, where they were, and, of
what rests on their word, what rests on no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.dump.timeline_events import STANDINGS, TimelineEvent
from kg.store.snapshot import Snapshot
from server.pages.accounts import Happening, read_figures, read_happening
from server.pages.filters import Filter, read_wanted
from server.pages.graph import Selecting
from server.pages.relations import Relation, relations_of, sayings
from server.pages.shown import Shown, show
from server.pages.windows import Members, Period, draw_whole, draw_window, path_of
from server.pages.worldmap import WorldMap, draw_map


@dataclass(frozen=True, kw_only=True, slots=True)
class Portrait:
    """What is drawn and listed of one thing; whatever does not apply is empty."""

    path: str
    happening: Happening | None
    figures: tuple[str, ...]
    relations: list[Relation]
    said: list[TimelineEvent]
    alone: list[TimelineEvent]
    drawing: Members | None
    world: WorldMap | None


def draw_portrait(
    graph: Selecting, snapshot: Snapshot | None, every: Sequence[TimelineEvent], subject: str, *, is_event: bool
) -> Portrait:
    """The portrait of an IRI among all events of a snapshot."""
    own = [event for event in every if subject in event.involved]
    said, alone = sayings(subject, every)
    return Portrait(
        path=path_of(subject),
        happening=read_happening(graph, snapshot, every, subject),
        figures=read_figures(graph, subject) if is_event else (),
        relations=relations_of(subject, own),
        said=said,
        alone=alone,
        drawing=_draw(show(tuple(own), Filter(actors=(read_wanted(path_of(subject)),), standings=STANDINGS))),
        world=draw_map(own),
    )


def _draw(shown: Shown) -> Members | None:
    extent = shown.extent
    if extent is None:
        return None
    margin = max((extent[1] - extent[0]) // 50, 2)
    period = Period(extent[0] - margin, extent[1] + margin)
    return {"whole": draw_whole(shown), "window": draw_window(shown, period)}
