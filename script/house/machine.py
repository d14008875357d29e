"""The system's packages: what this machine lacks, and getting it through apt."""

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from script.house.console import Failed, run_logged, say
from script.house.postgres import binaries

NO_MAIN_CLUSTER = Path("/etc/postgresql-common/createcluster.d/anlan.conf")
NO_SERVICES = Path("/usr/sbin/policy-rc.d")


@dataclass(frozen=True)
class Need:
    """Something the machine must have, and the packages of Debian and Ubuntu that bring it."""

    what: str
    packages: tuple[str, ...]
    found: Callable[[], bool]


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _library(name: str) -> Callable[[], bool]:
    return lambda: ctypes.util.find_library(name) is not None


def _venv_works() -> bool:
    return (
        subprocess.run(["python3", "-c", "import venv, ensurepip"], capture_output=True).returncode
        == 0
    )


def _cjk_font() -> bool:
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(fonts.stdout.strip())


BASE = (
    Need("Python's venv", ("python3-venv",), _venv_works),
    Need("GDAL", ("gdal-bin",), _library("gdal")),
    Need("GEOS", ("libgeos-c1v5",), _library("geos_c")),
    Need("gettext", ("gettext",), _program("msgfmt")),
    Need("npm", ("nodejs", "npm"), _program("npm")),
    Need(
        "Pango (papers as PDF)",
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        lambda: all(map(ctypes.util.find_library, ("pango-1.0", "pangoft2-1.0"))),
    ),
    Need("fontconfig", ("fontconfig",), _program("fc-list")),
    Need(
        "a Chinese font (papers as PDF)",
        ("fonts-noto-cjk",),
        lambda: bool(shutil.which("fc-list")) and _cjk_font(),
    ),
)
POSTGRES = Need(
    "PostgreSQL with PostGIS", ("postgresql", "postgresql-postgis"), lambda: binaries() is not None
)
REDIS = Need("Redis", ("redis-server",), _program("redis-server"))
GIT = Need("git", ("git",), _program("git"))
BROWSERS = (
    Need("Chromium (browser tests)", ("chromium",), _program("chromium")),
    Need(
        "Chromium's headless shell (the walk over every page)",
        ("chromium-headless-shell",),
        _program("chromium-headless-shell"),
    ),
)


def install(needs: Sequence[Need]) -> None:
    """Install what is missing, or stop and say which command would."""
    missing = [need for need in needs if not need.found()]
    if not missing:
        return
    packages = sorted({package for need in missing for package in need.packages})
    say(f"installing {', '.join(need.what for need in missing)}")
    _apt("update", "-qq")
    with _quiet_services():
        _apt("install", "-y", "--no-install-recommends", *packages)
    still = [need.what for need in missing if not need.found()]
    if still:
        raise Failed(
            f"apt installed {' '.join(packages)}, and still this is missing: {', '.join(still)}"
        )


def install_wanted(needs: Sequence[Need]) -> None:
    """Install what only some tests need; where it cannot be had, say so and go on."""
    for need in needs:
        try:
            install([need])
        except SystemExit as refusal:
            say(f"\n  warning: no {need.what}; the tests go on without it.{refusal}")


def as_root(*command: str) -> list[str]:
    """The command, through sudo where we are not root."""
    if os.geteuid() == 0:
        return list(command)
    if shutil.which("sudo") is None:
        raise Failed(
            f"Neither root nor sudo here. Ask an administrator to run:\n  {' '.join(command)}"
        )
    return ["sudo", "--", *command]


def _apt(*arguments: str) -> None:
    command = as_root("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *arguments)
    run_logged(command, log=f"apt-{arguments[0]}")


@contextmanager
def _quiet_services() -> Iterator[None]:
    """Keep apt from starting servers of the system's own: ours are private, under `var/`.

    policy-rc.d is Debian's switch for that; the snippet keeps postgresql-common from making a
    cluster. Neither touches servers that already exist.
    """
    ours = not NO_SERVICES.exists()
    fresh = not NO_MAIN_CLUSTER.parent.parent.exists()
    if fresh:
        _write_as_root(NO_MAIN_CLUSTER, "create_main_cluster = false\n")
    if ours:
        _write_as_root(NO_SERVICES, "#!/bin/sh\nexit 101\n")
        subprocess.run(as_root("chmod", "755", str(NO_SERVICES)), check=True)
    try:
        yield
    finally:
        if ours:
            subprocess.run(as_root("rm", "-f", str(NO_SERVICES)), check=True)


def _write_as_root(path: Path, text: str) -> None:
    subprocess.run(as_root("mkdir", "-p", str(path.parent)), check=True)
    subprocess.run(
        as_root("tee", str(path)), input=text.encode(), stdout=subprocess.DEVNULL, check=True
    )
