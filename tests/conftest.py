"""Shared by all tests: no network, one thread, and the few fixtures that several modules use."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.config import load_config
from pipeline.running.workers import limit_threads

TESTS = Path(__file__).parent


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/ with what the stages give now")


def pytest_configure(config):
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is for people who read the difference; CI is set")
    config.addinivalue_line("markers", "slow: builds or installs something; a minute or so")
    limit_threads()
    # A loaded machine is no failure, and CI draws the same examples each time.
    settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
    settings.load_profile("house")
    # Processes that a test starts find the package and the tests' own flow, also without an installation.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(TESTS), str(TESTS.parent)])


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Fails a test that opens a connection to anywhere; the pipes of worker processes are no such thing."""
    connect = socket.socket.connect

    def refuse(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            raise AssertionError(f"a test tried to connect to {address}")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield


@pytest.fixture
def config():
    """The defaults, with two workers and a limit that suits tests."""
    return load_config(overrides={"run.jobs": "2", "run.seconds_per_document": "30"})
