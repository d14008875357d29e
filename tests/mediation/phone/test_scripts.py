"""The scripts of the phone: short, without markup, in words the server knows."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from mediation.phone.words import WORDS

FOLDER = settings.BASE_DIR / "mediation/phone/static/ground"
SHARED = settings.BASE_DIR / "grid/frame/static/frame"
SCRIPTS = sorted(FOLDER.glob("*.js"))
KEEPING = [SHARED / name for name in ("outbox.js", "vault.js", "sending.js")]


def test_the_server_knows_every_message_and_keeps_none_that_is_not_said() -> None:
    told = "".join(script.read_text() for script in SCRIPTS)
    assert set(re.findall(r'\bt\("([^"]+)"', told)) == set(WORDS)
    assert re.findall(r"\bt\([^\")]", told.replace("t(message", "")) == []


@pytest.mark.parametrize("script", SCRIPTS + KEEPING, ids=lambda script: script.name)
def test_scripts_are_short_and_write_text_not_markup(script: Path) -> None:
    text = script.read_text()
    assert len(text.splitlines()) <= 300
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", ".style.", "http:"):
        assert forbidden not in text


def test_the_phone_loads_nothing_of_another_app() -> None:
    told = "".join(script.read_text() for script in SCRIPTS)
    assert set(re.findall(r'from "\.\./(\w+)/', told)) == {"frame"}


def test_nothing_typed_is_kept_outside_the_locked_store() -> None:
    told = "".join(script.read_text() for script in SCRIPTS + KEEPING)
    assert "localStorage" not in told
    assert "sessionStorage" not in told


@pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed")
def test_grade_and_cell_are_worked_out_as_the_server_does() -> None:
    done = subprocess.run(
        ["node", "--test", "tests/mediation/phone/ground.test.mjs"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
