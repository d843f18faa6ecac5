"""Does anybody call where nobody may?"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def nobody_calls() -> Iterator[str]:
    """The address of a listener of loopback, without a slash at its end; a connection to it fails the test."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()
