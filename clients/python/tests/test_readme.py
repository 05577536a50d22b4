"""What the README shows is what runs."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from servers import ROOT, Service

HERE = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "clients" / "examples" / "python" / "quick_start.py"


def test_quick_start(service: Service) -> None:
    code = EXAMPLE.read_text().split("# begin\n")[1].split("# end\n")[0]
    assert f"```python\n{code}```" in (HERE / "README.md").read_text()
    assert len([line for line in code.splitlines() if line.strip()]) == 5
    environment = {**os.environ, "COUNTERSIGN_URL": service.url, "COUNTERSIGN_API_KEY": service.key}
    done = subprocess.run([sys.executable, str(EXAMPLE)], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("reply {'jsonrpc': '2.0', 'id': 7, 'result':"), done.stderr
    assert "PATH_TRAVERSAL" in done.stdout


def test_package(tmp_path: Path) -> None:
    """What is published has the types, and needs none of the frameworks to be imported."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=HERE, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("countersign-*.whl")
    names = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(wheel)], check=True, capture_output=True, text=True
    ).stdout
    for name in ("py.typed", "models.py", "django.py", "licenses/LICENSE"):
        assert name in names
    code = "import countersign, sys; print(sorted({'mcp', 'fastmcp', 'django', 'starlette', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env={"PYTHONPATH": str(wheel)}
    )
    assert done.stdout == "[]\n"


def test_guarded_server(service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The example of a server, asked by the official client."""
    monkeypatch.setenv("COUNTERSIGN_URL", service.url)
    monkeypatch.setenv("COUNTERSIGN_API_KEY", service.key)
    server = runpy.run_path(str(EXAMPLE.with_name("guarded_server.py")))["server"]
    note = tmp_path / "note.txt"
    note.write_text("buy milk")

    async def ask() -> tuple[Any, Any]:
        async with Client(server) as client:
            refused = await client.call_tool("read_note", {"path": "../../../../etc/shadow"})
            return await client.call_tool("read_note", {"path": str(note)}), refused

    allowed, refused = anyio.run(ask)
    assert allowed.content[0].text == "buy milk"
    assert refused.is_error
    assert "PATH_TRAVERSAL" in refused.content[0].text
