"""Does one answer tell of one snapshot?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response

from kg.errors import StoreError
from server.steady import Once, keep_steady, settle


class Turning:
    """What is served; it turns to the next version at each of so many looks, then stays."""

    def __init__(self, turns: int = 0) -> None:
        self.version, self.turns = 0, turns

    def store(self) -> Path:
        """The store of the version."""
        return Path(str(self.version))

    def look(self) -> int:
        """The version, which may be another one afterwards."""
        found = self.version
        if self.turns:
            self.version, self.turns = self.version + 1, self.turns - 1
        return found


class Nothing:
    """What has no snapshot."""

    def store(self) -> Path:
        """Raises StoreError."""
        raise StoreError("there is no snapshot")


@pytest.mark.parametrize("turns", range(4))
def test_what_two_looks_give_is_of_one_version(turns: int) -> None:
    """However often another one is switched to meanwhile, within reason."""
    served = Turning(turns)
    assert settle(served, lambda: (served.look(), served.look())) == ((turns, turns), Path(str(turns)))


def test_what_never_settles_belongs_to_no_version() -> None:
    """It is given out, but not kept."""
    served = Turning(100)
    assert settle(served, served.look)[1] is None
    once = Once(served, served.look)
    assert once.now() < once.now()


def test_it_is_made_once_a_version() -> None:
    """And again when the version turns."""
    served, made = Turning(), []
    once = Once(served, lambda: made.append(served.version) or len(made))
    assert [once.now(), once.now()] == [1, 1]
    served.version = 7
    assert [once.now(), once.now(), made] == [2, 2, [0, 7]]


def app_over(served: Turning) -> Flask:
    """An application that looks twice at what is served."""
    app = Flask(__name__)

    @app.route("/<name>", methods=["GET", "POST"])
    def twice(name: str) -> str:
        return f"{name} {served.look()} {served.look()}"

    @app.get("/stream")
    def stream() -> Response:
        def lines() -> Iterator[str]:
            yield f"{number}"

        number = served.look()
        return Response(lines())

    keep_steady(app, served)
    return app


def test_an_address_answers_from_one_snapshot() -> None:
    """Read again when it was switched meanwhile; what writes and what streams is done once."""
    assert app_over(Turning(1)).test_client().get("/a").text == "a 1 1"
    assert app_over(Turning(1)).test_client().post("/a").text == "a 0 1"
    assert app_over(Turning(1)).test_client().get("/stream").text == "0"


def test_where_there_is_no_snapshot_the_view_tells() -> None:
    """Keeping steady adds no failure of its own."""
    assert settle(Nothing(), lambda: "told") == ("told", None)
