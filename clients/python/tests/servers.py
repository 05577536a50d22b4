"""What the tests talk to: the service itself and the player of the conformance cases, each a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CONFORMANCE = Path(os.environ.get("CONFORMANCE", ROOT / "clients" / "conformance"))
START_S = 60.0


def node() -> str:
    """Node 24 comes with the packages of the service."""
    own = ROOT / "node_modules" / ".bin" / "node"
    found = str(own) if own.exists() else shutil.which("node")
    if found is None:
        raise RuntimeError("there is no node: run npm ci first")
    return found


@dataclass
class Service:
    url: str
    key: str
    process: subprocess.Popen[str] | None = None


@contextmanager
def service(**variables: str) -> Iterator[Service]:
    """The service with an embedded store in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="countersign-python-") as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "HOST": "127.0.0.1",
            "PORT": "0",
            "LOG_LEVEL": "warn",
            "DATA_DIR": folder,
        }
        make = [node(), "scripts/tenant.ts", "create", "--name", "python", "--plan", "unlimited", "--json"]
        made = subprocess.run(make, cwd=ROOT, env=environment | variables, capture_output=True, text=True, check=True)
        key = re.search(r"cs_live_[0-9A-Za-z]{49}", made.stdout)
        process = _start([node(), "src/main.ts"], environment | variables)
        try:
            listening = re.compile(r" on [^ ]+:(\d+): ")
            port = listening.search(_read_until(process, listening))
            assert port
            assert key, made.stdout
            _drain(process)
            yield Service(f"http://127.0.0.1:{port[1]}", key[0], process)
        finally:
            process.kill()
            process.wait()


@contextmanager
def player() -> Iterator[str]:
    process = _start([node(), str(CONFORMANCE / "server.ts")], {"PATH": os.environ["PATH"]})
    try:
        port = _read_until(process, re.compile(r"^\d+\n", re.MULTILINE)).strip()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _read_until(process: subprocess.Popen[str], *patterns: re.Pattern[str]) -> str:
    assert process.stdout
    killer = threading.Timer(START_S, process.kill)
    killer.start()
    text = ""
    try:
        for line in process.stdout:
            text += line
            if all(pattern.search(text) for pattern in patterns):
                return text
    finally:
        killer.cancel()
    raise RuntimeError(f"it did not start: {text}")


def _drain(process: subprocess.Popen[str]) -> None:
    """A pipe that nobody reads would stop the service."""
    stdout = process.stdout
    assert stdout
    threading.Thread(target=lambda: [None for _ in stdout], daemon=True).start()
