"""How fast do rows of GDELT's format become claims?

    python tests/bench/events.py [--rows 1000000]

A self-made table: a dozen states, their governments, armies and rebels by some thousand names, five thousand places
in each, a source for each row. Told are seconds on the clock, processor seconds, peak of memory, and bytes.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from kg.eventdata.importing import import_events
from kg.gazetteer.lookup import load_gazetteer

STATES = {
    "NOR": "Norway", "MLI": "Mali", "USA": "United States", "CUB": "Cuba", "FRA": "France", "RUS": "Russia",
    "CHN": "China", "IND": "India", "BRA": "Brazil", "EGY": "Egypt", "KEN": "Kenya", "DEU": "Germany",
}  # fmt: skip
CODES = ("010", "020", "036", "042", "043", "051", "0841", "112", "190", "193", "173", "138", "057", "0871", "1831")
ROLES = ("", "GOV", "MIL", "OPP", "REB", "CVL", "MED")


def write_table(path: Path, rows: int) -> None:
    """So many rows of the export's 61 columns, the same each time."""
    chance = random.Random(4)  # noqa: S311 - the same table each time
    with path.open("w", encoding="utf-8") as lines:
        for number in range(rows):
            row = [""] * 61
            row[0], row[26] = str(900_000_000 + number), chance.choice(CODES)
            row[1] = f"20{chance.randint(15, 23)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
            for at in (5, 15) if chance.random() < 0.75 else (5,):
                code, role = chance.choice(tuple(STATES)), chance.choice(ROLES)
                name = STATES[code].upper() + (f" {role} {chance.randrange(300)}" if role else "")
                row[at], row[at + 1], row[at + 2], row[at + 7] = code + role, name, code, role
            town = chance.randrange(5000)
            row[52] = f"Town {town}, {STATES[row[7]]}"
            row[56], row[57] = f"{town / 100 - 25:.4f}", f"{town / 50 - 50:.4f}"
            row[60] = f"https://news.example/{chance.randrange(10**6)}/a-story-with-a-long-name-{number % 977}.html"
            lines.write("\t".join(row) + "\n")


def main() -> None:
    """Tell one line."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        table, claims = Path(name) / "table.tsv", Path(name) / "claims.nq.gz"
        write_table(table, given.rows)
        started, before = time.perf_counter(), time.process_time()
        tally = import_events([table], "gdelt", claims, load_gazetteer())
        wall, cpu = time.perf_counter() - started, time.process_time() - before
        size = claims.stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    sys.stdout.write(
        f"{tally.rows} rows, {tally.rejected} rejected: {wall:.1f} s on the clock, {cpu:.1f} s of processor, "
        f"{peak} MiB at most, {size} bytes; load {os.getloadavg()[0]:.1f}\n"
    )


if __name__ == "__main__":
    main()
