"""Whose query runs next?

Each client address has a line of its own, and the next free place goes to the client that holds the fewest: whoever
sends a thousand queries waits behind its own. While other clients are about, no client holds every place. A query
that has run for a while is put aside, into one of as many places for long queries, so that short ones go on.
"""

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from itertools import count
from threading import Lock, RLock

from server.http import refusals

_POLL_SECONDS = 0.1
_REMEMBERED_SECONDS = 10.0
"""How long a client counts as being about after its last question."""
_MOST_REMEMBERED = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Queueing:
    """How many may wait: seconds of one request, requests of one client, requests of all."""

    seconds: float
    line: int = 16
    queue: int = 40


def never() -> bool:
    """What a client says that cannot tell whether it has hung up."""
    return False


def _held_lock() -> Lock:
    made = Lock()
    made.acquire()
    return made


@dataclass(frozen=True, slots=True)
class _Ticket:
    """A request that stands in line; its lock is released when it is called."""

    number: int
    called: Lock = field(default_factory=_held_lock)


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


@lru_cache(maxsize=1024)
def client_of(address: str | None) -> str:
    """Whom an address stands for: an IPv6 network of 64 bits is one client, since it is given to one household."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return address or ""
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or int(parsed) >> 64)
    return str(parsed)


class Turns:
    """The places of a pool: who holds them and who waits for one."""

    def __init__(self, places: int, queueing: Queueing) -> None:
        self._places = places
        self._queueing = queueing
        self._lock = RLock()
        self._held: Counter[str] = Counter()
        self._aside: Counter[str] = Counter()
        self._lines: dict[str, deque[_Ticket]] = {}
        self._seen: dict[str, float] = {}
        self._served: dict[str, int] = {}
        self._numbers = count()

    def enter(self, client: str, gone: Callable[[], bool]) -> None:
        """Waits for a place; raises Refusal 429 or 503 when too many wait or for too long, and ClientGone."""
        with self._lock:
            self._remember(client)
            if not self._lines and self._has_room(client):
                self._seat(client)
                return
            ticket = self._stand_in_line(client)
            self._call_next()
        until = time.monotonic() + self._queueing.seconds
        while not ticket.called.acquire(timeout=max(0.0, min(_POLL_SECONDS, until - time.monotonic()))):
            has_gone = gone()
            if (has_gone or time.monotonic() > until) and self._give_up(client, ticket):
                if has_gone:
                    raise ClientGone
                raise refusals.too_busy(self.retry_seconds)

    @property
    def retry_seconds(self) -> int:
        """When a client that was turned away may come again."""
        return max(1, round(self._queueing.seconds))

    def _remember(self, client: str) -> None:
        now = time.monotonic()
        self._seen.pop(client, None)
        self._seen[client] = now
        while True:
            # The oldest stand first, and this client is among them.
            other, last = next(iter(self._seen.items()))
            if now - last < _REMEMBERED_SECONDS and len(self._seen) <= _MOST_REMEMBERED:
                return
            del self._seen[other]
            self._served.pop(other, None)

    def _stand_in_line(self, client: str) -> _Ticket:
        line = self._lines.get(client, deque())
        if len(line) >= self._queueing.line:
            raise refusals.too_many(self._queueing.line, self.retry_seconds)
        if self.waiting >= self._queueing.queue:
            raise refusals.too_busy(self.retry_seconds)
        ticket = _Ticket(next(self._numbers))
        line.append(ticket)
        # Only a line in which somebody stands is kept: one who was turned away leaves none.
        self._lines[client] = line
        return ticket

    def _call_next(self) -> None:
        while allowed := [client for client in self._lines if self._has_room(client)]:
            client = min(allowed, key=self._due)
            line = self._lines[client]
            line.popleft().called.release()
            if not line:
                del self._lines[client]
            self._seat(client)

    def _seat(self, client: str) -> None:
        self._served[client] = next(self._numbers)
        self._held[client] += 1

    def _due(self, client: str) -> tuple[int, int, int]:
        # Of those that hold equally many, whoever was served the longest ago.
        held = self._held[client] + self._aside[client]
        return held, self._served.get(client, -1), self._lines[client][0].number

    def _has_room(self, client: str) -> bool:
        """Whether a place is free for a client."""
        return self._held.total() < self._places and self._may_hold_more(client)

    def _may_hold_more(self, client: str) -> bool:
        alone = len(self._seen) <= 1
        return alone or self._held[client] < max(1, self._places - 1)

    def _give_up(self, client: str, ticket: _Ticket) -> bool:
        """Leaves the line; false for one that has been called meanwhile."""
        with self._lock:
            line = self._lines.get(client, deque())
            if ticket not in line:
                return False
            line.remove(ticket)
            if not line:
                del self._lines[client]
            return True

    def put_aside(self, client: str) -> bool:
        """Moves a query of a client to a place for long ones, if one is free for it."""
        with self._lock:
            if self._aside.total() >= self._places or self._aside[client] >= max(1, self._places // 2):
                return False
            self._aside[client] += 1
            self._free(self._held, client)
            return True

    def leave(self, client: str, *, aside: bool) -> None:
        """Gives a place back."""
        with self._lock:
            self._free(self._aside if aside else self._held, client)

    def _free(self, places: Counter[str], client: str) -> None:
        places[client] -= 1
        if places[client] <= 0:
            del places[client]
        self._call_next()

    def others_wait(self, client: str) -> bool:
        """Whether another client than this one waits for a place."""
        with self._lock:
            return any(other != client for other in self._lines)

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        with self._lock:
            return sum(map(len, self._lines.values()))

    def waiting_of(self, client: str) -> int:
        """How many requests of a client wait."""
        return len(self._lines.get(client, ()))
