"""When is the beginning of an answer held back?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.http.access import open_access
from server.served import Served
from server.sparql.endpoint import Asked, Client, Endpoint, Limits


@pytest.fixture
def endpoint(data: Path, request: pytest.FixtureRequest) -> Iterator[Endpoint]:
    """An endpoint that gives so many rows."""
    made = Endpoint(Served(data=data), Limits(rows=request.param), open_access())
    yield made
    made.close()


@pytest.mark.parametrize(
    ("endpoint", "accept", "seconds"),
    [
        (100_000, "text/csv", 0.2),
        (2_000_000, "text/csv", 0.0),
        (100_000, "application/sparql-results+json", None),
        (2_000_000, "application/sparql-results+json", None),
    ],
    indirect=["endpoint"],
)
def test_it_is_where_that_may_tell_that_the_answer_was_cut(
    endpoint: Endpoint, accept: str, seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CSV cannot say it at its end; what has too many rows for the time would come no more whole for waiting."""
    held: list[Any] = []
    monkeypatch.setattr(endpoint.pool, "stream", lambda *given: held.append(given[-1]))
    endpoint.run(endpoint.plan(Asked(text="SELECT * { ?s ?p ?o }"), accept), Client())
    assert held == [seconds]
