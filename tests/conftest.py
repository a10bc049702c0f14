"""Shared by all tests: no network, one thread, and the few fixtures that several modules use."""

from __future__ import annotations

import os
import socket

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import pytest

from pipeline.config import load_config


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: builds or installs something; a minute or so")


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
    """The defaults, with limits that suit tests."""
    return load_config(overrides={"run.jobs": "2", "run.seconds_per_document": "30"})
