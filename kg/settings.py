"""What did the person who runs Dateline choose?

The only file that reads the environment. A command line option overrides a variable, a variable the default.
"""

import os
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, TypeAlias

from kg.errors import UsageError
from kg.login import Login

EngineName: TypeAlias = Literal["reader", "rules", "llm"]
ServerName: TypeAlias = Literal["auto", "granian", "waitress"]
ReasonerName: TypeAlias = Literal["fast", "owlrl"]

NOWHERE = Path("/nonexistent")
"""A data folder that is not there, as a server may have none that answers from another store."""
VOCABULARY_HOME = "https://w3id.org/dateline/"
"""Where the ontology lives, and, unless `DATELINE_BASE` says otherwise, what a graph is about."""
PASSAGE_TOKENS = 2000
LLM_TIMEOUT = 120.0


@dataclass(frozen=True, kw_only=True, slots=True)
class LlmSettings:
    """Which language model the engine `llm` asks.

    `url` is the base address of a chat-completions endpoint, `cache` the folder of kept replies, `passage_tokens` the
    length of what is sent at once, `timeout` the seconds of one request, `prices` those of a million tokens in and
    out.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    cache: Path
    passage_tokens: int = PASSAGE_TOKENS
    timeout: float = LLM_TIMEOUT
    prices: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildSettings:
    """How a build reads and reasons; `parser` is a spaCy package name, `gazetteer` an imported one.

    `jobs` is how many processes read; those of a Dask cluster do instead when a `scheduler` is named.
    """

    data: Path
    engine: EngineName = "reader"
    parser: str = "en_core_web_sm"
    reasoner: ReasonerName = "fast"
    gazetteer: Path | None = None
    jobs: int = 1
    scheduler: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ServeSettings:
    """How the server listens and what it grants: seconds, rows and MiB for one query.

    A snapshot that takes at most `in_memory` MiB is held in memory. `server` is what carries it, `auto` granian where
    that is installed. `behind_proxy` believes the `X-Forwarded-` headers of one proxy. `any_origin` opens a server on
    loopback to the pages of all sites, as a public one is. `log_queries` lets the log
    hold their text. `services` are the hosts that SERVICE may call. `gazetteer` is an imported one, for names;
    None the curated one. `token` may do everything, those of `token_file` what stands there; a `closed` server
    answers nobody without one. `backend` is the address of a store that has the graph instead of `data`.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    timeout: float = 30.0
    max_rows: int = 100_000
    max_memory: int = 2048
    in_memory: int = 1024
    services: tuple[str, ...] = ()
    token: str | None = field(default=None, repr=False)
    token_file: Path | None = None
    closed: bool = False
    server: ServerName = "auto"
    behind_proxy: bool = False
    any_origin: bool = False
    log_requests: bool = False
    log_queries: bool = False
    gazetteer: Path | None = None
    backend: str | None = None


def use_one_thread() -> None:
    """Keep numpy's linear algebra on one thread: small matrices run faster, and sums are the same on every machine.

    Works only before numpy is imported; a number set by the user stays.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # noqa: TID251


def base_iri() -> str:
    """What begins the IRIs of articles, events and actors: `DATELINE_BASE`; raises UsageError for what cannot."""
    return _base(os.environ.get("DATELINE_BASE") or VOCABULARY_HOME)  # noqa: TID251


def former_bases() -> tuple[str, ...]:
    """The bases that an installation had before: `DATELINE_FORMER_BASES`, with spaces between, each as `base_iri`."""
    return tuple(map(_base, os.environ.get("DATELINE_FORMER_BASES", "").split()))  # noqa: TID251


def _base(text: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+/([A-Za-z0-9._~-]+/)*", text):
        raise UsageError(f"DATELINE_BASE: {text!r} cannot begin IRIs; write it as https://example.org/graph/")
    return text


def data_folder(given: Path | None = None) -> Path:
    """The data folder: the option, else `DATELINE_DATA`, else `./dateline-data`."""
    return given or Path(os.environ.get("DATELINE_DATA", "dateline-data"))  # noqa: TID251


def files_beside(given: Path | None = None) -> Path:
    """The data folder that was named, by the option or `DATELINE_DATA`; `NOWHERE` when none was."""
    named = os.environ.get("DATELINE_DATA")  # noqa: TID251
    return given or (Path(named) if named else NOWHERE)


def gazetteer_file(given: Path | None = None) -> Path | None:
    """The imported gazetteer: the option, else `DATELINE_GAZETTEER`; None means the curated one."""
    named = os.environ.get("DATELINE_GAZETTEER")  # noqa: TID251
    return given or (Path(named) if named else None)


def read_token() -> str | None:
    """The token with every scope: `DATELINE_TOKEN`; None without."""
    return os.environ.get("DATELINE_TOKEN", "").strip() or None  # noqa: TID251


def read_store_login() -> Login | None:
    """How one logs in at another store; None: not at all.

    `DATELINE_STORE_TOKEN` is a bearer token; `DATELINE_STORE_USER` and `DATELINE_STORE_PASSWORD` are for basic and
    digest authentication. Raises UsageError for half a login, for both kinds, or what no header can hold.
    """
    token, user, password = (os.environ.get(f"DATELINE_STORE_{name}") for name in ("TOKEN", "USER", "PASSWORD"))  # noqa: TID251
    if token and (user or password):
        raise UsageError("give DATELINE_STORE_TOKEN or DATELINE_STORE_USER and _PASSWORD, not both")
    if (user is None) != (password is None) or (user and (":" in user or not user.isprintable())):
        raise UsageError("DATELINE_STORE_USER, without a colon, and DATELINE_STORE_PASSWORD belong together")
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise UsageError("DATELINE_STORE_TOKEN holds a space or a character that no token has")
    if token:
        return Login(token=token)
    return Login(user=user, password=password or "") if user else None


def read_llm_settings() -> LlmSettings:
    """What the variables `DATELINE_LLM_…` say; raises UsageError when one is missing or no number.

    `URL` and `MODEL` are needed; `KEY`, `CACHE` (a folder), `PASSAGE_TOKENS`, `TIMEOUT` (seconds), `PRICE_IN` and
    `PRICE_OUT` (of a million tokens) are not.
    """
    prices = _llm_number("PRICE_IN"), _llm_number("PRICE_OUT")
    return LlmSettings(
        url=_llm_needed("URL", "the endpoint's base address, such as http://127.0.0.1:11434/v1"),
        model=_llm_needed("MODEL", "the model's name at the endpoint"),
        key=_llm("KEY"),
        cache=Path(_llm("CACHE") or data_folder() / "llm"),
        passage_tokens=int(_llm_number("PASSAGE_TOKENS", least=100) or PASSAGE_TOKENS),
        timeout=float(_llm_number("TIMEOUT", least=1) or LLM_TIMEOUT),
        prices=None if prices[0] is None or prices[1] is None else (prices[0], prices[1]),
    )


def _llm(name: str) -> str | None:
    return os.environ.get(f"DATELINE_LLM_{name}", "").strip() or None  # noqa: TID251


def _llm_needed(name: str, meaning: str) -> str:
    value = _llm(name)
    if value is None:
        raise UsageError(f"the engine llm needs DATELINE_LLM_{name}: {meaning}")
    return value


def _llm_number(name: str, least: int = 0) -> Decimal | None:
    text = _llm(name)
    if text is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not least <= number <= 10**6:
        raise UsageError(f"DATELINE_LLM_{name} is a number from {least} to a million, not {text!r}")
    return number
