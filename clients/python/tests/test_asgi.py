"""An MCP server of the official SDK behind FastAPI and Starlette with our middleware, its client over real HTTP, a live service."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import anyio
import httpx
import pytest
from asking import a_refused_answer_is_answered, asking, refused_questions_are_answered
from fastapi import FastAPI
from mcp import Client, MCPError
from mcp_servers import ATTACK, INJECTION, REDACTED, SECRET, notes, served
from servers import Service
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from countersign import AsyncCountersign
from countersign._http import Events
from countersign.asgi import CountersignMiddleware

pytestmark = pytest.mark.anyio
ACCEPT = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
CALL: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 7,
    "method": "tools/call",
    "params": {"name": "read_file", "arguments": {"path": ATTACK}},
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module", params=["json", "stream"])
def one_site(request: pytest.FixtureRequest, service: Service) -> Iterator[tuple[str, list[Any]]]:
    """FastAPI with an MCP server mounted; it answers by JSON or by streams of events."""
    reached: list[Any] = []
    mcp_app = notes(reached).streamable_http_app(
        json_response=request.param == "json", stateless_http=request.param == "json"
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with mcp_app.router.lifespan_context(mcp_app):
            yield

    app = FastAPI(lifespan=lifespan)
    app.add_middleware(
        CountersignMiddleware, countersign=AsyncCountersign(service.key, service.url, timeout=15), path="/mcp"
    )

    @app.get("/other")
    def other() -> str:
        return SECRET

    app.mount("/", mcp_app)
    with served(app) as url:
        yield url, reached


@pytest.fixture
def site(one_site: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    one_site[1].clear()
    return one_site


def text_of(result: Any) -> str:
    return "".join(block.text for block in result.content)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_with_the_official_client(site: Any, mode: Any) -> None:
    url, reached = site
    async with Client(f"{url}/mcp", mode=mode) as client:
        assert text_of(await client.call_tool("read_file", {"path": "README.md"})) == "contents of README.md"
        refused = await client.call_tool("read_file", {"path": ATTACK})
        assert refused.is_error
        assert "PATH_TRAVERSAL" in text_of(refused)
        assert REDACTED in text_of(await client.call_tool("read_log", {"service": "web"}))
        poisoned = await client.call_tool("read_page", {"url": "https://example.com/"})
        assert poisoned.is_error
        assert "id_rsa" not in poisoned.model_dump_json()
        assert "kR7wq2Lz9xVb" not in (await client.call_tool("fail", {"text": "x"})).model_dump_json()
        assert "kR7wq2Lz9xVb" not in (await client.read_resource("notes://one")).model_dump_json()
        with pytest.raises(MCPError, match="Refused by security policy") as error:
            await client.read_resource("file:///../../../../etc/shadow")
        assert error.value.error.code == -32003
    assert reached == ["README.md", "web", "https://example.com/", "x", "one"]


async def test_other_paths_are_left_alone(site: Any) -> None:
    async with httpx.AsyncClient() as client:
        assert SECRET in (await client.get(f"{site[0]}/other")).text


@pytest.fixture(scope="module")
def asking_site(service: Service) -> Iterator[str]:
    app = asking([]).streamable_http_app()
    client = AsyncCountersign(service.key, service.url, timeout=15)
    app.add_middleware(CountersignMiddleware, countersign=client, path="/mcp")
    with served(app) as url:
        yield f"{url}/mcp"


@pytest.mark.parametrize("holds", [refused_questions_are_answered, a_refused_answer_is_answered])
async def test_a_server_that_asks_does_not_wait_for_ever(asking_site: str, holds: Any) -> None:
    with anyio.fail_after(20):
        await holds(asking_site)


def _text(value: Any) -> bytes:
    return json.dumps(value).encode()


async def _chunked(body: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(body), 7):
        yield body[at : at + 7]


WAYS: dict[str, tuple[str, str, Any, dict[str, str]]] = {
    "as it is": ("POST", "/mcp", _text(CALL), {}),
    "batch": ("POST", "/mcp", _text([{"jsonrpc": "2.0", "method": "ping", "id": 1}, CALL]), {}),
    "another type": ("POST", "/mcp", _text(CALL), {"content-type": "text/plain"}),
    "no type": ("POST", "/mcp", _text(CALL), {"content-type": ""}),
    "another charset": (
        "POST",
        "/mcp",
        json.dumps(CALL).encode("utf-16"),
        {"content-type": "application/json; charset=utf-16"},
    ),
    "byte order mark": ("POST", "/mcp", b"\xef\xbb\xbf" + _text(CALL), {}),
    "header case": ("POST", "/mcp", _text(CALL), {"CONTENT-TYPE": "Application/JSON"}),
    "packed": ("POST", "/mcp", _text(CALL), {"content-encoding": "identity"}),
    "chunked": ("POST", "/mcp", "chunked", {}),
    "trailing slash": ("POST", "/mcp/", _text(CALL), {}),
    "doubled slash": ("POST", "//mcp", _text(CALL), {}),
    "path case": ("POST", "/MCP", _text(CALL), {}),
    "escaped path": ("POST", "/%6dcp", _text(CALL), {}),
    "with a query": ("POST", "/mcp?path=/other", _text(CALL), {}),
    "other method": ("PUT", "/mcp", _text(CALL), {}),
    "get with a body": ("GET", "/mcp", _text(CALL), {}),
    "delete with a body": ("DELETE", "/mcp", _text(CALL), {}),
    "method overridden": ("GET", "/mcp", _text(CALL), {"x-http-method-override": "POST"}),
    "unknown method": ("POST", "/mcp", _text({**CALL, "method": "tools/invoke"}), {}),
    "no request but a notification": ("POST", "/mcp", _text({k: v for k, v in CALL.items() if k != "id"}), {}),
    "id null": ("POST", "/mcp", _text({**CALL, "id": None}), {}),
    "escaped method": ("POST", "/mcp", _text(CALL).replace(b"tools/call", b"tools\\u002fcall"), {}),
    "duplicate, innocent first": (
        "POST",
        "/mcp",
        _text(CALL).replace(b'"arguments"', b'"arguments": {"path": "README.md"}, "arguments"'),
        {},
    ),
    "duplicate, innocent last": ("POST", "/mcp", _text(CALL)[:-1] + b', "method": "ping"}', {}),
    "duplicate behind an escape": ("POST", "/mcp", _text(CALL)[:-1] + b', "meth\\u006fd": "ping"}', {}),
    "lies in the header": ("POST", "/mcp", _text(CALL), {"mcp-method": "ping", "mcp-name": "other"}),
    "two texts": ("POST", "/mcp", b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n' + _text(CALL), {}),
    "no number": ("POST", "/mcp", _text(CALL).replace(b"7", b"NaN"), {}),
    "nested without end": ("POST", "/mcp", b"[" * 100_000 + b"]" * 100_000, {}),
    "too large": ("POST", "/mcp", _text({**CALL, "padding": "x" * 1_100_000}), {}),
}


@pytest.mark.parametrize("way", WAYS)
async def test_no_way_around(site: Any, way: str) -> None:
    url, reached = site
    method, path, body, headers = WAYS[way]
    content = _chunked(_text(CALL)) if body == "chunked" else body
    async with httpx.AsyncClient(timeout=4) as client:
        try:
            answer = await client.request(
                method, url + path, content=content, headers={**ACCEPT, **headers}, follow_redirects=True
            )
            text = answer.text
        except httpx.TimeoutException:  # A GET that the server holds open has let nothing through either.
            text = ""
    assert reached == []
    assert "contents of" not in text


def _plain(name: str, app: Any, service: Service) -> Any:
    async def endpoint(_: Any) -> Response:
        return app()

    route = Route("/mcp", endpoint, methods=["GET", "POST"])
    starlette = Starlette(routes=[route])
    starlette.add_middleware(
        CountersignMiddleware, countersign=AsyncCountersign(service.key, service.url, timeout=15), path="/mcp"
    )
    return served(starlette)


@contextmanager
def answering(service: Service, answer: Any) -> Iterator[str]:
    with _plain("answering", answer, service) as url:
        yield f"{url}/mcp"


def _result(text: str, id: int = 7) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": id, "result": {"content": [{"type": "text", "text": text}]}}


def _events(*parts: bytes) -> Any:
    async def pieces() -> AsyncIterator[bytes]:
        for part in parts:
            for at in range(0, len(part), 11):
                yield part[at : at + 11]

    return lambda: StreamingResponse(pieces(), media_type="text/event-stream; charset=utf-8")


ANSWERS: dict[str, Any] = {
    "plain text": lambda: PlainTextResponse(SECRET),
    "html with an error": lambda: PlainTextResponse(SECRET, status_code=500),
    "json of another type": lambda: Response(json.dumps(_result(SECRET)), media_type="text/plain"),
    "json twice": lambda: Response(json.dumps(_result("a"))[:-1] + ',"result":' + json.dumps(SECRET) + "}"),
    "a list": lambda: Response(json.dumps([_result(SECRET)]), media_type="application/json"),
    "another id": lambda: Response(json.dumps(_result(SECRET, 8)), media_type="application/json"),
    "packed": lambda: Response(json.dumps(_result(SECRET)), headers={"content-encoding": "gzip"}),
    "event": _events(b"event: message\ndata: " + json.dumps(_result(SECRET)).encode() + b"\n\n"),
    "event with carriage returns": _events(b"data: " + json.dumps(_result(SECRET)).encode() + b"\r\r"),
    "event in two lines of data": _events(
        b'data: {"jsonrpc":"2.0","id":7,\r\ndata:"result":'
        + json.dumps({"content": [{"type": "text", "text": SECRET}]}).encode()
        + b"}\r\n\r\n"
    ),
    "event that is no message": _events(b"data: " + SECRET.encode() + b"\n\n"),
    "event of another name": _events(b"event: endpoint\ndata: " + SECRET.encode() + b"\n\n"),
    "event that names another site": _events(b"event: endpoint\ndata: https://evil.example/?kR7wq2Lz9xVb\n\n"),
    "event that names another host": _events(b"event: endpoint\ndata: //evil.example/?kR7wq2Lz9xVb\n\n"),
    "event with more in its id": _events(b"id: e1 " + SECRET.encode() + b"\ndata:\n\n"),
    "event with more in its name": _events(b"event: " + SECRET.encode() + b"\ndata:\n\n"),
    "event with more in its pause": _events(b"retry: " + SECRET.encode() + b"\ndata:\n\n"),
    "comment": _events(b": " + SECRET.encode() + b"\n\ndata: {}\n\n"),
    "event without an end": _events(b"data: " + json.dumps(_result(SECRET)).encode()),
    "notification": _events(
        b"data: "
        + json.dumps(
            {"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info", "data": INJECTION}}
        ).encode()
        + b"\n\n"
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_nothing_comes_back_unjudged(service: Service, name: str, method: str) -> None:
    call = json.dumps({**CALL, "params": {"name": "read_log", "arguments": {"service": "web"}}})
    with answering(service, ANSWERS[name]) as url:
        async with httpx.AsyncClient(timeout=20) as client:
            async with client.stream(method, url, content=call, headers=ACCEPT) as answer:
                text = b"".join([chunk async for chunk in answer.aiter_raw()]).decode()
    assert "kR7wq2Lz9xVb" not in text
    assert "id_rsa" not in text


@pytest.mark.parametrize("media_type", ["application/json", "text/event-stream"])
async def test_no_answer_comes_from_another_place(service: Service, media_type: str) -> None:
    """Who follows a redirection would ask there unjudged."""
    answer = lambda: Response(b"", 307, {"location": "http://127.0.0.1:1/mcp"}, media_type)  # noqa: E731
    with answering(service, answer) as url:
        async with httpx.AsyncClient(timeout=20) as client:
            assert (await client.post(url, json={"jsonrpc": "2.0", "id": 1, "method": "ping"})).status_code == 502


async def test_an_answer_to_the_same_number_as_text_is_one_to_that_request(service: Service) -> None:
    """The SDKs take it for one."""
    text = json.dumps({**_result("fine"), "id": "7.0"})
    with answering(service, lambda: Response(text, media_type="application/json")) as url:
        async with httpx.AsyncClient(timeout=20) as client:
            call = {**CALL, "params": {"name": "read_log", "arguments": {"service": "web"}}}
            answer = (await client.post(url, json=call)).text
    assert "PROTOCOL_VIOLATION" in answer
    assert "fine" not in answer


def test_a_long_line_in_many_pieces_takes_no_longer_than_in_one() -> None:
    events = Events()
    began = time.monotonic()
    for _ in range(15_000):
        assert list(events.feed(b"x" * 1_000)) == []
    assert time.monotonic() - began < 5


async def test_web_sockets_are_closed(service: Service) -> None:
    """Nobody would judge what goes over them."""
    sent: list[Any] = []

    async def app(*_: Any) -> None:
        raise AssertionError("it was reached")

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    guard = CountersignMiddleware(app, AsyncCountersign(service.key, service.url), path="/mcp")
    await guard({"type": "websocket", "path": "/mcp", "headers": []}, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]


async def test_without_a_verdict_nothing_passes(service: Service) -> None:
    reached: list[Any] = []
    app = notes(reached).streamable_http_app(json_response=True, stateless_http=True)
    app.add_middleware(
        CountersignMiddleware,
        countersign=AsyncCountersign(service.key, "http://127.0.0.1:2", max_retries=0),
        path="/mcp",
    )
    with served(app) as url:
        async with httpx.AsyncClient(timeout=20) as client:
            answer = await client.post(f"{url}/mcp", json=CALL, headers=ACCEPT)
    assert reached == []
    assert answer.json()["id"] == 7
    assert answer.json()["result"]["isError"] is True
    assert "NO_VERDICT" in answer.text
