"""The command line's grammar, run by Node's own test runner."""

import shutil
import subprocess

import pytest
from django.conf import settings


def test_the_command_line_understands_what_is_said_of_units() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    done = subprocess.run(
        [node, "--test", "tests/dashboard/grammar.test.mjs"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
