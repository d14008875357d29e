"""The catalogue is complete: what the code says in English, an officer reads in Chinese."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from script.house.paths import PYTHON, ROOT
from script.house.repository import tracked

CATALOGUE = Path("grid/frame/locale/zh_Hans/LC_MESSAGES/django.po")
COMPARE = """
import json, polib, sys
kept, made = polib.pofile(sys.argv[1]), polib.pofile(sys.argv[2])
known = {(e.msgctxt, e.msgid) for e in kept if not e.obsolete}
print(json.dumps({
    "missing": [e.msgid for e in made if not e.obsolete and (e.msgctxt, e.msgid) not in known],
    "fuzzy": [e.msgid for e in kept.fuzzy_entries()],
    "empty": [e.msgid for e in kept.untranslated_entries()],
}))
"""


def check(env: Mapping[str, str]) -> str:
    """Collect every message anew in a copy of the tree and compare with the kept catalogue."""
    if not (ROOT / CATALOGUE).exists():
        return f"{CATALOGUE} is missing"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for path in tracked(".py", ".html", ".txt", ".po"):
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        (copy / CATALOGUE).unlink()
        command = [str(PYTHON), "manage.py", "makemessages", "-l", "zh_Hans", "--no-location",
                   "--ignore", "tests", "--ignore", "benchmarks"]  # fmt: skip
        made = subprocess.run(
            command, cwd=copy, env=dict(env), capture_output=True, text=True, check=False
        )
        if made.returncode:
            return made.stderr
        return _compare(ROOT / CATALOGUE, copy / CATALOGUE)


def _compare(kept: Path, made: Path) -> str:
    done = subprocess.run(
        [str(PYTHON), "-c", COMPARE, str(kept), str(made)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return "\n".join(f"{kind}: {message!r}" for kind, all_ in found.items() for message in all_)
