"""Real services for the fault tests: each on a free loopback port, ended by its process id."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import redis
from django.conf import settings
from django.db import connection

from script.house.postgres import Postgres, as_user, server_user
from tests.waiting import LONG_S

BASE_DIR = Path(settings.BASE_DIR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """A process with a port; it can be killed, frozen and started again."""

    def __init__(
        self,
        argv: list[str],
        *,
        port: int,
        env: dict[str, str],
        log: Path,
        run_as: dict[str, Any] | None = None,
        ready: Callable[[], bool] | None = None,
    ) -> None:
        self.argv = argv
        self.port = port
        self.env = env
        self.log = log
        self.run_as = run_as or {}
        self.ready = ready or self.answers
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Service":
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.argv, env=self.env, cwd=BASE_DIR, stdout=out, stderr=out, **self.run_as
            )
        deadline = time.monotonic() + LONG_S
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.argv[0]} did not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.02)
        return self

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """What a power cut does to a process: nothing is said and nothing is finished."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait(LONG_S)

    async def restart_after(self, seconds: float) -> None:
        self.kill()
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self.start)


def service_env(redis_port: int, **more: str) -> dict[str, str]:
    """The environment of a process that shares the test database, but not our Redis."""
    db = connection.settings_dict
    host, port = db["HOST"] or "localhost", db["PORT"] or 5432
    password = f":{db['PASSWORD']}" if db["PASSWORD"] else ""
    return os.environ | {
        "DATABASE_URL": f"postgres://{db['USER']}{password}@{host}:{port}/{db['NAME']}",
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "LIVE_SOCKETS_PER_OFFICER": "2000",
        **more,
    }


@contextmanager
def running_redis(folder: Path | None = None) -> Iterator[Service]:
    """A Redis that keeps nothing, so that its death forgets everything."""
    with tempfile.TemporaryDirectory() as own:
        place = folder or Path(own)
        port = free_port()
        argv = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"]
        argv += ["--bind", "127.0.0.1", "--dir", str(place)]
        service = Service(argv, port=port, env=dict(os.environ), log=place / "redis.log")
        try:
            service.start()
            redis.Redis(port=port).ping()
            yield service
        finally:
            service.kill()


@contextmanager
def running_postgres() -> Iterator[tuple[Service, Postgres]]:
    """A PostgreSQL of the test's own, with a copy of our database; it keeps what it committed."""
    with tempfile.TemporaryDirectory() as own:
        postgres = Postgres(home=Path(own) / "pg", port=free_port(), password=token_hex(16))
        child = postgres.child()
        service = Service(
            child.command,
            port=postgres.port,
            env=dict(os.environ),
            log=Path(own) / "postgres.log",
            run_as=as_user(server_user()),
            ready=child.ready,
        )
        try:
            service.start()
            postgres.create_database()
            _copy_database(postgres.url)
            yield service, postgres
        finally:
            crash(service)


def crash(postgres: Service) -> None:
    """Stop it as `pg_ctl stop -m immediate` does: without a checkpoint, every session cut off."""
    postgres.signal(signal.SIGQUIT)
    if postgres.process is not None:
        postgres.process.wait(LONG_S)


def _copy_database(to: str) -> None:
    """All of the test database as it is committed now."""
    ours = service_env(0)["DATABASE_URL"]
    dump = subprocess.run(
        ["pg_dump", "--no-owner", "--no-privileges", ours], capture_output=True, check=True
    )
    subprocess.run(
        ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", to],
        input=dump.stdout,
        capture_output=True,
        check=True,
    )


@contextmanager
def running_web(redis_port: int, **more: str) -> Iterator[Service]:
    """The server as production starts it."""
    with tempfile.TemporaryDirectory() as own:
        port = free_port()
        argv = [sys.executable, "-m", "uvicorn", "command_center.asgi:application"]
        argv += ["--port", str(port), "--loop", "uvloop", "--http", "grid.rest.intake:Intake"]
        argv += ["--ws", "grid.ledger.wire:FramedSocket"]
        argv += ["--ws-per-message-deflate", "false", "--lifespan", "off", "--log-level", "warning"]
        env = service_env(redis_port, **more)
        service = Service(argv, port=port, env=env, log=Path(own) / "web.log")
        try:
            yield service.start()
        finally:
            service.kill()


@contextmanager
def running_live(redis_port: int) -> Iterator[Service]:
    """The live worker: alert rules, deadlines, escalation."""
    with tempfile.TemporaryDirectory() as own:
        log = Path(own) / "live.log"
        argv = [sys.executable, "manage.py", "run_live"]
        env = service_env(redis_port, PYTHONUNBUFFERED="1")

        def ready() -> bool:
            return "live worker" in log.read_text()

        service = Service(argv, port=0, env=env, log=log, ready=ready)
        try:
            yield service.start()
        finally:
            service.kill()
