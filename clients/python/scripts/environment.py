"""The virtual environment of this folder, made from PyPI as `requirements-dev.txt` pins it. Nothing is installed by hand."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
VENV = HERE / ".venv"
REQUIREMENTS = HERE / "requirements-dev.txt"


def python_of_venv() -> Path:
    """Makes it when it is not there, or was made from other requirements or by another Python."""
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    made = VENV / "made-from"
    python = VENV / "bin" / "python"
    if not made.exists() or made.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--requirement", str(REQUIREMENTS)]
        subprocess.run(install, check=True)
        subprocess.run(
            [
                str(python),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--no-build-isolation",
                "--editable",
                str(HERE),
            ],
            check=True,
        )
        made.write_text(wanted)
    return python


def enter() -> None:
    """Goes on in the virtual environment, whichever Python has begun."""
    python = python_of_venv()
    if Path(sys.prefix).resolve() != VENV.resolve():
        environment = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
        os.execve(python, [str(python), *sys.argv], environment)
