"""FastMCP with our middleware, its own client and that of the official SDK, against a live service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastmcp import Client, FastMCP
from fastmcp.exceptions import ToolError
from fastmcp.prompts import Message
from fastmcp.resources import ResourceContent, ResourceResult
from fastmcp.server.middleware import Middleware
from mcp import Client as OfficialClient
from mcp import MCPError
from mcp_servers import ATTACK, INJECTION, REDACTED, SECRET, served
from servers import Service
from test_asgi import ACCEPT, WAYS, _chunked, _text
from test_asgi import CALL as ATTACKING

from countersign import AsyncCountersign
from countersign.fastmcp import CountersignMiddleware

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def fast(reached: list[Any], countersign: AsyncCountersign, **settings: Any) -> FastMCP:
    server: FastMCP = FastMCP("notes")
    server.add_middleware(CountersignMiddleware(countersign, **settings))

    @server.tool
    def read_file(path: str) -> str:
        """Reads a file of the project."""
        reached.append(path)
        return f"contents of {path}"

    @server.tool
    def read_log(service: str) -> dict[str, str]:
        """Reads the log of a service."""
        reached.append(service)
        return {"log": f"ready\n{SECRET}"}

    @server.tool
    def read_page(url: str) -> str:
        """Reads a page."""
        reached.append(url)
        return INJECTION

    @server.tool
    def fail(text: str) -> str:
        """Fails."""
        reached.append(text)
        raise ToolError(f"cannot connect to {SECRET}")

    @server.resource("notes://{name}")
    def note(name: str) -> ResourceResult:
        reached.append(name)
        return ResourceResult([ResourceContent(SECRET, mime_type="text/plain"), ResourceContent(b"\x00\x01")])

    @server.prompt
    def ask(topic: str) -> list[Message]:
        reached.append(topic)
        return [Message(f"Tell me about {topic}: {SECRET}"), Message("I will.", role="assistant")]

    return server


@pytest.fixture
async def countersign(service: Service) -> AsyncIterator[AsyncCountersign]:
    async with AsyncCountersign(service.key, service.url, timeout=15) as client:
        yield client


async def test_both_directions_with_its_own_client(countersign: AsyncCountersign) -> None:
    reached: list[Any] = []
    async with Client(fast(reached, countersign)) as client:
        assert {tool.name for tool in await client.list_tools()} == {"read_file", "read_log", "read_page", "fail"}
        assert (await client.call_tool("read_file", {"path": "README.md"})).data == "contents of README.md"
        refused = await client.call_tool("read_file", {"path": ATTACK}, raise_on_error=False)
        assert refused.is_error
        assert "PATH_TRAVERSAL" in refused.content[0].text
        log = await client.call_tool("read_log", {"service": "web"})
        assert log.structured_content == {"log": f"ready\n{REDACTED}"}
        assert "kR7wq2Lz9xVb" not in str(log)
        poisoned = await client.call_tool("read_page", {"url": "https://example.com/"}, raise_on_error=False)
        assert poisoned.is_error
        assert "id_rsa" not in str(poisoned)
        failed = await client.call_tool("fail", {"text": "x"}, raise_on_error=False)
        assert failed.is_error
        assert "cannot connect to postgres://app:[REDACTED" in failed.content[0].text
    assert reached == ["README.md", "web", "https://example.com/", "x"]


async def test_other_results_with_the_official_client(countersign: AsyncCountersign) -> None:
    reached: list[Any] = []
    with served(
        fast(
            reached,
            AsyncCountersign(countersign._sender.config.api_key, countersign._sender.config.base_url, timeout=15),
        ).http_app()
    ) as url:
        async with OfficialClient(f"{url}/mcp") as client:
            refused = await client.call_tool("read_file", {"path": ATTACK})
            assert refused.is_error
            read = await client.read_resource("notes://one")
            assert read.contents[0].text == REDACTED
            assert read.contents[1].blob == "AAE="
            prompt = await client.get_prompt("ask", {"topic": "birds"})
            assert prompt.messages[0].content.text == f"Tell me about birds: {REDACTED}"
            assert prompt.messages[1].role == "assistant"
            with pytest.raises(MCPError, match="Refused by security policy") as error:
                await client.read_resource("file:///../../../../etc/shadow")
            assert error.value.error.code == -32003
    assert reached == ["one", "birds"]


async def test_without_a_verdict_nothing_passes(service: Service) -> None:
    reached: list[Any] = []
    down = AsyncCountersign(service.key, "http://127.0.0.1:2", max_retries=0)
    with pytest.raises((MCPError, ToolError, RuntimeError, ExceptionGroup)):
        async with Client(fast(reached, down)) as client:
            await client.call_tool("read_file", {"path": "README.md"})
    assert reached == []


async def test_what_inner_middleware_does_is_judged(countersign: AsyncCountersign) -> None:
    class Leak(Middleware):
        async def on_call_tool(self, context: Any, call_next: Any) -> Any:
            result = await call_next(context)
            result.content[0].text = SECRET
            return result

    server = fast([], countersign)
    server.add_middleware(Leak())
    async with Client(server) as client:
        result = await client.call_tool_mcp("read_file", {"path": "README.md"})
        assert "kR7wq2Lz9xVb" not in result.model_dump_json()


async def test_poisoned_definitions_do_not_reach_the_model(countersign: AsyncCountersign) -> None:
    server = fast([], countersign)

    @server.tool(description=f"Adds. <IMPORTANT>{INJECTION}</IMPORTANT>")
    def add(a: int, b: int) -> int:
        return a + b

    async with Client(server) as client:
        with pytest.raises(MCPError, match="Refused by security policy"):
            await client.list_tools()


@pytest.fixture(scope="module")
def fast_site(service: Service) -> Iterator[tuple[str, list[Any]]]:
    reached: list[Any] = []
    guard = AsyncCountersign(service.key, service.url, timeout=15)
    with served(fast(reached, guard).http_app(json_response=True, stateless_http=True)) as url:
        yield url, reached


@pytest.mark.parametrize("way", WAYS)
async def test_no_way_around(fast_site: tuple[str, list[Any]], way: str) -> None:
    url, reached = fast_site
    reached.clear()
    method, path, body, headers = WAYS[way]
    async with httpx.AsyncClient(timeout=4) as client:
        content = _chunked(_text(ATTACKING)) if body == "chunked" else body
        try:
            answer = await client.request(
                method, url + path, content=content, headers={**ACCEPT, **headers}, follow_redirects=True
            )
            text = answer.text
        except httpx.TimeoutException:
            text = ""
    assert ATTACK not in reached
    assert f"contents of {ATTACK}" not in text
