"""What does a person see first: which events, when, how sure, and on whose word?

`/` draws them and lists them; the other addresses give the same events, by the same filters, to scripts and programs:
`/timeline/window.json` what lies between two days, `/timeline.json` all, `/timeline.csv` and `/timeline.geojson` as
files, `/timeline.rq` the SPARQL behind.
"""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any, NamedTuple

from flask import Blueprint, Response, current_app, json, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from kg.edtf import EdtfError, edtf_bounds
from kg.errors import DatelineError
from server.http import refusals
from server.pages.behind import write_behind
from server.pages.catalogue import Catalogues, class_choices, time_choices
from server.pages.filters import Filter, read_filter
from server.pages.frame import Frame, frame
from server.pages.shown import Showing, Shown, to_number
from server.pages.taking import to_item, write_csv, write_geojson
from server.pages.windows import Period, draw_whole, draw_window
from server.served import Served

PAGE_ROWS = 100
_ALWAYS = {"page": None, "from": None, "to": None, "around": None}


def create_timeline_blueprint(served: Served, showing: Showing, catalogues: Catalogues) -> Blueprint:
    """The blueprint of `/` and of what its script and its links ask for."""
    blueprint = Blueprint("timeline", __name__)

    @blueprint.get("/")
    def timeline() -> str:
        framed = frame(showing, catalogues, request.args)
        return render_template("timeline.html", **_page(framed, showing))

    @blueprint.get("/timeline/window.json")
    def window() -> Response:
        shown = showing.of(read_filter(request.args))
        return _json(draw_window(shown, _read_period(shown, request.args)))

    @blueprint.get("/timeline.json")
    def timeline_json() -> Response:
        shown = showing.of(read_filter(request.args)).events
        return _json({"snapshot": served.snapshot().id, "events": [to_item(event) for event in shown]})

    @blueprint.get("/timeline.csv")
    def timeline_csv() -> Response:
        shown = showing.of(read_filter(request.args)).events
        return _file(Response(write_csv(shown), content_type="text/csv; charset=utf-8; header=present"), "csv")

    @blueprint.get("/timeline.geojson")
    def timeline_geojson() -> Response:
        shown = showing.of(read_filter(request.args)).events
        return _file(Response(write_geojson(shown), content_type="application/geo+json"), "geojson")

    @blueprint.get("/timeline.rq")
    def timeline_query() -> Response:
        query = write_behind(read_filter(request.args), showing.every())
        return Response(query, content_type="application/sparql-query; charset=utf-8")

    blueprint.app_template_global("with_filters")(with_filters)
    blueprint.app_template_global("known_endpoints")(lambda: current_app.view_functions)
    return blueprint


def read_ahead(showing: Showing, catalogues: Catalogues) -> None:
    """Makes ready in the background what the first page shows, so that the first person does not wait for it."""

    def read() -> None:
        # Whatever went wrong will be told to whoever asks.
        with suppress(DatelineError):
            catalogues.of(showing.every())
            shown = showing.of(Filter())
            draw_window(shown, _read_period(shown, MultiDict()))
            for drawn in (class_choices, time_choices, draw_whole):
                drawn(shown)

    Thread(target=read, name="ahead", daemon=True).start()


def _json(members: Mapping[str, object]) -> Response:
    return Response(json.dumps(members), content_type="application/json")


def _file(response: Response, extension: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="dateline-events.{extension}"'
    return response


def with_filters(endpoint: str, **changes: str | int | None) -> str:
    """The address of an endpoint with the filters of this page, some of them changed; None takes one away."""
    fields: dict[str, Any] = {**request.args.to_dict(flat=False), **_ALWAYS, **changes}
    return url_for(endpoint, **{name: value for name, value in fields.items() if value not in (None, [], [""], "")})


class Rows(NamedTuple):
    """One page of the table."""

    page: int
    pages: int
    events: tuple[object, ...]


def _page(framed: Frame, showing: Showing) -> dict[str, object]:
    shown = framed.shown
    return framed.members() | {
        "rows": _rows(shown),
        "drawing": {"whole": draw_whole(shown), "window": draw_window(shown, _read_period(shown, request.args))},
        "query": partial(write_behind, shown.asked, showing.every()),
    }


def _rows(shown: Shown) -> Rows:
    pages = -(-len(shown.events) // PAGE_ROWS)
    page = min(max(request.args.get("page", 1, type=int), 1), max(pages, 1))
    return Rows(page, pages, shown.events[(page - 1) * PAGE_ROWS : page * PAGE_ROWS])


def _read_period(shown: Shown, arguments: MultiDict[str, str]) -> Period:
    """The window of the address: by default all of what is shown, and a little more."""
    extent = shown.extent or (0, 0)
    margin = max((extent[1] - extent[0]) // 50, 2)
    first = _read_day(arguments, "from", extent[0] - margin)
    last = _read_day(arguments, "to", extent[1] + margin)
    return Period(min(first, last), max(first, last))


def _read_day(arguments: MultiDict[str, str], name: str, default: int) -> int:
    text = arguments.get(name, "")
    if not text:
        return default
    try:
        day = edtf_bounds(text)[0]
    except EdtfError as error:
        raise refusals.malformed(f"{name}: {error}; write 2014-05-03") from error
    return default if day is None else to_number(day.isoformat())
