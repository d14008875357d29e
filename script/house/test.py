"""`script/test`: the tests, with services of their own; what pytest says is what we say."""

import os
import subprocess
import sys

from script.house import machine, packages, services
from script.house.catalogues import compile_catalogues
from script.house.console import Steps
from script.house.environment import own_var
from script.house.paths import PYTHON, ROOT, VAR, VENV, make_var
from script.house.supervisor import Stopped, Supervisor, stop_on_signals

RUNNING = VAR / "test" / "running"
# A file's servers and browsers stay together; tests/conftest.py says which file goes first.
ALL_CORES = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
SECRET = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ"  # noqa: S105


def main() -> int:
    stop_on_signals()
    own_var()
    make_var()
    lock = services.only_one(VAR / "test.lock", "script/test")
    supervisor = Supervisor(VAR / "test.pids")
    try:
        env = _set_up(supervisor)
        return _pytest(sys.argv[1:], env)
    except Stopped:
        return 130
    finally:
        supervisor.stop()
        lock.close()


def _set_up(supervisor: Supervisor) -> dict[str, str]:
    steps = Steps()
    with steps.step("System packages"):
        machine.install([*services.needs(), machine.GIT])
        machine.install_wanted(machine.BROWSERS)
    with steps.step("Python packages"):
        packages.install_python("dev")
    with steps.step("Front-end packages"):
        packages.install_front_end()
    with steps.step("PostgreSQL and Redis for the tests"):
        addresses = services.start(supervisor, VAR / "test", durable=False)
    with steps.step("Translations"):
        compile_catalogues()
    return {
        **os.environ,
        **addresses,
        "DEBUG": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # the tests start many servers, which compile but once
        "SECRET_KEY": SECRET,
        "FIELD_KEYS": SECRET[::-1],
        "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
    }


def _pytest(arguments: list[str], env: dict[str, str]) -> int:
    """Run pytest, on a new database when a run was cut short."""
    fresh = RUNNING.exists()
    RUNNING.touch()
    chosen = arguments or ALL_CORES
    command = [str(PYTHON), "-m", "pytest", *(["--create-db"] if fresh else []), *chosen]
    code = subprocess.run(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False
    ).returncode
    RUNNING.unlink(missing_ok=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
