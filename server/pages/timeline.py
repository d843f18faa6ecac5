"""What does a person see first: which events, when, how sure, and filtered by what?

`/` draws them, `/timeline.json` is what its script reads; both take the same filters from the address. Without
`standing` only what is asserted is shown: hearsay is one click away, never mixed in unasked.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple, get_args

from flask import Blueprint, Response, json, render_template, request
from werkzeug.datastructures import MultiDict

from kg import iri
from kg.model import EventClass
from server.pages.events import STANDINGS, Events, Standing, TimelineEvent
from server.served import Served

PAGE_ROWS = 200
_MOST_ACTORS = 300


class Choice(NamedTuple):
    """A value that a filter offers: what goes into the address, what is read, and for how many events it holds."""

    value: str
    label: str
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """Which events to show; an empty text holds nothing back. `start` and `end` are ISO days."""

    actor: str = ""
    cls: str = ""
    standings: tuple[Standing, ...] = ("asserted",)
    start: str = ""
    end: str = ""
    words: str = ""

    def holds(self, event: TimelineEvent) -> bool:
        """Whether the event is shown; an event may lie partly inside the span of days."""
        return (
            not set(self.standings).isdisjoint(event.standings)
            and (not self.cls or event.cls == self.cls)
            and (not self.actor or self.actor in event.involved)
            and (not self.start or not event.latest or event.latest >= self.start)
            and (not self.end or not event.earliest or event.earliest <= self.end)
            and (not self.words or self.words.casefold() in _searched(event))
        )


def _searched(event: TimelineEvent) -> str:
    return " ".join((event.label, event.type, *(party.label for party in event.parties))).casefold()


def read_filter(arguments: MultiDict[str, str]) -> Filter:
    """The filter of an address; `standing` may come several times, `standing=all` shows everything."""
    asked = arguments.getlist("standing")
    standings = STANDINGS if "all" in asked else tuple(name for name in STANDINGS if name in asked)
    actor = arguments.get("actor", "")
    return Filter(
        actor=iri.mint_local(actor) if actor and ":" not in actor else actor,
        cls=arguments.get("class", ""),
        standings=standings or ("asserted",),
        start=arguments.get("start", ""),
        end=arguments.get("end", ""),
        words=arguments.get("words", "").strip(),
    )


def create_timeline_blueprint(served: Served, events: Events) -> Blueprint:
    """The blueprint of `/` and `/timeline.json`."""
    blueprint = Blueprint("timeline", __name__)

    @blueprint.get("/")
    def timeline() -> str:
        asked = read_filter(request.args)
        every = events.of(served.snapshot().id)
        shown = [event for event in every if asked.holds(event)]
        page = max(request.args.get("page", 1, type=int), 1)
        return render_template(
            "timeline.html",
            asked=asked,
            classes=get_args(EventClass),
            standings=STANDINGS,
            actors=actor_choices(every),
            counts=Counter(event.standing for event in every),
            total=len(every),
            shown=len(shown),
            rows=shown[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
            page=page,
            pages=-(-len(shown) // PAGE_ROWS),
        )

    @blueprint.get("/timeline.json")
    def timeline_json() -> Response:
        asked = read_filter(request.args)
        snapshot = served.snapshot().id
        shown = [to_item(event) for event in events.of(snapshot) if asked.holds(event)]
        return Response(json.dumps({"snapshot": snapshot, "events": shown}), content_type="application/json")

    return blueprint


def actor_choices(events: tuple[TimelineEvent, ...]) -> list[Choice]:
    """The actors and places of most events, most first."""
    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for event in events:
        for party in (*event.parties, *((event.place,) if event.place else ())):
            labels.setdefault(party.iri, party.label)
        counts.update(event.involved)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], labels[item[0]], item[0]))
    return [Choice(iri.local_path(name) or name, labels[name], count) for name, count in ranked[:_MOST_ACTORS]]


def to_item(event: TimelineEvent) -> dict[str, object]:
    """An event as the page's script reads it."""
    return {
        "iri": event.iri,
        "page": iri.local_path(event.iri),
        "label": event.label,
        "class": event.cls,
        "type": event.type,
        "edtf": event.edtf,
        "when": event.when,
        "earliest": event.earliest or None,
        "latest": event.latest or None,
        "basis": event.basis,
        "standing": event.standing,
        "standings": event.standings,
        "place": event.place.label if event.place else None,
        "parties": [{"role": party.role, "label": party.label} for party in event.parties],
    }
