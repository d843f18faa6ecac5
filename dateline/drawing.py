"""How does a timeline look as a picture in a notebook?

One line an event. A day is a dot, what lasted from one day to another a bar, what happened some time within a stretch
a haze, and an open end fades out: the picture never shows a date more exactly than it is known. Colours and dashes
tell the standing, as on the server's page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from dateline.table import import_pandas
from kg.errors import UsageError

if TYPE_CHECKING:
    import pandas

_TONES = {
    "asserted": ("#0f5a8f", ""),
    "contested": ("#8a3200", ""),
    "reported": ("#6b5900", "5 3"),
    "envisaged": ("#6a3fa0", "2 3"),
    "denied": ("#a3152a", "8 3 2 3"),
}
_LEFT, _RIGHT, _TOP, _ROW, _DOT = 10, 470, 26, 20, 4.5
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


class Event(NamedTuple):
    """What is drawn of an event; an open end is None."""

    label: str
    when: str
    lasted: bool
    earliest: date | None
    latest: date | None
    standing: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that a notebook shows; `svg` is its text."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scale:
    first: int
    last: int
    width: int

    def x(self, day: date) -> float:
        share = (day.toordinal() - self.first) / max(self.last - self.first, 1)
        return _LEFT + share * (self.width - _LEFT - _RIGHT)


def draw_timeline(frame: pandas.DataFrame, *, width: int = 1100, most: int = 60) -> Drawing:
    """The first `most` dated events of a table that `Connection.timeline` gave, `width` pixels wide.

    Raises UsageError when no event has a date.
    """
    every = [event for event in _events(frame) if event.earliest or event.latest]
    events = every[:most]
    if not events:
        raise UsageError("no event in this table has a date to draw")
    days = [day.toordinal() for event in events for day in (event.earliest, event.latest) if day]
    margin = max((max(days) - min(days)) // 20, 20)
    scale = _Scale(first=max(min(days) - margin, 1), last=min(max(days) + margin, date.max.toordinal()), width=width)
    height = _TOP + _ROW * len(events) + 24
    left_out = len(frame) - len(events)
    body = [*_axis(scale, height - 24), *(part for row, one in enumerate(events) for part in _draw(scale, row, one))]
    note = (
        f"{left_out} more events are not drawn, {len(frame) - len(every)} of them without a date" if left_out else ""
    )
    body.append(f'<text x="{_LEFT}" y="{height - 6}" fill="#57606a">{note}</text>')
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'aria-label="Timeline of {len(events)} events" font-family="sans-serif" font-size="12">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(body)}</svg>'
    )


def _events(frame: pandas.DataFrame) -> Iterator[Event]:
    pandas = import_pandas()

    def day(value: object) -> date | None:
        return None if pandas.isna(value) else value.date()  # type: ignore[attr-defined]

    for row in frame.to_dict("records"):
        lasted = "/" in (row["edtf"] or "")
        yield Event(row["label"], row["when"], lasted, day(row["earliest"]), day(row["latest"]), row["standing"])


def _axis(scale: _Scale, bottom: int) -> Iterator[str]:
    first, last = date.fromordinal(scale.first), date.fromordinal(scale.last)
    step = next((step for step in _STEPS if (last.year - first.year) / step <= 12), _STEPS[-1])
    years = [year for year in range(math.ceil(first.year / step) * step, last.year + 1, step) if year >= 1]
    marks: Sequence[tuple[date, str]] = [(date(year, 1, 1), str(year)) for year in years]
    if len(marks) < 2:
        months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
        marks = [(day, f"{day:%Y-%m}") for day in months]
    for day, words in marks:
        if first <= day <= last:
            x = scale.x(day)
            yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 6}" y2="{bottom}" stroke="#d0d7de"/>'
            yield f'<text x="{x:.1f}" y="14" fill="#57606a" text-anchor="middle">{words}</text>'


def _draw(scale: _Scale, row: int, event: Event) -> Iterator[str]:
    tone, dash = _TONES.get(event.standing, _TONES["reported"])
    y = _TOP + _ROW * row + _ROW / 2
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    if event.earliest == event.latest and event.earliest is not None:
        x = end = scale.x(event.earliest)
        yield f'<circle cx="{x:.1f}" cy="{y}" r="{_DOT}" fill="{tone}" fill-opacity="0.6" stroke="{tone}"{dashes}/>'
    else:
        x = scale.x(event.earliest) if event.earliest else float(_LEFT)
        end = scale.x(event.latest) if event.latest else float(scale.width - _RIGHT)
        yield from _bar(x, end, y, event)
    words = escape(f"{event.label}, {event.when}")
    struck = ' text-decoration="line-through"' if event.standing == "denied" else ""
    yield (
        f'<text x="{scale.width - _RIGHT + 12}" y="{y + 4}" fill="{tone}"{struck}>'
        f"<title>{words}: {escape(event.standing)}</title>{_cut(words)}</text>"
    )


def _bar(x: float, end: float, y: float, event: Event) -> Iterator[str]:
    """A bar between two days; the sides that are not known fade."""
    tone, dash = _TONES.get(event.standing, _TONES["reported"])
    known = event.lasted and event.earliest is not None, event.lasted and event.latest is not None
    stops = (0.45 * known[0], 0.45 if event.lasted else 0.35, 0.45 * known[1])
    # The same name means the same gradient, also in another picture of the same page.
    name = f"fade-{tone[1:]}-{event.lasted:d}{known[0]:d}{known[1]:d}"
    yield f'<linearGradient id="{name}">'
    for offset, opacity in zip((0, 0.5, 1), stops, strict=True):
        yield f'<stop offset="{offset}" stop-color="{tone}" stop-opacity="{opacity}"/>'
    yield "</linearGradient>"
    width = max(end - x, 2 * _DOT)
    yield f'<rect x="{x:.1f}" y="{y - 5}" width="{width:.1f}" height="10" fill="url(#{name})"/>'
    line = f'x1="{x:.1f}" x2="{x + width:.1f}" y1="{y + 5}" y2="{y + 5}" stroke="{tone}" stroke-width="1.5"'
    yield f'<line {line} stroke-dasharray="{dash}"/>' if dash else f"<line {line}/>"


def _cut(words: str) -> str:
    return words if len(words) <= 76 else words[:75].rpartition(" ")[0] + " …"
