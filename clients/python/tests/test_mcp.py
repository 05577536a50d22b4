"""The middleware of the official SDK, with its own client and server, against a live service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import httpx
import mcp_types as types
import pytest
from mcp import Client, MCPError
from mcp.client._memory import InMemoryTransport
from mcp.server.mcpserver import Context
from mcp_servers import ATTACK, INJECTION, REDACTED, notes, served
from servers import Service

from countersign import AsyncCountersign, Enforcement
from countersign.mcp import CountersignMiddleware, guard_transport, guarded

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def countersign(service: Service) -> AsyncIterator[AsyncCountersign]:
    async with AsyncCountersign(service.key, service.url, timeout=15) as client:
        yield client


def text_of(result: Any) -> str:
    return "".join(block.text for block in result.content)


@pytest.fixture(params=["server", "transport"])
async def side(request: pytest.FixtureRequest, countersign: AsyncCountersign) -> AsyncIterator[tuple[Any, list[Any]]]:
    """A client of a guarded server, and a guarded client of a server that knows nothing of it."""
    reached: list[Any] = []
    if request.param == "server":
        server = notes(reached, middleware=[CountersignMiddleware(countersign)])
        async with Client(server) as client:
            yield client, reached
    else:
        async with Client(guarded(InMemoryTransport(notes(reached)), countersign)) as client:
            yield client, reached


async def test_allowed(side: Any) -> None:
    client, reached = side
    result = await client.call_tool("read_file", {"path": "README.md"})
    assert text_of(result) == "contents of README.md"
    assert reached == ["README.md"]


async def test_a_refused_call_never_runs(side: Any) -> None:
    client, reached = side
    result = await client.call_tool("read_file", {"path": ATTACK})
    assert result.is_error
    assert "Refused by security policy: PATH_TRAVERSAL" in text_of(result)
    assert reached == []


async def test_a_secret_is_cut_out_of_the_result(side: Any) -> None:
    client, _ = side
    result = await client.call_tool("read_log", {"service": "web"})
    assert not result.is_error
    assert REDACTED in text_of(result)
    assert "kR7wq2Lz9xVb" not in result.model_dump_json()


async def test_a_refused_result_is_replaced(side: Any) -> None:
    client, reached = side
    result = await client.call_tool("read_page", {"url": "https://example.com/"})
    assert reached == ["https://example.com/"]
    assert result.is_error
    assert "Refused by security policy" in text_of(result)
    assert "id_rsa" not in result.model_dump_json()


async def test_errors_are_judged(side: Any) -> None:
    client, reached = side
    result = await client.call_tool("fail", {"text": "x"})
    assert reached == ["x"]
    assert "kR7wq2Lz9xVb" not in result.model_dump_json()


async def test_another_method_gets_an_error(side: Any) -> None:
    client, reached = side
    with pytest.raises(MCPError, match="Refused by security policy") as refused:
        await client.read_resource("file:///../../../../etc/shadow")
    assert refused.value.error.code == -32003
    assert reached == []


async def test_other_results_are_judged(side: Any) -> None:
    client, reached = side
    result = await client.read_resource("notes://one")
    assert reached == ["one"]
    assert "kR7wq2Lz9xVb" not in result.model_dump_json()
    assert REDACTED in result.contents[0].text
    prompt = await client.get_prompt("ask", {"topic": "birds"})
    assert prompt.messages[0].content.text == "Tell me about birds"
    assert {tool.name for tool in (await client.list_tools()).tools} >= {"read_file", "read_log"}


async def test_without_a_verdict_nothing_passes(service: Service) -> None:
    reached: list[Any] = []
    failures: list[Enforcement] = []
    async with AsyncCountersign(service.key, "http://127.0.0.1:2", max_retries=0, on_failure=failures.append) as down:
        server = notes(reached, middleware=[CountersignMiddleware(down)])
        with pytest.raises((MCPError, ExceptionGroup)):
            async with Client(server) as client:
                await client.call_tool("read_file", {"path": "README.md"})
    assert reached == []
    assert failures[0].failure is not None
    assert failures[0].failure.kind == "connection"


async def test_open_only_when_asked(service: Service) -> None:
    reached: list[Any] = []
    failures: list[Enforcement] = []
    settings: Any = {"max_retries": 0, "fail_mode": "open", "on_failure": failures.append}
    async with AsyncCountersign(service.key, "http://127.0.0.1:2", **settings) as down:
        async with Client(notes(reached, middleware=[CountersignMiddleware(down)])) as client:
            await client.call_tool("read_file", {"path": "README.md"})
    assert reached == ["README.md"]
    assert all(failure.fail_open for failure in failures)
    assert len(failures) >= 2


async def test_a_context_that_cannot_be_made_refuses(countersign: AsyncCountersign) -> None:
    reached: list[Any] = []

    def context(_: Any) -> Any:
        raise LookupError("who is it?")

    server = notes(reached, middleware=[CountersignMiddleware(countersign, context=context)])
    with pytest.raises((MCPError, ExceptionGroup)):
        async with Client(server) as client:
            await client.call_tool("read_file", {"path": "README.md"})
    assert reached == []


async def test_who_acts_stands_in_the_trail(countersign: AsyncCountersign) -> None:
    reached: list[Any] = []
    guard = CountersignMiddleware(countersign, context={"session_id": "s-python"}, server={"name": "notes"})
    async with Client(notes(reached, middleware=[guard])) as client:
        await client.list_tools()
        await client.call_tool("read_file", {"path": "README.md"})
    records = [one async for one in countersign.list_audit(session_id="s-python", limit=100)]
    assert [record["method"] for record in records if record["kind"] == "verdict"].count("tools/call") == 2
    assert {
        record["tool"] for record in records if record["kind"] == "verdict" and record["method"] == "tools/call"
    } == {"notes/read_file"}


async def ask_model(text: str, ctx: Context) -> str:
    """Asks the model of the client."""
    message = types.SamplingMessage(role="user", content=types.TextContent(type="text", text=text))
    try:
        await ctx.session.create_message([message], max_tokens=10)
    except MCPError as error:
        return f"told: {error}"
    return "sampled"


async def test_what_a_server_asks_is_judged_by_the_transport(countersign: AsyncCountersign) -> None:
    """Sampling: a refused request never reaches the client's model, and the server is told."""
    sampled: list[Any] = []
    server = notes([])
    server.add_tool(ask_model)

    @server.tool()
    async def poison(ctx: Context) -> str:
        """Asks for too much."""
        return await ask_model(INJECTION, ctx)

    async def sample(_: Any, params: Any) -> Any:
        sampled.append(params)
        return types.CreateMessageResult(
            role="assistant", content=types.TextContent(type="text", text="yes"), model="m"
        )

    transport = guarded(InMemoryTransport(server), countersign)
    async with Client(transport, sampling_callback=sample, mode="legacy") as client:
        assert text_of(await client.call_tool("ask_model", {"text": "Name three birds."})) == "sampled"
        assert len(sampled) == 1
        assert "told: Refused by security policy" in text_of(await client.call_tool("poison", {}))
        assert len(sampled) == 1


