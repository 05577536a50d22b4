"""Streams against a service that is killed in the middle, and what they hold in memory."""

from __future__ import annotations

import gc
import itertools
import os
import tracemalloc
from typing import Any

import anyio
import pytest
import servers
from servers import Service

from countersign import AsyncCountersign, ConnectionFailedError, Countersign

ITEM: dict[str, Any] = {
    "request": {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "note", "arguments": {"text": "x" * 200}},
    }
}
WINDOW = 500


def test_killed_in_the_middle() -> None:
    """The results that came are whole and in order, then an error; nothing hangs."""
    with servers.service() as own, Countersign(own.key, own.url, idle_timeout=20) as countersign:
        results: list[Any] = []
        with pytest.raises(ConnectionFailedError):  # noqa: PT012
            for result in countersign.validate_stream(ITEM for _ in itertools.count()):
                results.append(result)
                if len(results) == 700:
                    assert own.process
                    own.process.kill()
        assert [result["item_id"] for result in results] == [str(index) for index in range(len(results))]
        assert len(results) >= 700
        outcome = countersign.enforce(request=ITEM["request"])
        assert outcome.action == "reply"
        assert outcome.failure is not None
        assert outcome.failure.kind == "connection"


def test_items_are_taken_as_results_are_read(service: Service) -> None:
    taken = 0

    def items() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield ITEM

    with Countersign(service.key, service.url) as countersign:
        for read, _ in enumerate(countersign.validate_stream(items()), 1):
            assert taken - read <= WINDOW
            if read == 1500:
                break


def test_constant_memory(service: Service) -> None:
    """Four times the items take no more memory."""

    def peak(count: int) -> int:
        tracemalloc.start()
        with Countersign(service.key, service.url) as countersign:
            for read, _ in enumerate(countersign.validate_stream(itertools.repeat(ITEM, count)), 1):
                if read % 100 == 0:  # What httpx leaves in cycles.
                    gc.collect()
            assert read == count
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(300)
    assert peak(2400) < 1.5 * peak(600)


def test_large_items_and_large_results_do_not_block_each_other(service: Service) -> None:
    """Attacks of 100 kB, whose verdicts are long, too: neither side waits for the other for ever."""
    text = "' OR 1=1; DROP TABLE users -- " * 3_000
    item = {
        "request": {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": "find", "arguments": {"customer_name": text}},
        }
    }

    async def read() -> int:
        async with AsyncCountersign(service.key, service.url) as countersign:
            return len([one async for one in countersign.validate_stream([item] * 30)])

    with_time = anyio.run(_within, read)
    assert with_time == 30


async def _within(read: Any) -> int:
    with anyio.fail_after(100):
        return int(await read())


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_API_KEY", "cs_live_x")
    monkeypatch.delenv("COUNTERSIGN_URL", raising=False)
    assert Countersign()._sender.config.base_url == "http://localhost:8080"
    monkeypatch.setenv("COUNTERSIGN_URL", "https://example.com/base/")
    assert Countersign()._sender.config.base_url == "https://example.com/base"
    assert "cs_live_x" not in repr(Countersign()) + str(os.environ.get("NOTHING"))
