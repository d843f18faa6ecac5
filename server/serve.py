"""How is the web application put on a port, and taken off it?

By granian where it is installed, by waitress anywhere else; both end gracefully: no new connection
is taken, and what is being answered may end. waitress tells when a client has hung up, so that its query is stopped
at once; under granian such a query runs until its answer is written or its deadline comes.
"""

import errno
import logging
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from types import FrameType
from typing import Any, cast

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from kg.errors import DatelineError, UsageError
from kg.settings import ServeSettings
from server.app import close_app, create_app
from server.backend.served import choose_served
from server.bodies import MOST
from server.heap import share_heap
from server.http.access import open_access
from server.http.manners import StrictChannel
from server.http.refusals import Refusal
from server.workers.computing import take_short_turns
from server.workers.frames import CHUNK, LARGEST_ANSWER
from server.workers.turns import client_of

_THREADS = 64
"""More than may wait for a worker, so that pages are drawn whoever waits."""
_LARGEST_BODY = 8 << 20
"""Bytes of a body that are read so that the refusal can be sent; of larger ones nothing is read."""
_CONNECTIONS, _CONNECTIONS_OF_ONE = 800, 400
"""Open connections, and of one client where the web server tells before it takes one (waitress does).

Below 1024, the number of descriptors that most systems grant a process.
"""
_IDLE_SECONDS = 20
"""How long a connection may say nothing, and under granian how long the head of a request may take."""
_POLL_SECONDS = 0.5
_LOG = logging.getLogger("dateline.server")


class CannotListen(DatelineError):
    """The address that was asked for cannot be listened on."""


def serve(settings: ServeSettings) -> None:
    """Serves until SIGINT or SIGTERM; raises StoreError without a snapshot and CannotListen for the address."""
    granian = find_spec("granian") is not None
    access = open_access(settings.token, settings.token_file)
    if settings.closed and not access.is_on("read"):
        raise UsageError("--closed needs a token: set DATELINE_TOKEN, or make one with `dateline token`")
    if settings.server == "granian" and not granian:
        raise UsageError("granian is not installed: pip install '.[granian]', or choose --server waitress")
    by_granian = settings.server == "granian" or (settings.server == "auto" and granian)
    (_serve_by_granian if by_granian else _serve_by_waitress)(settings)


def _serve_by_granian(settings: ServeSettings) -> None:
    import granian  # noqa: PLC0415 - an optional part
    import granian.http  # noqa: PLC0415

    # What granian's own process would only find out later, each with its sentence.
    choose_served(settings).check()
    try:
        socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        socket.create_server((settings.host, settings.port)).close()
    except (OSError, OverflowError) as error:
        raise CannotListen(_why(settings, error)) from error
    server = granian.Granian(
        "dateline",
        address=settings.host,
        port=settings.port,
        interface=granian.constants.Interfaces.WSGI,
        # A proxy speaks HTTP/1.1 to us; what is not spoken cannot be attacked.
        http=granian.constants.HTTPModes.http1,
        workers=1,
        blocking_threads=_threads(settings) + MOST,
        backpressure=_CONNECTIONS,
        http1_settings=granian.http.HTTP1Settings(header_read_timeout=1000 * _IDLE_SECONDS),
        log_enabled=False,
        websockets=False,
        workers_kill_timeout=round(settings.timeout) + 1,
    )
    _tell(settings)
    server.serve(target_loader=partial(_load, settings), wrap_loader=False)


def _load(settings: ServeSettings) -> Flask:
    """The application, in the process that serves it."""
    share_heap()
    take_short_turns()
    return create_app(settings)


def _serve_by_waitress(settings: ServeSettings) -> None:
    app = _load(settings)
    logging.getLogger("waitress").addFilter(_without_stack)
    channels: dict[int, Any] = {}
    try:
        server = _listen(app, settings, channels)
    except (OSError, ValueError) as error:  # waitress calls a host without an address a ValueError
        close_app(app)
        raise CannotListen(_why(settings, error)) from error
    _tell(settings)
    try:
        with _stopping() as stopped:
            _loop(channels, lambda: not stopped())
            _drain(channels, time.monotonic() + settings.timeout)
    finally:
        server.task_dispatcher.shutdown(timeout=0)
        wasyncore.close_all(channels)  # type: ignore[no-untyped-call]
        close_app(app)


