"""Many large messages at once: they wait their turn, so that nobody can make the service too slow to be asked."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
import pytest
from mcp_servers import ATTACK, served
from servers import Service
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from countersign import AsyncCountersign, Countersign
from countersign._room import JUDGING_BYTES_MAX, Room, Ticket, bounded
from countersign.asgi import CountersignMiddleware

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def call(id: int, size: int) -> dict[str, Any]:
    arguments = {"path": ATTACK, "pad": "x" * size}
    return {
        "jsonrpc": "2.0",
        "id": id,
        "method": "tools/call",
        "params": {"name": "read_file", "arguments": arguments},
    }


class Held:
    """The service, at which everybody arrives before anybody is judged."""

    def __init__(self, countersign: AsyncCountersign) -> None:
        self._countersign = countersign
        self.opened = anyio.Event()
        self.inside = self.most = self.asked = 0

    async def enforce(self, **given: Any) -> Any:
        size = len(json.dumps(given["request"], separators=(",", ":")))
        self.asked += 1
        self.inside += size
        self.most = max(self.most, self.inside)
        try:
            await self.opened.wait()
            return await self._countersign.enforce(**given)
        finally:
            self.inside -= size


async def test_the_rest_waits_and_more_than_that_is_refused(service: Service) -> None:
    reached: list[Any] = []

    async def endpoint(_: Any) -> Response:
        reached.append(1)
        return Response()

    held: Any = Held(AsyncCountersign(service.key, service.url, timeout=15))
    app = Starlette(routes=[Route("/mcp", endpoint, methods=["POST"])])
    guarded = CountersignMiddleware(app, countersign=held, path="/mcp")
    transport = httpx.ASGITransport(app=guarded)
    texts: list[str] = []
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60) as client:

        async def post(id: int, size: int = 1_000_000) -> None:
            texts.append((await client.post("/mcp", json=call(id, size))).text)

        with anyio.fail_after(60):
            async with anyio.create_task_group() as tasks:
                for id in range(20):
                    tasks.start_soon(post, id)
                # One is judged, 8 wait (each has a little less than a MiB), and the others have their answer.
                while len(texts) < 20 - 1 - 8:  # noqa: ASYNC110
                    await anyio.sleep(0.01)
                await anyio.sleep(0.1)
                assert len(texts) == 11
                assert all("NO_VERDICT" in text and "isError" in text for text in texts)
                assert held.asked == 1
                held.opened.set()
            assert sum("PATH_TRAVERSAL" in text for text in texts) == 9
            assert held.most <= JUDGING_BYTES_MAX
            await post(99, 10)
    assert "PATH_TRAVERSAL" in texts[-1]
    assert reached == []


def test_in_threads(service: Service) -> None:
    """As Django on WSGI has it."""
    lock = threading.Lock()
    inside = most = 0
    with Countersign(service.key, service.url, timeout=15) as countersign:

        def enforce(**given: Any) -> Any:
            nonlocal inside, most
            with lock:
                inside += 1
                most = max(most, inside)
            try:
                return countersign.enforce(**given)
            finally:
                with lock:
                    inside -= 1

        judge = bounded(enforce)
        with ThreadPoolExecutor(6) as threads:
            judged = list(threads.map(lambda id: judge(request=call(id, 600_000)), range(6)))
    assert most == 1
    assert all("PATH_TRAVERSAL" in json.dumps(one.reply) for one in judged)


def test_they_go_in_as_they_came() -> None:
    room = Room(10, 30)
    order: list[str] = []

    def enter(name: str, size: int) -> Ticket | None:
        return room.enter(size, lambda: order.append(name))

    first, large, small, next_one = enter("first", 8), enter("large", 20), enter("small", 1), enter("next", 9)
    assert first
    assert large
    assert small
    assert next_one
    assert enter("above", 1) is None
    assert order == ["first"]
    room.leave(first)
    assert order == ["first", "large"]
    gone = enter("gone", 9)
    last = enter("last", 1)
    assert gone
    assert last
    room.leave(gone)  # It waits no longer.
    room.leave(large)
    assert order == ["first", "large", "small", "next"]
    room.leave(small)
    assert order == ["first", "large", "small", "next", "last"]
    room.leave(next_one)
    room.leave(last)
    assert enter("after", 10) is not None


async def test_who_goes_away_leaves_room(service: Service) -> None:
    held: Any = Held(AsyncCountersign(service.key, service.url, timeout=15))

    async def endpoint(_: Any) -> Response:
        return Response()

    guarded = CountersignMiddleware(Starlette(routes=[Route("/", endpoint, methods=["POST"])]), countersign=held)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=guarded), base_url="http://localhost", timeout=20
    ) as client:
        with anyio.move_on_after(0.3):
            async with anyio.create_task_group() as tasks:
                for id in range(5):
                    tasks.start_soon(lambda id: client.post("/", json=call(id, 900_000)), id)
        assert held.asked == 1
        held.opened.set()
        with anyio.fail_after(20):
            assert "PATH_TRAVERSAL" in (await client.post("/", json=call(9, 900_000))).text


def test_the_middleware_of_a_real_server_still_serves(service: Service) -> None:
    """Each message is let in and out again."""

    async def endpoint(_: Any) -> Response:
        return Response('{"jsonrpc":"2.0","id":1,"result":{}}', media_type="application/json")

    app = Starlette(routes=[Route("/mcp", endpoint, methods=["POST"])])
    app.add_middleware(CountersignMiddleware, countersign=AsyncCountersign(service.key, service.url, timeout=15))
    with served(app) as url, httpx.Client(timeout=20) as client:
        for _ in range(30):
            body = {"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"pad": "x" * 100_000}}
            assert client.post(f"{url}/mcp", json=body).json() == {"jsonrpc": "2.0", "id": 1, "result": {}}
