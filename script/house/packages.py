"""Python and front-end packages, exactly those of the locks; nothing is done twice for one lock."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from script.house.console import Failed, run_logged
from script.house.paths import PYTHON, ROOT, VENV, digest, stamp, stamped

MINIMUM = (3, 11)


def install_python(lock: str) -> None:
    """Make `.venv` and install `requirements/<lock>.txt` into it by hash."""
    _make_venv()
    path = ROOT / "requirements" / f"{lock}.txt"
    value = digest(path, extra=_version([str(PYTHON)]))
    if stamped(f"pip-{lock}", value) and (VENV / f".{lock}").exists():
        return
    run_logged(
        [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--no-input",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "--requirement",
            str(path),
        ],
        log="pip",
    )
    (VENV / f".{lock}").touch()
    if lock == "dev":  # holds all of runtime, at the same versions
        stamp(
            "pip-runtime",
            digest(ROOT / "requirements" / "runtime.txt", extra=_version([str(PYTHON)])),
        )
        (VENV / ".runtime").touch()
    stamp(f"pip-{lock}", value)


def install_front_end() -> None:
    """Install `package-lock.json` into `node_modules`."""
    value = digest(ROOT / "package-lock.json", ROOT / "package.json")
    if stamped("npm", value) and (ROOT / "node_modules").is_dir():
        return
    run_logged(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], log="npm", env=_npm_env()
    )
    stamp("npm", value)


def _npm_env() -> dict[str, str]:
    return {**os.environ, "npm_config_update_notifier": "false"}


def _make_venv() -> None:
    if PYTHON.exists() and _works([str(PYTHON), "-c", "import pip"]):
        return
    python = _interpreter()
    run_logged([python, "-m", "venv", "--clear", str(VENV)], log="venv")


def _interpreter() -> str:
    for name in ("python3", "/usr/bin/python3", "python3.13", "python3.12", "python3.11"):
        path = shutil.which(name)
        check = f"import sys, venv, ensurepip; sys.exit(sys.version_info < {MINIMUM})"
        if path and _works([path, "-c", check]):
            return path
    raise Failed("Anlan needs Python 3.11 or newer, with the venv module.")


def _works(command: Sequence[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _version(python: Sequence[str]) -> str:
    return subprocess.run([*python, "-V"], capture_output=True, text=True, check=True).stdout
