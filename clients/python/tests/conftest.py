from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import servers


@pytest.fixture(scope="session")
def service() -> Iterator[servers.Service]:
    """A live service: the one of `npm run clients:test`, or one of our own."""
    if "COUNTERSIGN_URL" in os.environ and "COUNTERSIGN_API_KEY" in os.environ:
        yield servers.Service(os.environ["COUNTERSIGN_URL"], os.environ["COUNTERSIGN_API_KEY"])
        return
    with servers.service() as own:
        yield own


@pytest.fixture(scope="session")
def player() -> Iterator[str]:
    if "CONFORMANCE_PLAYER" in os.environ:
        yield os.environ["CONFORMANCE_PLAYER"]
        return
    with servers.player() as own:
        yield own
