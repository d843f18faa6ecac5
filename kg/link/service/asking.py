"""Whom does a service take each unknown name for, asked no faster than it likes and no more than once?

Answers are kept before the next batch is sent. When the service stops answering, what it said before stands, and the
names that it was not asked about come back as such: nothing waits for a stranger.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.link.service.address import Address, Unanswered, get, post
from kg.link.service.kept import keep, keep_manifest, kept_file, read_kept, read_kept_manifest
from kg.link.service.speech import Candidate, Service, read_manifest, read_results, write_batch, write_query
from kg.link.service.unknown import Unknown

TRIES = 4
LONGEST_WAIT = 60.0
"""Seconds; a service that asks for a longer wait is asked another day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How fast a service is asked: seconds between two batches, and how one sleeps."""

    seconds: float = 1.0
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A name and what the service takes it for, best first; None when it was not asked."""

    unknown: Unknown
    candidates: tuple[Candidate, ...] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of a run: every name, how many batches were sent, and why it stopped early, if it did.

    `items`: the identifiers are Wikidata's.
    """

    taken: tuple[Taken, ...]
    batches: int
    items: bool
    stopped: str | None


def ask_service(
    unknown: Sequence[Unknown], address: Address, folder: Path, types: Mapping[str, str], pace: Pace
) -> Outcome:
    """Asks a service about names; its answers are kept in `folder`. Raises StoreError when they cannot be."""
    path = kept_file(folder, address.url)
    service, stopped = _introduced(path, address, types, pace)
    if service is None:
        taken = tuple(Taken(unknown=one, candidates=None) for one in unknown)
        return Outcome(taken=taken, batches=0, items=False, stopped=stopped)
    queries = {one: write_query(one, service) for one in unknown}
    known = read_kept(path)
    waiting = list(dict.fromkeys(query for query in queries.values() if query not in known))
    sent = 0
    try:
        for answers in _answers(waiting if stopped is None else [], service, address, pace):
            keep(path, answers)
            known.update(answers)
            sent += 1
    except Unanswered as error:
        stopped = str(error)
    taken = tuple(Taken(unknown=one, candidates=known.get(query)) for one, query in queries.items())
    left = any(one.candidates is None for one in taken)
    return Outcome(taken=taken, batches=sent, items=service.items, stopped=stopped if left else None)


def _introduced(
    path: Path, address: Address, types: Mapping[str, str], pace: Pace
) -> tuple[Service | None, str | None]:
    """What the service says of itself, now or in an earlier run, and why it does not now."""
    try:
        body = _patiently(partial(get, address), pace)
        service = read_manifest(body, types)
    except Unanswered as error:
        kept = read_kept_manifest(path)
        return (read_manifest(kept, types) if kept else None), str(error)
    keep_manifest(path, body)
    return service, None


def _answers(
    waiting: Sequence[str], service: Service, address: Address, pace: Pace
) -> Iterator[list[tuple[str, tuple[Candidate, ...]]]]:
    for start in range(0, len(waiting), service.batch):
        batch = waiting[start : start + service.batch]
        pace.sleep(pace.seconds)
        body = _patiently(partial(post, address, {"queries": write_batch(batch)}), pace)
        yield list(zip(batch, read_results(body, len(batch)), strict=True))


def _patiently(send: Callable[[], bytes], pace: Pace) -> bytes:
    """What a request gives that is tried again while the service asks for patience; raises Unanswered."""
    for number in range(TRIES - 1):
        try:
            return send()
        except Unanswered as error:
            wait = 2.0**number if error.wait is None else error.wait
            if not error.again or wait > LONGEST_WAIT:
                raise
            pace.sleep(wait)
    return send()
