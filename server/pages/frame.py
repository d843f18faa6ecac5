"""What do all views of filtered events have around them: the form, the chips, the counts?"""

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from kg.dump.timeline_events import STANDINGS
from server.pages.catalogue import Active, Catalogue, Catalogues, Choice, active_filters, class_choices, time_choices
from server.pages.filters import read_filter
from server.pages.shown import Showing, Shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What is shown, out of how many; what can be chosen, and what is chosen."""

    shown: Shown
    total: int
    catalogue: Catalogue
    kinds: tuple[Choice, ...]
    times: tuple[Choice, ...]
    active: list[Active]
    labels: Mapping[str, str]

    def members(self) -> dict[str, object]:
        """The names that the templates use."""
        return {
            "shown": self.shown,
            "asked": self.shown.asked,
            "total": self.total,
            "catalogue": self.catalogue,
            "kinds": self.kinds,
            "times": self.times,
            "active": self.active,
            "labels": self.labels,
            "standings": STANDINGS,
        }


def frame(showing: Showing, catalogues: Catalogues, arguments: MultiDict[str, str]) -> Frame:
    """The frame of a view with the filters of an address; raises Refusal 503 while the events are being read."""
    every = showing.soon()
    catalogue = catalogues.of(every)
    shown = showing.of(read_filter(arguments))
    labels = {choice.value: choice.label for choice in (*catalogue.sources, *catalogue.countries, *catalogue.actors)}
    any_kind = MultiDict([(key, value) for key, value in arguments.items(multi=True) if key != "class"])
    return Frame(
        shown=shown,
        total=len(every),
        catalogue=catalogue,
        kinds=class_choices(showing.of(read_filter(any_kind))),
        times=time_choices(shown),
        active=active_filters(arguments, labels),
        labels=labels,
    )
