"""How does what is made of several looks at the data stay with one snapshot, whatever is switched meanwhile?

It is made again when the version served afterwards is not the one from before. What a single worker answers as a
stream is of one version as it is.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

from flask import Flask, Response, request

from kg.errors import StoreError

_TIMES = 4
_Made = TypeVar("_Made")


class Versions(Protocol):
    """Tells what is served now."""

    def store(self) -> Path:
        """The folder of its store, another one for each version; raises StoreError when there is none."""


def settle(served: Versions, make: Callable[[], _Made]) -> tuple[_Made, Path | None]:
    """What is made, and the version that it is of; None when versions come faster than it can be made."""
    for _ in range(_TIMES):
        version = _version(served)
        made = make()
        if _version(served) == version or _is_stream(made):
            return made, version
    return made, None


def _is_stream(made: object) -> bool:
    return isinstance(made, Response) and made.is_streamed


def _version(served: Versions) -> Path | None:
    with suppress(StoreError):
        return served.store()
    return None


class Once(Generic[_Made]):
    """Something that is made once a version, when it is first asked for."""

    def __init__(self, served: Versions, make: Callable[[], _Made]) -> None:
        self._served = served
        self._make = make
        self._lock = Lock()
        self._held: tuple[_Made, Path | None] | None = None

    def now(self) -> _Made:
        """What belongs to the version that is served now; raises StoreError when there is none."""
        version = self._served.store()
        with self._lock:
            if self._held is None or self._held[1] != version:
                self._held = settle(self._served, self._make)
            return self._held[0]


def keep_steady(app: Flask, served: Versions) -> None:
    """Let each address that is read answer from one snapshot."""
    for name, view in app.view_functions.items():
        app.view_functions[name] = _steady(view, served)


def _steady(view: Callable[..., Any], served: Versions) -> Callable[..., Any]:
    @wraps(view)
    def answer(**values: object) -> Any:
        if request.method not in {"GET", "HEAD"}:
            return view(**values)
        return settle(served, lambda: view(**values))[0]

    return answer
