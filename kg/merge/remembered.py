"""How is a telling written down, so that later articles' can be held against it?"""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from kg.happening import EventName
from kg.merge.telling import Telling


def telling_text(telling: Telling) -> str:
    """The telling as one line of JSON; equal tellings give equal lines."""
    figures = sorted(([*unit, str(value)] for unit, value in telling.figures.items()), key=str)
    fields = [
        telling.name.article, telling.name.event, telling.cls, telling.type, telling.standing,
        *map(sorted, (telling.words, telling.doers, telling.receivers, telling.voices)), telling.places,
        *map(_day_text, (telling.earliest, telling.latest, telling.published)), figures,
    ]  # fmt: skip
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def read_telling(text: str) -> Telling:
    """The telling of a line that `telling_text` gave."""
    article, event, cls, kind, standing, words, doers, receivers, voices, places, *days, figures = json.loads(text)
    earliest, latest, published = map(_day, days)
    return Telling(
        name=EventName(article=article, event=event),
        cls=cls,
        type=kind,
        words=frozenset(words),
        standing=standing,
        doers=frozenset(doers),
        receivers=frozenset(receivers),
        voices=frozenset(voices),
        places=tuple(places),
        earliest=earliest,
        latest=latest,
        published=published,
        figures=_figures(figures),
    )


def _figures(rows: Iterable[Any]) -> dict[tuple[str | None, str | None], Decimal]:
    return {(currency, unit): Decimal(value) for currency, unit, value in rows}


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
