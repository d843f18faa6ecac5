"""How many inputs has each parser taken without a fault, in all runs since its code was last changed?"""

import csv
import fcntl
from pathlib import Path

TABLE = Path(__file__).with_name("executions.csv")
_HEAD = ("parser", "code", "executions")


def done(parser: str, code: str) -> int:
    """The executions of a parser whose code has this digest."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return sum(
            int(count) for name, former, count in list(csv.reader(file))[1:] if (name, former) == (parser, code)
        )


def add(parser: str, code: str, count: int) -> None:
    """Adds the executions of a run; those of other code no longer count."""
    with TABLE.open("r+", encoding="utf-8", newline="") as file:
        # Several runs may end at the same time.
        fcntl.flock(file, fcntl.LOCK_EX)
        rows = {name: (former, int(number)) for name, former, number in list(csv.reader(file))[1:]}
        former, number = rows.get(parser, (code, 0))
        rows[parser] = code, count + (number if former == code else 0)
        file.seek(0)
        file.truncate()
        table = csv.writer(file, lineterminator="\n")
        table.writerows([_HEAD, *((name, *rows[name]) for name in sorted(rows))])
