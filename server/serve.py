"""How is the web application put on a port?"""

import errno
import logging

from waitress.server import create_server

from kg.errors import DatelineError
from kg.settings import ServeSettings
from server.app import close_app, create_app

_SPARE_THREADS = 6
_CONNECTIONS = 800
"""Open connections; below 1024, the number of descriptors that most systems grant a process."""
_IDLE_SECONDS = 20


class CannotListen(DatelineError):
    """The address that was asked for cannot be listened on."""


def serve(settings: ServeSettings) -> None:
    """Serves until interrupted; raises StoreError without a snapshot and CannotListen for the address."""
    app = create_app(settings)
    try:
        # Look ahead, so that a query whose client has hung up can be stopped.
        server = create_server(  # type: ignore[no-untyped-call]
            app,
            host=settings.host,
            port=settings.port,
            threads=2 * settings.workers + _SPARE_THREADS,
            channel_request_lookahead=1,
            # Connections that send nothing must not keep others out.
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE_SECONDS,
            cleanup_interval=_IDLE_SECONDS // 4,
            asyncore_use_poll=True,
            ident="dateline",
        )
    except (OSError, ValueError) as error:  # waitress calls a host without an address a ValueError
        close_app(app)
        raise CannotListen(_why(settings, error)) from error
    logging.getLogger("dateline.server").info("http://%s:%d/", settings.host, settings.port)
    try:
        server.run()
    finally:
        server.close()
        close_app(app)


def _why(settings: ServeSettings, error: OSError | ValueError) -> str:
    address = f"{settings.host}:{settings.port}"
    if isinstance(error, ValueError):
        return f"{address} is no address of this machine; choose another with --host and --port"
    if error.errno == errno.EADDRINUSE:
        return f"{address} is in use by another program; choose another port with --port"
    return f"{address} cannot be listened on ({error.strerror}); choose another with --host and --port"