async def _post(url: str, body: str | bytes, **headers: str) -> httpx.Response:
    given = {"content-type": "application/json", "accept": "application/json, text/event-stream", **headers}
    async with httpx.AsyncClient(timeout=20) as client:
        return await client.post(url, content=body, headers=given)


@pytest.fixture(scope="module")
def one_site(service: Service) -> Iterator[tuple[str, list[Any]]]:
    reached: list[Any] = []
    server = notes(reached, middleware=[CountersignMiddleware(AsyncCountersign(service.key, service.url, timeout=15))])
    with served(server.streamable_http_app(stateless_http=True, json_response=True)) as url:
        yield url, reached


CALL = '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"../../../../etc/shadow"}}}'


@pytest.mark.parametrize(
    ("name", "body", "headers"),
    [
        ("plain", CALL, {}),
        ("batch", f"[{CALL}]", {}),
        ("another type", CALL, {"content-type": "text/plain"}),
        ("case of names", CALL, {"MCP-Method": "tools/list"}),
        ("notification", CALL.replace('"id":7,', ""), {}),
        ("duplicate", CALL.replace('"arguments"', '"arguments":{"path":"README.md"},"arguments"'), {}),
        (
            "duplicate, innocent last",
            CALL.replace('"/etc/shadow"}', '"/etc/shadow"},"arguments":{"path":"README.md"}'),
            {},
        ),
        ("unknown method", CALL.replace("tools/call", "tools/invoke"), {}),
        ("escaped", CALL.replace("tools/call", "tools\\u002fcall"), {}),
    ],
)
async def test_no_way_around_over_http(
    one_site: tuple[str, list[Any]], name: str, body: str, headers: dict[str, str]
) -> None:
    url, reached = one_site
    reached.clear()
    answer = await _post(f"{url}/mcp", body, **headers)
    assert ATTACK not in reached, name
    assert f"contents of {ATTACK}" not in answer.text


async def test_a_stream_that_ends_ends_the_session(countersign: AsyncCountersign) -> None:
    """Closing the guarded transport closes what is behind it, and leaves no task."""
    with anyio.fail_after(20):
        async with guard_transport(InMemoryTransport(notes([])), countersign) as (read, write):
            await write.aclose()
            assert [item async for item in read] == []
