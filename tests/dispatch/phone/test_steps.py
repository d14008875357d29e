"""The phone's reckoning of what is done and what waits, run by Node's own test runner."""

import shutil
import subprocess

import pytest
from django.conf import settings


def test_what_waits_on_the_phone_is_shown_as_done() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    done = subprocess.run(
        [node, "--test", "tests/dispatch/phone/steps.test.mjs"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
