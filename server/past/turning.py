"""How does a request reach the application of its time, and how do its links stay there?"""

from urllib.parse import urlencode

from flask import Flask, Response, request

from server.pages.links import local_link
from server.past.moment import NAMES, read_moment
from server.past.states import Past

_OF_ALL_TIMES = frozenset({"static", "health.health", "metrics.metrics"})
"""Endpoints that tell of the server and not of the data."""


def turn_to_the_past(app: Flask, past: Past) -> None:
    """Let every address of an application take `asOf` and `ingestedBy`."""

    @app.before_request
    def turn() -> Response | None:
        if not any(name in request.args for name in NAMES) or request.endpoint in _OF_ALL_TIMES:
            return None
        moment = read_moment(request.args)
        other = None if moment is None else past.app(moment)
        return None if other is None else Response.from_app(other, dict(request.environ))  # type: ignore[return-value]


def tell_the_time(app: Flask, words: str) -> Flask:
    """Let an application of another time say so on its pages and in its answers, and keep its links in that time."""
    app.config["AS_OF"] = words
    app.jinja_env.globals["stay"] = stay
    app.add_template_filter(lambda name: _kept(local_link(name)), "local_link")

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["Dateline-As-Of"] = words
        if response.location and response.location.startswith("/"):
            response.location = stay(response.location)
        return response

    return app


def _kept(address: str | None) -> str | None:
    return stay(address) if address and address.startswith("/") else address


def stay(address: str) -> str:
    """An address of this server with the time that the request asked for."""
    given = [(name, value) for name in NAMES if (value := request.args.get(name)) is not None]
    if not given:
        return address
    path, hash_sign, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode(given)}{hash_sign}{fragment}"
