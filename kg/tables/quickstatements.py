"""Which statements could make an asserted event an item of Wikidata?

QuickStatements, version 1: lines of columns with tabs between. Only events whose day, month or year is certain, with
somebody who has an item, and with an article that has an address to refer to. Wikidata has its own rules of what
deserves an item: these lines are a draft for a person to read, and none is ever sent.
"""

import re
from collections.abc import Iterator

from kg.dump.event_records import EventRecord, Thing
from kg.tables.events import item_of

_LONGEST = 240
"""Characters of a label; Wikidata takes 250."""
_PRECISION = {4: 9, 7: 10, 10: 11}
"""Wikidata's number for year, month and day, by the length of the date."""
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
_OCCURRENCE = "Q1190554"
"""What `ontology/alignments.ttl` has as the match of dl:Event."""


def statements(event: EventRecord, country: Thing | None) -> list[str]:
    """The lines for one event; empty when it lacks what an item needs."""
    times = list(_times(event.edtf or ""))
    participants = dict.fromkeys(item for _, thing in event.roles if (item := item_of(thing)))
    urls = sorted({saying.article.url for saying in event.sayings if saying.article and saying.article.url})
    if not times or not participants or not urls or event.label is None:
        return []
    source = f"\tS854\t{_quoted(urls[0])}"
    place = item_of(event.place)
    said = [
        *times,
        *(f"P710\t{item}" for item in participants),
        *([f"P276\t{place}"] if place else []),
        *([f"P17\t{item_of(country)}"] if item_of(country) else []),
    ]
    label = f"LAST\tLen\t{_quoted(event.label.value)}"
    return ["CREATE", label, f"LAST\tP31\t{_OCCURRENCE}", *(f"LAST\t{line}{source}" for line in said)]


def _times(edtf: str) -> Iterator[str]:
    """Point in time, or start and end; nothing for what is approximate, uncertain or in part unknown."""
    start, interval, end = edtf.partition("/")
    ends = {"P580": start, "P582": end} if interval and start != end else {"P585": start}
    if all(_DATE.fullmatch(date) for date in ends.values()):
        yield from (f"{name}\t{_time(date)}" for name, date in ends.items())


def _time(date: str) -> str:
    year, month, day = (*date.split("-"), "00", "00")[:3]
    return f"+{year}-{month}-{day}T00:00:00Z/{_PRECISION[len(date)]}"


def _quoted(words: str) -> str:
    text = " ".join(words.split())
    short = text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0] + "…"
    return '"' + short.replace('"', "”") + '"'
