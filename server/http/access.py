"""Who may do what?

A token says what its holder may do by its scopes: `read` a server that is closed, `review` annotations, `write` to a
store that takes changes; the latter two may read as well. It comes in the header `Authorization` alone (RFC 6750
section 2.1), which no page of another origin can set. Tokens are kept as digests and compared in constant time, each
with every one, so that an answer takes as long whichever fits.

A file of tokens has one a line: `SCOPE[,SCOPE] TOKEN`, or the token alone for every scope; the token as it is, or as
`sha256:` and 64 hexadecimal digits. Lines that begin with `#` are remarks. The file is read anew when it has changed,
so that a token is given or taken while the server runs; a file that cannot be read any more admits nobody.
"""

import hmac
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Literal, TypeAlias, get_args

from kg.errors import UsageError
from server.http import refusals

Scope: TypeAlias = Literal["read", "review", "write"]

_SCOPES: frozenset[Scope] = frozenset(get_args(Scope))
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_SHORTEST = 16
"""Characters of a token: one that can be guessed is none."""
_MOST_TRIES = 10
_TRIES_SECONDS = 60.0
"""So many wrong tokens of one client in so many seconds are looked at; further ones are turned away unseen."""
_MOST_CLIENTS = 1000
_LOG = logging.getLogger("dateline.server")


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """What the holder of one token may do; `digest` is the SHA-256 of the token in UTF-8."""

    digest: bytes
    scopes: frozenset[Scope]


@dataclass(kw_only=True)
class Access:
    """The tokens of a server: those that are given, and those of a file as it is now."""

    given: tuple[Grant, ...] = ()
    file: Path | None = None
    _read: tuple[object, tuple[Grant, ...]] = (None, ())
    _tries: dict[str, list[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def is_on(self, scope: Scope) -> bool:
        """Whether any token has a scope."""
        return any(scope in grant.scopes for grant in self._grants())

    def admit(self, scope: Scope, token: str | None, client: str) -> None:
        """Raises Refusal 401 without a token that has the scope, 429 for a client that goes on guessing."""
        if token is None:
            raise refusals.token_needed(scope)
        with self._lock:
            self._refuse_guessing(client)
        scopes = _scopes_of(token, self._grants())
        if scopes is None:
            with self._lock:
                self._tries.setdefault(client, []).append(time.monotonic())
            raise refusals.token_needed(scope)
        if scope not in scopes:
            raise refusals.scope_needed(scope)

    def _refuse_guessing(self, client: str) -> None:
        since = time.monotonic() - _TRIES_SECONDS
        for name, tries in list(self._tries.items()):
            self._tries[name] = [moment for moment in tries if moment > since]
            if not self._tries[name] or len(self._tries) > _MOST_CLIENTS:
                del self._tries[name]
        if len(self._tries.get(client, ())) >= _MOST_TRIES:
            raise refusals.too_many_tokens(round(_TRIES_SECONDS))

    def _grants(self) -> tuple[Grant, ...]:
        if self.file is None:
            return self.given
        with self._lock:
            state = _state(self.file)
            if state != self._read[0]:
                self._read = (state, _read_or_none(self.file))
            return self.given + self._read[1]


def open_access(token: str | None = None, file: Path | None = None) -> Access:
    """The tokens of a server: one with every scope, and those of a file; raises UsageError for a bad file."""
    if file is not None:
        read_grants(file)
    return Access(given=(_grant(token, _SCOPES),) if token else (), file=file)


def read_grants(file: Path) -> tuple[Grant, ...]:
    """The tokens of a file; raises UsageError with the line for what is none, or when it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{file}: the token file cannot be read: {why}") from error
    return tuple(_grants_in(text, file))


def write_line(token: str, scopes: frozenset[Scope]) -> str:
    """The line of a token file that grants scopes to a token without holding it."""
    return f"{','.join(sorted(scopes))} sha256:{_digest(token).hex()}"


def _grants_in(text: str, file: Path) -> Iterator[Grant]:
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        named = set(words[0].split(",")) if len(words) > 1 else _SCOPES
        if len(words) > 2 or not named <= _SCOPES:
            raise UsageError(f"{file}:{number}: a line is SCOPE[,SCOPE] TOKEN, with scopes of read, review, write")
        if not _DIGEST.fullmatch(words[-1]) and len(words[-1]) < _SHORTEST:
            raise UsageError(
                f"{file}:{number}: the token is shorter than {_SHORTEST} characters; see `dateline token`"
            )
        yield _grant(words[-1], frozenset(scope for scope in _SCOPES if scope in named))


def _grant(token: str, scopes: frozenset[Scope]) -> Grant:
    kept = _DIGEST.fullmatch(token)
    return Grant(
        digest=bytes.fromhex(kept[1]) if kept else _digest(token),
        scopes=scopes | {"read"},
    )


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


def _scopes_of(token: str, grants: tuple[Grant, ...]) -> frozenset[Scope] | None:
    digest = _digest(token)
    fitting = [grant.scopes for grant in grants if hmac.compare_digest(digest, grant.digest)]
    return frozenset().union(*fitting) if fitting else None


def _state(file: Path) -> object:
    try:
        found = file.stat()
    except OSError:
        return None, file
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read_or_none(file: Path) -> tuple[Grant, ...]:
    try:
        return read_grants(file)
    except UsageError as error:
        _LOG.warning("%s; until it is mended no token of it counts", error)
        return ()
