"""`script/check`: every check that needs no running service; all run, each says one line."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from script.house import machine, packages, repository, translations
from script.house.catalogues import compile_catalogues
from script.house.console import Steps, say
from script.house.environment import own_var
from script.house.paths import FLOORS, PYTHON, ROOT, VAR, VENV, make_var
from script.house.supervisor import Stopped, stop_on_signals

SECRET = "only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHI"  # noqa: S105
NOWHERE = {"DATABASE_URL": "postgres://check@127.0.0.1:1/check", "REDIS_URL": "redis://127.0.0.1:1"}
FLOOR_PACKAGES = [part for floor in FLOORS for part in ("-p", floor.name)]
Outcome = str | None


@dataclass(frozen=True)
class Check:
    """A named check; `run` returns what is wrong, or nothing."""

    name: str
    run: Callable[[], Outcome]


def main() -> int:
    stop_on_signals()
    own_var()
    make_var()
    try:
        _set_up()
        failed = [check.name for check in CHECKS if not _passes(check)]
    except Stopped:
        return 130
    say(f"\nfailed: {', '.join(failed)}" if failed else f"\nall {len(CHECKS)} checks pass")
    return 1 if failed else 0


def _set_up() -> None:
    steps = Steps()
    with steps.step("System packages"):
        machine.install([*machine.BASE, machine.GIT])
    with steps.step("Python packages"):
        packages.install_python("dev")
    with steps.step("Front-end packages"):
        packages.install_front_end()
    compile_catalogues()


def _passes(check: Check) -> bool:
    began = time.monotonic()
    wrong = check.run()
    say(f"{'FAIL' if wrong else 'ok  '} {check.name} ({time.monotonic() - began:.1f} s)")
    if wrong:
        say(wrong.rstrip())
    return not wrong


def _command(name: str, *command: str, **settings: str) -> Check:
    def run() -> Outcome:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=_environment(**settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return f"{done.stdout}{done.stderr}" or "no output" if done.returncode else None

    return Check(name, run)


def _environment(**settings: str) -> dict[str, str]:
    """Settings of nowhere: a check must not touch a database, and fails if it tries."""
    fixed = {"SECRET_KEY": SECRET, "FIELD_KEYS": SECRET[::-1], "DEBUG": "1", **NOWHERE, **settings}
    return {**os.environ, **fixed, "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}"}


def _javascript() -> Outcome:
    """Each of our modules parses."""
    wrong = []
    for path in repository.tracked(".js"):
        if "templates" in path.parts:  # parsed as what the template makes of it, by its tests
            continue
        done = subprocess.run(
            ["node", "--input-type=module", "--check"],
            input=path.read_bytes(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            wrong.append(f"{path.relative_to(ROOT)}\n{done.stderr.decode()}")
    return "\n".join(wrong)


MANAGE = (str(PYTHON), "manage.py")
CHECKS = (
    _command("ruff", "ruff", "check", "."),
    _command("formatting", "ruff", "format", "--check", "."),
    _command("types", "mypy", *FLOOR_PACKAGES, "-p", "script.house"),
    _command("floors", "lint-imports"),
    _command("migrations", *MANAGE, "makemigrations", "--check", "--dry-run"),
    _command(
        "production settings",
        *MANAGE,
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DEBUG="0",
        HTTPS="1",
        ALLOWED_HOSTS="anlan.example",
    ),
    _command("templates", "djlint", "--lint", "--quiet", *map(str, FLOORS)),
    Check("nothing inline, nothing from outside", repository.pages),
    Check("translations", lambda: translations.check(_environment())),
    Check("JavaScript", _javascript),
    Check("containers", repository.compose),
    Check("locks", repository.locks),
    Check("sizes", repository.sizes),
)

if __name__ == "__main__":
    VAR.mkdir(exist_ok=True)
    sys.exit(main())
