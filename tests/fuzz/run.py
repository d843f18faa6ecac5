"""How many inputs does each parser take without a fault? `make fuzz PARSER=sparql.query RUNS=1000000`

Atheris (libFuzzer under Python) changes inputs and keeps those that reach code of ours which no input reached before.
Each parser runs in a process of its own. A fault ends its run: its input lies in the folder that is named, its trace
on standard error. PARSER is a name, the beginning of several, or `all`. `executions.csv` adds up the runs of each
parser, as long as no file is changed that its committed inputs reach.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from fuzz import executions, parsers  # noqa: E402 - tests are no package

_OURS = tuple(f"{TESTS.parent / place}{os.sep}" for place in ("kg", "server", "tests/fuzz"))
_LIMITS = ("-timeout=60", "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=1")
_UNITS = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERED = re.compile(r"^#\d+\s+(INITED|NEW|REDUCE|DONE|pulse)\s+cov: (\d+)", re.MULTILINE)


@click.command()
@click.argument("parser", default="all")
@click.option("--runs", default=1_000_000, help="Inputs for each parser, those of earlier runs counted.")
@click.option("--seconds", default=0, help="Time for each parser; 0: as long as it takes.")
@click.option("--longest", default=0, help="Bytes of an input; 0: twice the shortest committed one, or 256.")
def main(parser: str, runs: int, seconds: int, longest: int) -> None:
    """Fuzz parsers one after the other; exit 1 when one has a fault."""
    every = parsers.names()
    chosen = [parser] if parser in every else [name for name in every if parser == "all" or name.startswith(parser)]
    if not chosen:
        raise click.UsageError(f"no parser is called {parser}; there are {', '.join(every)}")
    raise SystemExit(sum(_run(name, runs, seconds, longest or _longest(name)) for name in chosen) > 0)


def _longest(name: str) -> int:
    return max(256, 2 * min(len(data) for _, data in parsers.inputs(name)))


def _run(name: str, runs: int, seconds: int, longest: int) -> bool:
    """Fuzzes one parser and says how it went; whether it has a fault."""
    kept = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    dictionary = kept / "words"
    dictionary.write_text("".join(f'"{_escape(word)}"\n' for word in parsers.words(name)), encoding="ascii")
    found = kept / "found"
    found.mkdir()
    done = subprocess.run(
        [sys.executable, __file__, "--child", name, str(runs), *_LIMITS, f"-max_total_time={seconds}",
         f"-max_len={longest}", f"-dict={dictionary}", f"-artifact_prefix={kept}/", str(found),
         str(parsers.CORPORA / name)],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"}, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    told = done.stdout + done.stderr
    click.echo(_summary(name, told, done.returncode))
    code, units = re.search(r"^code ([0-9a-f]+)$", told, re.MULTILINE), _UNITS.search(told)
    if code and units and not done.returncode:
        executions.add(name, code[1], int(units[1]))
    if done.returncode:
        click.echo(f"{told[-4000:]}\n{name}: input and finds in {kept}", err=True)
    return done.returncode != 0


def _summary(name: str, told: str, code: int) -> str:
    units = _UNITS.search(told)
    seconds = re.search(r"in (\d+) second", told)
    covered = _COVERED.findall(told)
    first, last = (int(covered[0][1]), int(covered[-1][1])) if covered else (0, 0)
    return (
        f"{name:28} {int(units[1]) if units else 0:>9} executions {seconds[1] if seconds else '?':>6} s  "
        f"{'FAULT' if code else 'no fault'}  coverage {first} -> {last}"
    )


def _escape(word: bytes) -> str:
    return "".join(chr(one) if 47 < one < 128 and chr(one).isalnum() else f"\\x{one:02x}" for one in word)


def _code(target: Callable[[bytes], None], name: str) -> str:
    """A digest of the files of ours that the committed inputs of a parser reach."""
    reached: set[str] = set()
    inputs = [data for _, data in parsers.inputs(name)]
    sys.setprofile(lambda frame, event, _: reached.add(frame.f_code.co_filename) if event == "call" else None)
    for data in inputs:
        target(data)
    sys.setprofile(None)
    ours = sorted(Path(file) for file in reached if file.startswith(_OURS))
    return hashlib.sha256(b"".join(file.read_bytes() for file in ours)).hexdigest()[:16]


def _child(arguments: list[str]) -> None:
    """In a process of its own: our packages are watched, and libFuzzer takes over."""
    import atheris

    name, runs, *limits = arguments
    with atheris.instrument_imports(include=["kg", "server", "fuzz"]):
        target = parsers.load(name)
    code = _code(target, name)
    click.echo(f"code {code}")
    left = int(runs) - executions.done(name, code)
    if left <= 0:
        return
    atheris.Setup([sys.argv[0], f"-runs={left}", *limits], target)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        _child(sys.argv[2:])
    else:
        main()
