"""Who reads a server that listens for its own user: pages of other sites, and names that point here?

A browser carries requests of every site to 127.0.0.1, and lets a page read the answer where CORS opens it or where
the site's own name was made to point here (DNS rebinding). So what was started for one person answers only to the
names of this machine and lets only its pages read along. A public server, one behind a proxy, or one that was told
so (`--any-origin`) is read by all.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from werkzeug.wrappers import Response

from kg.loopback import is_this_machine
from kg.settings import ServeSettings
from server.http.wsgi import Application, Environ

_MISDIRECTED = (
    "This server was started for the user of its machine and answers to 127.0.0.1 and localhost; open it by one of "
    "them, or start it with --host, --behind-proxy or --any-origin.\n"
)


def is_for_one(settings: ServeSettings) -> bool:
    """Whether a server was started for the user of its machine alone."""
    return is_loopback(settings.host) and not (settings.behind_proxy or settings.any_origin)


def is_loopback(name: str | None) -> bool:
    """Whether a host's name or address, without a port, always means this machine (RFC 6761 section 6.3)."""
    host = (name or "").lower()
    return is_this_machine(host) or host.endswith(".localhost")


class Loopback:
    """The WSGI application around another: 421 for a foreign host, and no word of CORS to a foreign origin."""

    def __init__(self, inner: Application) -> None:
        self._inner = inner

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The inner application's answer, if it may be read."""
        host, origin = environ.get("HTTP_HOST"), environ.get("HTTP_ORIGIN")
        # A request without a host comes from no browser; whether it may is not decided here.
        if host is not None and not is_loopback(_name(f"//{host}")):
            refusal = Response(_MISDIRECTED, status=421, content_type="text/plain; charset=utf-8")
            return refusal(environ, start_response)
        if origin is None or is_loopback(_name(origin)):
            return self._inner(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            kept = [header for header in headers if not header[0].lower().startswith("access-control-")]
            return start_response(status, kept, *more)

        return self._inner(environ, start)


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
