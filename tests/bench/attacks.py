"""What do other clients notice of each attack?

    python tests/bench/attacks.py DATA [--seconds 8] [--rounds 2] [--attackers 8] [--only slow,past] [--server …]

Polite clients ask queries, pages, exports and dumps whose answers are known. By turns they are alone, and beside
attackers at one other address that send one kind of attack as fast as it is answered, in a process of a lower
priority: elsewhere its own work would cost the server nothing. Told for each attack: the latencies of the
polite of both, in milliseconds, and how many times longer theirs were beside it. A refusal of a polite client counts
as an answer that never came.
"""

import argparse
import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from engines import Engine, dateline
from hostile import Attack, attacks
from noted import Noted
from sessions import begin
from soak import be_hostile, be_polite, known_answers

from server.workers import priority

_CLIENTS = 3
_DEADLINE = 5
_MOST_TIMES = 2.0
_SETTLED, _SETTLED_SECONDS, _LOOK_SECONDS = 0.1, 60.0, 0.5
"""The part of a processor that a server with nothing to do may take, and how long to wait for that."""
_TOKEN = "a-token-for-loopback-alone"  # noqa: S105


def polite_stretch(engine: Engine, seconds: float, known: Sequence[set[str]], noted: Noted) -> None:
    """Lets the polite ask for so long."""
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=be_polite, args=(engine, f"127.0.1.{number + 1}", until, known, noted))
        for number in range(_CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def attack_for(engine: Engine, seconds: float, attack: Attack, attackers: int) -> None:
    """Attacks for so long, and says what came of it."""
    priority.lower_threads(os.getpid(), but_first=False)
    priority.set_group(os.getpid(), priority.LOW)
    noted, until = Noted(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=be_hostile, args=(engine, "127.0.2.1", until, noted, [attack]), daemon=True)
        for _ in range(attackers)
    ]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    with noted.lock:
        sys.stdout.write(", ".join(f"{count} x {outcome}" for outcome, count in noted.outcomes.most_common()))


def settle(engine: Engine) -> None:
    """Returns when the server has nothing more to do, or never stops working."""
    until, used = time.monotonic() + _SETTLED_SECONDS, engine.seconds()
    while time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
        former, used = used, engine.seconds()
        if used - former < _SETTLED * _LOOK_SECONDS:
            return


def compare(
    engine: Engine, attack: Attack, known: Sequence[set[str]], given: argparse.Namespace
) -> tuple[float, list[str]]:
    """How many times longer the slowest of the polite took beside an attack, told on a line; their wrong answers."""
    alone, beside, said = Noted(), Noted(), ""
    for _ in range(given.rounds):
        settle(engine)
        polite_stretch(engine, given.seconds, known, alone)
        attacking = begin(lambda: attack_for(engine, given.seconds, attack, given.attackers))
        polite_stretch(engine, given.seconds, known, beside)
        said = attacking.wait()
    times = beside.milliseconds(99) / alone.milliseconds(99)
    sys.stdout.write(
        f"{attack.name:32} p50 {alone.milliseconds(50):6.1f} {beside.milliseconds(50):6.1f}  "
        f"p99 {alone.milliseconds(99):7.1f} {beside.milliseconds(99):7.1f}  {times:5.2f} times; "
        f"load {os.getloadavg()[0]:.1f}; not answered {_rest(alone)} alone, {_rest(beside)} beside; attacks {said}\n"
    )
    sys.stdout.flush()
    return times, alone.wrong + beside.wrong


def _rest(noted: Noted) -> str:
    rest = (f"{count} x {outcome}" for outcome, count in noted.outcomes.items() if outcome[0] not in "23")
    return ", ".join(rest) or "0"


def main() -> None:
    """Tell each attack, and how many of them the others noticed."""
    options = argparse.ArgumentParser()
    options.add_argument("data", type=Path)
    options.add_argument("--seconds", type=float, default=8)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--attackers", type=int, default=8)
    options.add_argument("--only", default="")
    options.add_argument("--server", default="granian")
    given = options.parse_args()
    chosen = [one for one in attacks() if any(part in one.name for part in given.only.split(","))]
    os.environ["DATELINE_TOKEN"] = _TOKEN
    with dateline(given.data, "--server", given.server, "--timeout", _DEADLINE) as engine:
        known = [{answer} for answer in known_answers(engine)]
        results = [compare(engine, attack, known, given) for attack in chosen]
    noticed = sum(not times <= _MOST_TIMES for times, _ in results)
    sys.stdout.write(
        f"{len(results) - noticed} of {len(results)} attacks leave the p99 of others below {_MOST_TIMES:g} times\n"
    )
    for line in [wrong for _, found in results for wrong in found][:10]:
        sys.stdout.write(f"  wrong: {line}\n")
    sys.exit(bool(noticed or any(found for _, found in results)))


if __name__ == "__main__":
    main()
