"""How does a server answer nobody but the holders of its tokens?

A browser asks its user for the token by basic authentication (RFC 7617), whatever name stands beside it. A browser
sends such a password along with requests that other pages cause; it therefore counts for reading alone.
"""

from flask import Flask, request

from server.http.access import Access
from server.sparql.asked import bearer, this_client

_OPEN = frozenset({"health.health"})
"""What a load balancer asks."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def close_to_strangers(app: Flask, access: Access) -> None:
    """Makes every address of an application but `/health` need a token with the scope `read`."""

    @app.before_request
    def admit() -> None:
        if request.endpoint not in _OPEN:
            access.admit("read", bearer() or _password(), this_client().name)


def _password() -> str | None:
    given = request.authorization
    if given is None or given.type != "basic" or request.method not in _READING:
        return None
    return given.password or None
