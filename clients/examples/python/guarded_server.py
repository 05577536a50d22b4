"""An MCP server of the official SDK, guarded: `python guarded_server.py` serves http://127.0.0.1:8000/mcp."""

from mcp.server.mcpserver import MCPServer

from countersign import AsyncCountersign
from countersign.mcp import CountersignMiddleware

server = MCPServer("notes", middleware=[CountersignMiddleware(AsyncCountersign(), server={"name": "notes"})])


@server.tool()
def read_note(path: str) -> str:
    """Reads a note."""
    with open(path, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    server.run("streamable-http")
