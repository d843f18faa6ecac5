"""What happens when a worker of a Dask cluster is killed in the middle of a build?

    python tests/bench/cluster.py [--articles 24] [--engine rules] [--tls]

A scheduler and two workers on loopback read a self-made corpus twice: undisturbed, then with one worker killed when a
third of the pieces is there. Told, with the seconds since the start: what both processes log, the kill, and the ids
of both snapshots and of one by a single process, which are the same. `--tls` encrypts the connections with
certificates that openssl makes on the spot, given to all by Dask's own variables.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scale import tell, write_corpus

from kg.pipeline.building import Progress, build_snapshot
from kg.settings import BuildSettings

_STARTED = time.monotonic()
_SAID = ("Scheduler at", "Register worker", "Remove worker", "Registered to", "closed", "retried", "Connection")
_CERTIFICATE = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=dateline-bench -keyout key.pem -out cert.pem"


def stamp(line: str) -> None:
    """A line with the seconds since the start."""
    tell(f"{time.monotonic() - _STARTED:7.2f} {line}")


def encrypt(folder: Path) -> dict[str, str]:
    """The variables by which scheduler, workers and this process know their certificate."""
    subprocess.run(["openssl", *_CERTIFICATE.split()], cwd=folder, check=True, capture_output=True)
    found = {"CA_FILE": "cert.pem"}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        found |= {f"{role}__CERT": "cert.pem", f"{role}__KEY": "key.pem"}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(folder / file) for name, file in found.items()}


class Part:
    """A scheduler or worker in a process of its own, whose log is told as it comes."""

    def __init__(self, kind: str, name: str, *words: str) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *words],
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._tell, daemon=True).start()

    def _tell(self) -> None:
        for line in self.process.stderr or ():
            if any(word in line for word in _SAID):
                stamp(f"{self.name}: {line.strip()}")

    def kill(self) -> None:
        """End the process, wherever it is."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def running(folder: Path, protocol: str) -> Iterator[tuple[str, list[Part]]]:
    """The address of a scheduler, and its two workers."""
    where = folder / "scheduler.json"
    host = ("--host", "127.0.0.1") if protocol == "tcp" else ("--host", "tls://127.0.0.1")
    parts = [Part("scheduler", "scheduler", "--scheduler-file", str(where), *host, "--port", "0")]
    try:
        while not where.exists():
            time.sleep(0.1)
        from distributed import Client

        words = ("--scheduler-file", str(where), *host, "--nthreads", "1", "--no-nanny")
        workers = [Part("worker", f"worker {n}", *words, "--local-directory", str(folder / str(n))) for n in (1, 2)]
        parts += workers
        with Client(scheduler_file=str(where), set_as_default=False, timeout=60) as client:
            client.wait_for_workers(2, timeout=120)
            address = client.scheduler.address
        yield address, workers
    finally:
        for part in parts:
            part.kill()


def build(corpus: Path, data: Path, engine: str, address: str | None, told: Progress = lambda *_: None) -> str:
    """The id of the snapshot."""
    settings = BuildSettings(data=data, engine=engine, scheduler=address)
    report = build_snapshot([str(corpus)], settings, told)
    stamp(f"snapshot {report.snapshot}: {report.articles} articles, {report.rejected} rejected")
    return report.snapshot


def main() -> None:
    """Tell the log and whether the ids are the same."""
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=24)
    options.add_argument("--engine", default="rules")
    options.add_argument("--tls", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / "corpus.jsonl"
        write_corpus(corpus, given.articles)
        if given.tls:
            os.environ.update(encrypt(folder))
        with running(folder, "tls" if given.tls else "tcp") as (address, workers):
            stamp(f"undisturbed, {address}")
            ids = [build(corpus, folder / "undisturbed", given.engine, address)]

            def kill(step: str, done: int, _: int | None) -> None:
                if (step, done) == ("reading articles", given.articles // 3):
                    workers[0].kill()
                    stamp(f"worker 1 killed by signal 9 when {done} pieces are there")

            stamp("disturbed")
            ids.append(build(corpus, folder / "disturbed", given.engine, address, kill))
        stamp("by one process")
        ids.append(build(corpus, folder / "alone", given.engine, None))
    tell(f"one snapshot: {len(set(ids)) == 1}, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
