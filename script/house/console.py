"""What the person at the terminal sees: numbered steps, how long each took, and why one failed."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from script.house.paths import LOGS, ROOT

TAIL_LINES = 25


def say(text: str) -> None:
    """One line, at once, also into a pipe."""
    print(text, flush=True)


class Failed(SystemExit):
    """Stop with a sentence that says what to do; exit status 1."""

    def __init__(self, text: str) -> None:
        super().__init__(f"\n{text}")


class Steps:
    """Numbered steps: `[3] Python packages … 12.4 s`."""

    def __init__(self) -> None:
        self.number = 0

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        self.number += 1
        print(f"[{self.number}] {title} …", end=" ", flush=True)
        began = time.monotonic()
        yield
        say(f"{time.monotonic() - began:.1f} s")


def run_logged(command: Sequence[str], *, log: str, **options: Any) -> None:
    """Run a command with its output in `var/log`; where it fails, show the end of it and stop."""
    path = LOGS / f"{log}.log"
    with path.open("wb") as output:
        done = subprocess.run(
            command,
            cwd=options.pop("cwd", ROOT),
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            check=False,
            **options,
        )
    if done.returncode:
        raise Failed(f"failed: {' '.join(command)}\n{tail(path)}\nThe whole output is in {path}")


def tail(path: Path) -> str:
    """The last lines of a log."""
    if not path.exists():
        return "(no output)"
    return "\n".join(path.read_text(errors="replace").splitlines()[-TAIL_LINES:])
