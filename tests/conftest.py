"""What does every test stand on: no network, one temporary data folder, the built seeds?"""

import os
import socket
from typing import Any

import hypothesis
import pytest

from kg.settings import use_one_thread

use_one_thread()

from serving import client, data, publish_again, publish_both, start, start_process  # noqa: E402

from kg.pipeline.building import build_snapshot  # noqa: E402 - numpy is imported after its threads are limited
from kg.settings import BuildSettings  # noqa: E402
from kg.store.snapshot import Snapshot, open_snapshot  # noqa: E402

__all__ = ["client", "data", "publish_again", "publish_both", "start", "start_process"]

# A busy machine is no fault of the code; what takes too long shows in the run's time.
hypothesis.settings.register_profile("dateline", deadline=None)
hypothesis.settings.load_profile("dateline")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be missing (`.ci/run`), a test that did not run is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    unexpected = [report for report in skipped if "not shipped" not in str(report.longrepr)]
    if os.environ.get("DATELINE_ALL_TESTS") and unexpected:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def no_outbound_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that would leave this machine fails the test that tries it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise AssertionError(f"outbound connection to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The snapshot that the program makes of its own seeds."""
    data = tmp_path_factory.mktemp("seeds")
    report = build_snapshot([], BuildSettings(data=data), lambda *_: None)
    assert report.rejections == ()
    assert report.contradictions == ()
    return open_snapshot(report.folder)
