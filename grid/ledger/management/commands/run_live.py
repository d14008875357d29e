"""`manage.py run_live`: the live worker, which runs every reactor and every sweep."""

import signal
import threading
from types import FrameType
from typing import Any, Protocol

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils.module_loading import autodiscover_modules

from grid.ledger.hints import Subscription
from grid.ledger.reactors import Reactor, Sweep, reactors, sweeps

log = structlog.get_logger(__name__)

POLL_S = 1.0
BACKOFF_S = (0.2, 0.5, 1, 2, 5, 10, 30)


class Job(Protocol):
    """What a thread of the worker runs again and again."""

    name: str

    def open(self) -> None: ...

    def advance(self) -> int: ...


class JobThread(threading.Thread):
    """One job in one thread with its own database connection, so that none waits for another."""

    def __init__(self, job: Job, *, stopped: threading.Event, poll_s: float, hinted: bool) -> None:
        super().__init__(name=job.name, daemon=True)
        self._job = job
        self._stopped = stopped
        self._poll_s = poll_s
        self._hints = Subscription(stopped) if hinted else None
        self._opened = False
        self._failures = 0

    def run(self) -> None:
        while not self._stopped.is_set():
            if not self._step():
                self._pause()
        if self._hints is not None:
            self._hints.close()
        connection.close()

    def _step(self) -> bool:
        """Advance once; whether there may be more to do at once. Survives everything."""
        try:
            if not self._opened:
                self._job.open()
                self._opened = True
            done = self._job.advance()
        except Exception as error:
            self._back_off(error)
            return True
        self._failures = 0
        return done > 0 and self._hints is not None

    def _back_off(self, error: Exception) -> None:
        delay = BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)]
        self._failures += 1
        log.error("job_failed", job=self._job.name, again_in_s=delay, exc_info=error)
        if isinstance(error, DatabaseError) and not connection.is_usable():
            connection.close()
        self._stopped.wait(delay)

    def _pause(self) -> None:
        if self._hints is not None:
            self._hints.wait(self._poll_s)
        else:
            self._stopped.wait(self._poll_s)


def threads(stopped: threading.Event) -> list[JobThread]:
    """A thread for each registered reactor, woken by hints, and for each sweep."""
    reacting: list[Reactor] = list(reactors.values())
    sweeping: list[Sweep] = list(sweeps.values())
    return [
        *(JobThread(job, stopped=stopped, poll_s=POLL_S, hinted=True) for job in reacting),
        *(
            JobThread(job, stopped=stopped, poll_s=look_every(job.every_s), hinted=False)
            for job in sweeping
        ),
    ]


def look_every(every_s: float) -> float:
    """How often to ask whether a sweep is due, in seconds; a rare one may be a twelfth late."""
    return min(every_s / 2, max(POLL_S, every_s / 12))


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT; then ends with the transaction in hand finished."""

    help = "Run the live worker: alert rules, escalation, webhooks and whatever else reacts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--for", type=float, dest="seconds", help="stop after so many seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        autodiscover_modules("reactors")
        stopped = threading.Event()

        def stop(signum: int, frame: FrameType | None) -> None:
            stopped.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        running = threads(stopped)
        for thread in running:
            thread.start()
        names = ", ".join(thread.name for thread in running) or "nothing"
        self.stdout.write(f"live worker: {names}")
        stopped.wait(options["seconds"])
        stopped.set()
        for thread in running:
            thread.join(timeout=10)