def _without_stack(record: logging.LogRecord) -> bool:
    """Makes one line of an answer that was broken off at a limit, which is no fault of the server; always true."""
    cause = record.exc_info[1] if record.exc_info else None
    if isinstance(cause, Refusal):
        record.msg, record.args, record.exc_info = "an answer was broken off: %s", (cause.detail,), None
    return True


def _listen(app: Flask, settings: ServeSettings, channels: dict[int, Any]) -> Any:
    # Look ahead, so that a query whose client has hung up can be stopped.
    server = create_server(  # type: ignore[no-untyped-call]
        app,
        map=channels,
        host=settings.host,
        port=settings.port,
        threads=_threads(settings),
        channel_request_lookahead=1,
        max_request_body_size=_LARGEST_BODY,
        # What a slow client has not read yet waits in a file, not in a worker.
        outbuf_high_watermark=2 * LARGEST_ANSWER,
        outbuf_overflow=CHUNK,
        # Connections that send nothing must not keep others out.
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE_SECONDS,
        cleanup_interval=_IDLE_SECONDS // 4,
        asyncore_use_poll=True,
        ident="dateline",
    )
    for one in channels.values():
        if isinstance(one, BaseWSGIServer):
            # A proxy has the connections of many.
            one.channel_class = StrictChannel if settings.behind_proxy else cast(type[HTTPChannel], _open_channel)
    return server


def _open_channel(server: Any, made: socket.socket, address: tuple[Any, ...], *others: Any, **named: Any) -> None:
    """A connection more, unless its client has many open: nobody keeps the others out by silence."""
    client = client_of(address[0])
    if sum(client_of(one.addr[0]) == client for one in server.active_channels.values()) < _CONNECTIONS_OF_ONE:
        StrictChannel(server, made, address, *others, **named)  # type: ignore[no-untyped-call]
    else:
        made.close()


def _threads(settings: ServeSettings) -> int:
    return max(_THREADS, 2 * settings.workers + _THREADS // 2)


def _tell(settings: ServeSettings) -> None:
    _LOG.info("http://%s:%d/", settings.host, settings.port)


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Whether SIGINT or SIGTERM came; a second one ends the process as it would have without this."""
    came: list[int] = []
    former = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for name, handler in former.items():
            signal.signal(name, handler)

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        restore()

    for name in former:
        signal.signal(name, note)
    try:
        yield lambda: bool(came)
    finally:
        restore()


def _loop(channels: dict[int, Any], goes_on: Callable[[], bool]) -> None:
    while channels and goes_on():
        wasyncore.loop(timeout=_POLL_SECONDS, use_poll=True, map=channels, count=1)  # type: ignore[no-untyped-call]


def _drain(channels: dict[int, Any], until: float) -> None:
    """Takes no further connection, and sends what is being answered until then."""
    for listener in [channel for channel in channels.values() if getattr(channel, "accepting", False)]:
        wasyncore.dispatcher.close(listener)  # type: ignore[no-untyped-call]
    _loop(channels, lambda: time.monotonic() < until and any(map(_is_busy, channels.values())))


def _is_busy(channel: Any) -> bool:
    return bool(getattr(channel, "requests", None) or getattr(channel, "total_outbufs_len", 0))


def _why(settings: ServeSettings, error: OSError | ValueError | OverflowError) -> str:
    address = f"{settings.host}:{settings.port}"
    if isinstance(error, socket.gaierror | ValueError):
        return f"{address} is no address of this machine; choose another with --host and --port"
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"{address} is in use by another program; choose another port with --port"
    said = error.strerror if isinstance(error, OSError) else error
    return f"{address} cannot be listened on ({said}); choose another with --host and --port"
