"""All tests: `python3 clients/python/scripts/test.py [arguments of pytest]`. It brings what it needs, a live service and the player included.

CONFORMANCE_PLAYER, COUNTERSIGN_URL and COUNTERSIGN_API_KEY name those that run already. The last lines are the counts.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import environment


class Counts:
    """A test is counted once, at its call, or where it could not be prepared or cleaned up."""

    def __init__(self) -> None:
        self.all = [0, 0]
        self.conformance = [0, 0]

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed or (report.when == "call" and report.passed):
            self.all[report.failed] += 1
            if "conformance" in report.keywords:
                self.conformance[report.failed] += 1


def checks() -> int:
    """Types and style of what is written by hand."""
    failed = 0
    for command in (
        ["mypy"],
        ["pyright"],
        ["ruff", "check", "src", "scripts", "tests"],
        ["ruff", "format", "--check", "src", "scripts", "tests"],
    ):
        done = subprocess.run([sys.executable, "-m", *command], cwd=environment.HERE, capture_output=True, text=True)
        if done.returncode:
            failed += 1
            print(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return failed


def main() -> int:
    import pytest

    counts = Counts()
    failed_checks = 0 if "--no-checks" in sys.argv else checks()
    given = [argument for argument in sys.argv[1:] if argument != "--no-checks"]
    status = pytest.main(
        ["--rootdir", str(environment.HERE), "-c", str(environment.HERE / "pyproject.toml"), *given], [counts]
    )
    passed, failed = counts.all
    print(f"conformance: {counts.conformance[0]} passed, {counts.conformance[1]} failed")
    print(f"python: {passed} passed, {failed + failed_checks} failed")
    # A run that has tested nothing has not gone well.
    return 0 if status == 0 and not failed_checks and passed else 1


if __name__ == "__main__":
    environment.enter()
    sys.exit(main())
