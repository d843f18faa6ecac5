"""What did the person who runs Dateline choose?

The only file that reads the environment. A command line option overrides a variable, a variable the default.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from kg.errors import UsageError

EngineName: TypeAlias = Literal["reader", "rules"]
ReasonerName: TypeAlias = Literal["fast", "owlrl"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildSettings:
    """How a build reads and reasons; `parser` is a spaCy package name."""

    data: Path
    engine: EngineName = "reader"
    parser: str = "en_core_web_sm"
    reasoner: ReasonerName = "fast"


@dataclass(frozen=True, kw_only=True, slots=True)
class ServeSettings:
    """How the server listens and what it grants: seconds, rows and MiB for one query."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    timeout: float = 30.0
    max_rows: int = 100_000
    max_memory: int = 2048
    token: str | None = None


def use_one_thread() -> None:
    """Keep numpy's linear algebra on one thread: small matrices run faster, and sums are the same on every machine.

    Works only before numpy is imported; a number set by the user stays.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # noqa: TID251


def data_folder(given: Path | None = None) -> Path:
    """The data folder: the option, else `DATELINE_DATA`, else `./dateline-data`."""
    return given or Path(os.environ.get("DATELINE_DATA", "dateline-data"))  # noqa: TID251


def read_token(token_file: Path | None = None) -> str | None:
    """The write token from a file, else `DATELINE_TOKEN`; None switches writing off."""
    if token_file is None:
        return os.environ.get("DATELINE_TOKEN") or None  # noqa: TID251
    try:
        return token_file.read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise UsageError(f"{token_file}: the token file cannot be read: {error.strerror}") from error
