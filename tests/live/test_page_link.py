"""The page's end of the link keeps its rules: run by Node's own test runner."""

import shutil
import subprocess

import pytest
from django.conf import settings


def test_the_page_keeps_the_rules_of_the_link() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    done = subprocess.run(
        [node, "--test", "tests/live/live.test.mjs"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
