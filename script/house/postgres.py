"""A PostgreSQL of our own, on a free loopback port, as an unprivileged user where we are root."""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from script.house.console import Failed, run_logged, say
from script.house.paths import ROOT
from script.house.supervisor import Child, ask_to_end, command_line

OWNER = "anlan"
UNPRIVILEGED = ("postgres", "nobody")


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL here that has PostGIS."""
    found = [
        folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "postgres").exists()
        and Path("/usr/share/postgresql", folder.parent.name, "extension/postgis.control").exists()
    ]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


@dataclass(frozen=True)
class Postgres:
    """One private cluster. `durable=False` trades safety against power cuts for speed (tests)."""

    home: Path
    port: int
    password: str
    durable: bool = True

    @property
    def url(self) -> str:
        return f"postgres://{OWNER}:{self.password}@127.0.0.1:{self.port}/{OWNER}"

    @property
    def _bin(self) -> Path:
        folder = binaries()
        if folder is None:
            raise Failed("PostgreSQL with PostGIS is not installed.")
        return folder

    def child(self) -> Child:
        """The server as a child to be watched. It opens no Unix socket, so no path is too long."""
        data = self._cluster()
        _remove_stale_lock(data)
        options = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": 200,
            "shared_buffers": "256MB",
            "jit": "off",
            "timezone": "UTC",
            "max_wal_size": "2GB",
            "log_line_prefix": "%m [%p] ",
            "lc_messages": "C",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return Child(
            name="postgres",
            command=[str(self._bin / "postgres"), "-D", str(data), *flags],
            ready=self._is_ready,
            user=server_user(),
            stop_signal=signal.SIGINT,  # fast shutdown: does not wait for sessions to end
            cwd=Path("/"),
        )

    def create_database(self) -> None:
        """The database of the platform; harmless when it exists."""
        exists = self._psql("select 1 from pg_database where datname = 'anlan'")
        if not exists:
            self._psql("create database anlan")

    def _psql(self, statement: str) -> str:
        done = subprocess.run(
            [
                str(self._bin / "psql"),
                "-X",
                "-h",
                "127.0.0.1",
                "-p",
                str(self.port),
                "-U",
                OWNER,
                "-d",
                "postgres",
                "-Atqc",
                statement,
            ],
            env={**os.environ, "PGPASSWORD": self.password},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        if done.returncode:
            raise Failed(f"PostgreSQL refused: {done.stderr}")
        return done.stdout.strip()

    def _is_ready(self) -> bool:
        command = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def _cluster(self) -> Path:
        """The data folder; made beside and moved into place, so that half a cluster never stays."""
        home = reachable_home(self.home)
        data = home / "data"
        if (data / "PG_VERSION").exists():
            return data
        fresh = home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        user = server_user()
        with tempfile.NamedTemporaryFile("w", dir=home) as secret:
            secret.write(self.password)
            secret.flush()
            _give(Path(secret.name), user)
            run_logged(
                [
                    str(self._bin / "initdb"),
                    "-D",
                    str(fresh),
                    "-U",
                    OWNER,
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--auth=scram-sha-256",
                    f"--pwfile={secret.name}",
                    *([] if self.durable else ["--no-sync"]),
                ],
                log="initdb",
                cwd="/",
                **as_user(user),
            )
        fresh.rename(data)
        return data


def server_user() -> str | None:
    """Whom PostgreSQL runs as: itself refuses root, so then somebody who owns nothing here."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Failed("There is no unprivileged user on this machine for PostgreSQL to run as.")


def as_user(user: str | None) -> dict[str, object]:
    """Arguments for subprocess that drop root's rights."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def reachable_home(home: Path) -> Path:
    """`home`, or a folder below /var/lib when `home` is out of that user's reach (as in /root)."""
    user = server_user()
    home.mkdir(parents=True, exist_ok=True)
    home.parent.chmod(0o711)
    _give(home, user)
    home.chmod(0o700)
    if user is None or _can_enter(home, user):
        return home
    mark = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    elsewhere = Path("/var/lib", f"{ROOT.name}-postgres-{mark}")
    if not elsewhere.exists():
        say(f"\n  {user} cannot walk down to {home}; its data goes to {elsewhere}")
    elsewhere.mkdir(exist_ok=True)
    _give(elsewhere, user)
    elsewhere.chmod(0o700)
    return elsewhere


def _can_enter(home: Path, user: str) -> bool:
    probe = ["sh", "-c", 'cd "$1"', "sh", str(home)]
    done = subprocess.run(probe, cwd="/", capture_output=True, check=False, **as_user(user))  # type: ignore[call-overload]
    return bool(done.returncode == 0)


def _give(path: Path, user: str | None) -> None:
    if user is not None:
        shutil.chown(path, user)


def _remove_stale_lock(data: Path) -> None:
    """End a server left over in this folder, and forget a pid that now belongs to somebody else."""
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    pid = int(lock.read_text().split("\n", 1)[0])
    if str(data) in command_line(pid):
        ask_to_end(pid, signal.SIGINT)
    else:
        lock.unlink(missing_ok=True)
