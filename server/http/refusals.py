"""Why does the server say no to a request?

Each refusal carries the HTTP status, a short title, what was wrong, what the limit is, and headers such as
`Retry-After`. Statuses follow SPARQL 1.1 Protocol section 2.1.6 and RFC 9110 section 15.5.
"""

from kg.errors import QueryError


class Refusal(QueryError):
    """A request that is not answered; `detail` is for the person who sent it and names no path of this machine."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        headers: dict[str, str] | None = None,
        place: tuple[int, int] | None = None,
        expected: tuple[str, ...] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.headers = headers or {}
        self.place = place
        """Line and column in the query, both from 1."""
        self.expected = expected
        """What could stand at the place."""
        self.suggestions: tuple[str, ...] = ()
        """IRIs of what may have been meant."""


def malformed(detail: str, place: tuple[int, int] | None = None, expected: tuple[str, ...] = ()) -> Refusal:
    """400: the request or its query does not parse."""
    return Refusal(400, "Malformed request", detail, place=place, expected=expected)


def forbidden(detail: str, place: tuple[int, int] | None = None) -> Refusal:
    """403: the query asks for something that this server never does."""
    return Refusal(403, "Refused", detail, place=place)


def missing(detail: str, suggestions: tuple[str, ...] = ()) -> Refusal:
    """404: nothing stands at this address."""
    refusal = Refusal(404, "Not found", detail)
    refusal.suggestions = suggestions
    return refusal


def not_acceptable(offers: tuple[str, ...]) -> Refusal:
    """406: none of the formats that the client accepts can be written."""
    return Refusal(406, "Not acceptable", f"No accepted format can be written; choose from: {', '.join(offers)}")


def unsupported_type(given: str, known: str) -> Refusal:
    """415: the body is of a type that the protocol does not know."""
    return Refusal(415, "Unsupported media type", f"A body of type {given or '(none)'} cannot be read; send {known}")


def coded_body(coding: str) -> Refusal:
    """415: the body is compressed."""
    return Refusal(
        415,
        "Unsupported content coding",
        f"A body in the coding {coding!r} is not unpacked; send it plain",
        headers={"Accept-Encoding": "identity"},
    )


def too_long(length: int, limit: int) -> Refusal:
    """413: the query has too many characters."""
    return Refusal(413, "Query too long", f"The query has {length} characters; the limit is {limit}")


def too_slow(seconds: float) -> Refusal:
    """503 for the time limit: browsers send a request again by themselves after 408, and would run it twice."""
    return Refusal(
        503,
        "Time limit",
        f"The query ran longer than the limit of {seconds:g} s and was stopped; make it narrower: name a thing or a "
        "type where it has a variable, join its parts by a variable, or ask for less",
    )


def too_busy(seconds: int) -> Refusal:
    """503 for load: every worker is taken."""
    return Refusal(
        503, "Busy", f"Every worker is taken; try again in {seconds} s", headers={"Retry-After": str(seconds)}
    )


def being_read() -> Refusal:
    """503: the events of a snapshot that is served for the first time are not at hand yet."""
    detail = "The events of this snapshot are being read for the first time; the page comes by itself in a moment"
    return Refusal(503, "One moment", detail, headers={"Retry-After": "2", "Refresh": "2"})


def too_many(line: int, seconds: int) -> Refusal:
    """429: one client has too many requests waiting."""
    detail = f"{line} requests of your address wait already; send the next ones when those are answered"
    return Refusal(429, "Too many requests", detail, headers={"Retry-After": str(seconds)})


def made_room(ran: float, seconds: int) -> Refusal:
    """503: a long query was stopped because other clients had no place."""
    return Refusal(
        503,
        "Busy",
        f"Every place for long queries is taken, and others wait: the query was stopped after {ran:g} s; try again "
        f"in {seconds} s",
        headers={"Retry-After": str(seconds)},
    )


def too_deep() -> Refusal:
    """422: the engine's stack overflowed."""
    return Refusal(
        422,
        "Too deeply nested",
        "An expression or pattern of the query is nested too deeply to be evaluated, or has too many parts in a row",
    )


def client_gone() -> Refusal:
    """499, which nobody reads: the client has hung up."""
    return Refusal(499, "Client gone", "The client closed the connection before its answer")


def too_heavy(memory: int) -> Refusal:
    """422: the query broke its worker, which only running out of memory or stack does."""
    return Refusal(
        422, "Memory limit", f"The query needed more than the limit of {memory} MiB of memory and was stopped"
    )


def too_large(size: int) -> Refusal:
    """422: the answer is larger than one answer may be."""
    return Refusal(422, "Size limit", f"The answer is larger than the limit of {size >> 20} MiB; take the dumps")


def not_here() -> Refusal:
    """404: what belongs to a snapshot whose files this server does not have."""
    detail = "This server answers from a store with the graph alone: texts, proofs, history and dumps are not here"
    return Refusal(404, "Not here", detail)


def store_failed(why: str, *, late: bool = False) -> Refusal:
    """502, or 504 when it was late: the store that the operator put behind this server gave no whole answer."""
    detail = f"The store behind this server {why}"
    return Refusal(504, "Store too slow", detail) if late else Refusal(502, "Store failed", detail)


def cut_short(rows: int) -> Refusal:
    """422, which no client sees: it sees its answer broken off."""
    detail = f"The answer has more than the limit of {rows} rows, which its format cannot tell at its end"
    return Refusal(422, "Row limit", detail)


def service_failed(url: str, why: str) -> Refusal:
    """502: an endpoint that the query calls gave no answer."""
    return Refusal(502, "Service failed", f"SERVICE <{url}> gave no answer: {why}; SERVICE SILENT goes on without it")


def immutable() -> Refusal:
    """403 for a change: this server answers from an immutable snapshot, whatever token is given."""
    return forbidden(
        "Updates are off: this server answers from an immutable snapshot that is built from articles; "
        "add articles with `dateline add`, or load the dumps into a store of your own"
    )


def writing_off() -> Refusal:
    """403 for a change: the store could take it, but no token is set."""
    return forbidden("Writing is off: this server has no token set")


def token_needed(scope: str) -> Refusal:
    """401 without a token that this server knows (RFC 6750 section 3); a closed server asks browsers for one too."""
    basic = ', Basic realm="dateline", charset="UTF-8"' if scope == "read" else ""
    return Refusal(
        401,
        "Token needed",
        f"This needs a token with the scope {scope}, sent as `Authorization: Bearer …`",
        headers={"WWW-Authenticate": f'Bearer realm="dateline", scope="{scope}"{basic}'},
    )


def scope_needed(scope: str) -> Refusal:
    """403 for a token that may do other things (RFC 6750 section 3.1)."""
    challenge = f'Bearer realm="dateline", error="insufficient_scope", scope="{scope}"'
    return Refusal(403, "Forbidden", f"The token has not the scope {scope}", headers={"WWW-Authenticate": challenge})


def too_many_tokens(seconds: int) -> Refusal:
    """429 for a client that sends one wrong token after the other."""
    return Refusal(
        429,
        "Too many wrong tokens",
        f"Wrong tokens came from this address; it is heard again after {seconds} seconds",
        headers={"Retry-After": str(seconds)},
    )
