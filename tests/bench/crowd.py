"""What do fifty clients notice of three whose queries never end?

Each client has an address of its own on loopback and asks for a random event, thinks, and asks again. Half of the
time they are alone, half of the time three more clients send queries that only a deadline ends.
"""

import http.client
import os
import random
import re
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from engines import Engine, dateline
from eventgraph import point_query
from noted import Noted

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_CLIENTS, _RUNAWAYS = 50, 3
_THINK_SECONDS = 0.5
_DEADLINE = 5


def run_crowd(data: Path, events: int, seconds: float, options: Sequence[object]) -> None:
    """Runs both halves against `dateline serve` and prints what the clients noticed."""
    with dateline(data, "--timeout", _DEADLINE, *options) as server:
        for runaways in (0, _RUNAWAYS):
            used, begun = server.seconds(), time.perf_counter()
            polite, rude = _half(server, events, seconds / 2, runaways)
            share = (server.seconds() - used) / (time.perf_counter() - begun)
            _show(f"{_CLIENTS} clients and {runaways} runaways", polite, share)
            if runaways:
                sys.stdout.write(f"  runaways: {rude.show()}; kills so far: {_kills(server)}\n")


def _half(server: Engine, events: int, seconds: float, runaways: int) -> tuple[Noted, Noted]:
    polite, rude = Noted(), Noted()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_ask, args=(server, f"127.0.1.{number + 1}", events, until, polite))
        for number in range(_CLIENTS)
    ]
    threads += [
        threading.Thread(target=_ask, args=(server, f"127.0.2.{number + 1}", 0, until, rude))
        for number in range(runaways)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return polite, rude


def _ask(server: Engine, address: str, events: int, until: float, noted: Noted) -> None:
    """A client of `events` events; without any it sends queries that never end."""
    chance = random.Random(address)  # noqa: S311 - a fixed stream of numbers, not a secret
    connection = server.connect(address, seconds=60)
    if events:
        time.sleep(chance.random() * _THINK_SECONDS)
    while time.monotonic() < until:
        begun = time.perf_counter()
        try:
            status, _ = server.ask(connection, point_query(chance.randrange(events)) if events else ENDLESS)
            outcome = str(status)
        except (OSError, http.client.HTTPException) as error:
            outcome = type(error).__name__
            connection.close()
        noted.note(outcome, time.perf_counter() - begun)
        if events:
            time.sleep(_THINK_SECONDS * (0.5 + chance.random()))
    connection.close()


def _show(words: str, noted: Noted, share: float) -> None:
    sys.stdout.write(f"{words}: {noted.show()}; {share:.2f} processors; load {os.getloadavg()[0]:.1f}\n")
    sys.stdout.flush()


def _kills(server: Engine) -> str:
    connection = server.connect()
    connection.request("GET", "/metrics")
    found = re.findall(
        rb"^dateline_worker_kills_total(?:\{[^}]*\})? (\d+)", connection.getresponse().read(), re.MULTILINE
    )
    connection.close()
    return str(sum(map(int, found)))
