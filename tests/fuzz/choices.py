"""Does any setting, snapshot manifest or answer of a service end otherwise than taken or refused with a word?"""

import os
from contextlib import suppress

from fuzz.paper import desk, put

from kg.errors import DatelineError
from kg.link.service.address import Unanswered, read_address
from kg.link.service.speech import read_manifest, read_results
from kg.settings import base_iri, former_bases, read_llm_settings, read_store_login
from kg.store.snapshot import current_id, open_snapshot
from server.http.access import read_grants

_NAMES = tuple(f"DATELINE_{name}" for name in (
    "BASE", "FORMER_BASES", "STORE_TOKEN", "STORE_USER", "STORE_PASSWORD", "LLM_URL", "LLM_MODEL", "LLM_KEY",
    "LLM_PASSAGE_TOKENS", "LLM_TIMEOUT", "LLM_PRICE_IN", "LLM_PRICE_OUT",
))  # fmt: skip


def environment(data: bytes) -> None:
    """The variables, one a line."""
    lines = data.decode("utf-8", "replace").replace("\0", "").split("\n")
    given = {name: line for name, line in zip(_NAMES, lines, strict=False) if line}
    os.environ.update(given)
    try:
        for read in (base_iri, former_bases, read_store_login, read_llm_settings):
            with suppress(DatelineError):
                read()
    finally:
        for name in given:
            del os.environ[name]


def grants(data: bytes) -> None:
    """A file of tokens."""
    with suppress(DatelineError):
        read_grants(put("tokens", data))


def manifest(data: bytes) -> None:
    """What a snapshot says of itself."""
    put("manifest.json", data)
    with suppress(DatelineError):
        open_snapshot(desk())
    put("current", data)
    with suppress(DatelineError):
        current_id(desk())


def service(data: bytes) -> None:
    """A service's manifest, its answers, and its address."""
    with suppress(Unanswered):
        read_manifest(data, {})
    with suppress(Unanswered):
        read_results(data, 2)
    with suppress(DatelineError):
        read_address(data.decode("utf-8", "replace"))
