"""The scripts of the screens: short, without markup, in words the server knows."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from checkpoints.board.words import BOARD_WORDS, POST_WORDS, WALL_WORDS

FOLDER = settings.BASE_DIR / "checkpoints/board/static/gateboard"
FRAME = settings.BASE_DIR / "grid/frame/static/frame"
SHARED = {"page.js", "follow.js", "asking.js"}
WALL = SHARED | {
    "wall.js", "head.js", "rows.js", "lanes.js", "side.js", "acts.js", "ground.js", "reading.js",
    "switches.js",
}  # fmt: skip
BOARD = {"page.js", "follow.js", "board.js", "gatemap.js"}
POST = SHARED | {"post.js", "post_check.js", "post_forced.js", "post_forms.js", "post_orders.js"}
PAGES = [(WALL, WALL_WORDS), (BOARD, BOARD_WORDS), (POST, POST_WORDS)]
SCRIPTS = sorted(FOLDER.glob("*.js"))


def read(names: set[str]) -> str:
    own = "".join((FOLDER / name).read_text() for name in sorted(names))
    return own + "".join((FRAME / name).read_text() for name in ("requests.js", "speech.js"))


@pytest.mark.parametrize(("names", "words"), PAGES, ids=["wall", "board", "post"])
def test_the_server_knows_every_message_and_keeps_none_that_is_not_said(names, words):
    told = read(names)
    assert set(re.findall(r'\bt\("([^"]+)"', told)) - set(words) == set()
    assert {message for message in words if f'"{message}"' not in told} == set()


def test_the_screens_load_nothing_of_the_floor_above():
    told = "".join(script.read_text() for script in SCRIPTS)
    folders = set(re.findall(r'from "\.\./(\w+)/', told))
    assert folders == {"frame"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_are_short_and_write_text_not_markup(script: Path):
    text = script.read_text()
    assert len(text.splitlines()) <= 300
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", ".style.", "http:"):
        assert forbidden not in text


@pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed")
def test_what_the_wall_makes_of_a_switch():
    done = subprocess.run(
        ["node", "--test", "tests/checkpoints/board/switches.test.mjs"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
