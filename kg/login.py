"""How does one log in at a store that is reached over HTTP?

By a bearer token (RFC 6750), or by name and password: basic authentication (RFC 7617), and digest authentication
(RFC 7616) where the store asks for that.
"""

import hashlib
import re
import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_HASHES: Mapping[str, Callable[[bytes], "hashlib._Hash"]] = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
_FIELD = re.compile(r'([A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')


@dataclass(frozen=True, kw_only=True, slots=True)
class Login:
    """A token, or a user with a password; no message shows either."""

    token: str | None = field(default=None, repr=False)
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def header(self) -> str:
        """What `Authorization` says before a store has asked for more."""
        if self.token is not None:
            return f"Bearer {self.token}"
        return f"Basic {b64encode(f'{self.user}:{self.password}'.encode()).decode()}"

    def hide_in(self, text: str) -> str:
        """A text in which nothing of the login stands any more."""
        for secret in (self.header.split()[1], self.token, self.password):
            text = text.replace(secret, "…") if secret else text
        return text


@dataclass(frozen=True, kw_only=True, slots=True)
class Challenge:
    """What a store wants a digest of."""

    realm: str
    nonce: str
    algorithm: str
    opaque: str | None
    protected: bool
    """Whether it takes the quality of protection `auth`."""

    def answer(self, login: Login, method: str, path: str, number: int) -> str:
        """What `Authorization` says to the `number`th request with this challenge (section 3.4.1)."""
        count, own = f"{number:08x}", secrets.token_hex(8)
        secret = self._hash(f"{login.user}:{self.realm}:{login.password}")
        between = f"{self.nonce}:{count}:{own}:auth" if self.protected else self.nonce
        response = self._hash(f"{secret}:{between}:{self._hash(f'{method}:{path}')}")
        said = {"username": login.user, "realm": self.realm, "nonce": self.nonce, "uri": path, "response": response}
        if self.opaque is not None:
            said["opaque"] = self.opaque
        if self.protected:
            said["cnonce"] = own
        quoted = ", ".join(f'{name}="{_escape(value)}"' for name, value in said.items())
        return f"Digest {quoted}, algorithm={self.algorithm}" + (f", qop=auth, nc={count}" if self.protected else "")

    def _hash(self, text: str) -> str:
        return _HASHES[self.algorithm](text.encode()).hexdigest()


def read_challenge(header: str | None) -> Challenge | None:
    """The digest that `WWW-Authenticate` asks for; None when it asks for none, or for one that is not known here."""
    scheme, _, rest = (header or "").partition(" ")
    if scheme.lower() != "digest":
        return None
    found = {match[1].lower(): match[3] or _unescape(match[2]) for match in _FIELD.finditer(rest)}
    algorithm = found.get("algorithm", "MD5").upper()
    kinds = [kind.strip() for kind in found.get("qop", "").split(",")]
    if algorithm not in _HASHES or "nonce" not in found or ("auth" not in kinds and kinds != [""]):
        return None
    return Challenge(
        realm=found.get("realm", ""),
        nonce=found["nonce"],
        algorithm=algorithm,
        opaque=found.get("opaque"),
        protected="auth" in kinds,
    )


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
