"""How is another SPARQL endpoint asked, without being led anywhere else?

The address is looked up once and the connection made to what was found, so that a name that changes its meaning
meanwhile leads nowhere; only public addresses are connected to, no redirect is followed, and time and size have
limits of their own.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

from server.http.formats import JSON
from server.workers.computing import aside

_PIECE = 1 << 16
_PORTS = {"http": 80, "https": 443}


class ServiceFailed(Exception):
    """The other endpoint gave no answer; the message says why."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet's."""
    parsed = ip_address(address.partition("%")[0])
    return parsed.is_global and not parsed.is_multicast


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """Which endpoints a query may call: exact hosts, with a port where it is not the usual one; seconds and bytes.

    A query may have so many `calls`. `may_connect` judges an IP address.
    """

    hosts: frozenset[str] = frozenset()
    seconds: float = 10.0
    size: int = 1 << 20
    calls: int = 3
    may_connect: Callable[[str], bool] = is_public

    def allow(self, url: str) -> bool:
        """Whether an address is one of them."""
        try:
            parts = urlsplit(url)
            # The port is read to see that there is a valid one.
            return parts.scheme in _PORTS and parts.netloc.lower() in self.hosts and parts.port != 0
        except ValueError:
            return False


@aside()
def ask_service(url: str, query: str, services: Services) -> bytes:
    """The answer in JSON; raises ServiceFailed."""
    parts = urlsplit(url)
    until = time.monotonic() + services.seconds
    connection = _connect(parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme], services)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Accept": JSON,
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "dateline",
        "Accept-Encoding": "identity",
    }
    try:
        connection.request("POST", path, urlencode({"query": query}), headers)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise ServiceFailed(f"it answered with the status {response.status}")
        return _read(response, until, services.size)
    except (OSError, http.client.HTTPException) as error:
        raise ServiceFailed(f"the connection failed ({type(error).__name__})") from error
    finally:
        connection.close()


def _connect(scheme: str, host: str, port: int, services: Services) -> http.client.HTTPConnection:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        address = str(found[0][4][0])
        if not all(services.may_connect(str(one[4][0])) for one in found):
            raise ServiceFailed("its name stands for an address that is not public")
        made = socket.create_connection((address, port), services.seconds)
        if scheme == "https":
            made = ssl.create_default_context().wrap_socket(made, server_hostname=host)
    except OSError as error:
        raise ServiceFailed(f"it cannot be reached ({type(error).__name__})") from error
    connection = http.client.HTTPConnection(host, port, timeout=services.seconds)
    connection.sock = made
    return connection


def _read(response: http.client.HTTPResponse, until: float, size: int) -> bytes:
    body = bytearray()
    while piece := response.read1(_PIECE):
        body += piece
        if len(body) > size:
            raise ServiceFailed(f"its answer is larger than the limit of {size >> 10} KiB")
        if time.monotonic() > until:
            raise ServiceFailed("its answer took too long")
    return bytes(body)
