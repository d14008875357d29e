"""The heartbeat of a worker: a thread that holds the lease while the run computes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, connection

from command_center.analysis.runs.leases import LEASE, Claim, LeaseLost, extend

logger = logging.getLogger(__name__)


class Pulse:
    """How far a run is, and whether it is still ours; said by the run, sent by the thread."""

    def __init__(self, claim: Claim, lease: timedelta) -> None:
        self.claim = claim
        self.lease = lease
        self.progress = 0
        self.step = ""
        self.is_lost = False
        self._stopped = Event()

    def say(self, percent: int, step: str) -> None:
        """Told by the run between its steps; raises LeaseLost so that it computes no further."""
        if self.is_lost:
            raise LeaseLost(f"Run {self.claim.run_id} was taken over.")
        self.progress, self.step = max(0, min(99, percent)), step

    def beat(self) -> None:
        """Four times in a lease, on a connection of its own."""
        while not self._stopped.wait(self.lease.total_seconds() / 4):
            try:
                self.is_lost = not extend(
                    self.claim, progress=self.progress, step=self.step, lease=self.lease
                )
            except (DatabaseError, InterfaceError):
                logger.warning("No heartbeat for run %s: no database.", self.claim.run_id)
                connection.close()
            if self.is_lost:
                break
        connection.close()

    def stop(self) -> None:
        self._stopped.set()


@contextmanager
def beating(claim: Claim, *, lease: timedelta = LEASE, is_alone: bool = False) -> Iterator[Pulse]:
    """Hold the lease while what is inside runs; `is_alone`: with no thread, for a test."""
    pulse = Pulse(claim, lease)
    thread = Thread(target=pulse.beat, name=f"lease-{claim.run_id}", daemon=True)
    if not is_alone:
        thread.start()
    try:
        yield pulse
    finally:
        pulse.stop()
        if not is_alone:
            thread.join()
