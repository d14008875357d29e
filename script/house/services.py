"""PostgreSQL and Redis for one run: private ones, or those that DATABASE_URL and REDIS_URL name."""

import fcntl
import os
from pathlib import Path
from typing import IO

from script.house import machine
from script.house.console import Failed
from script.house.environment import private_service
from script.house.postgres import Postgres
from script.house.redis import Redis
from script.house.supervisor import Supervisor


def needs() -> list[machine.Need]:
    """What the machine must have; no servers where addresses of others were given."""
    wanted = list(machine.BASE)
    if "DATABASE_URL" not in os.environ:
        wanted.append(machine.POSTGRES)
    if "REDIS_URL" not in os.environ:
        wanted.append(machine.REDIS)
    return wanted


def start(supervisor: Supervisor, home: Path, *, durable: bool) -> dict[str, str]:
    """Start what is needed under `home` and return the two addresses."""
    home.mkdir(exist_ok=True)
    home.chmod(0o711)
    addresses = {}
    if "DATABASE_URL" not in os.environ:
        port, password = private_service(home, "postgres")
        postgres = Postgres(home / "postgres", port, password, durable)
        supervisor.start(postgres.child())
        postgres.create_database()
        addresses["DATABASE_URL"] = postgres.url
    if "REDIS_URL" not in os.environ:
        port, password = private_service(home, "redis")
        redis = Redis(home / "redis", port, password, durable)
        supervisor.start(redis.child())
        addresses["REDIS_URL"] = redis.url
    return addresses


def only_one(path: Path, what: str) -> IO[str]:
    """Hold a lock for as long as this process lives; the kernel gives it back after any death."""
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise Failed(f"{what} is already running here. {lock.read()}") from None
    lock.seek(0)
    lock.truncate()
    return lock
