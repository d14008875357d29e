"""Workers of the analysis are killed and frozen: each period has one result, and the right one.

A few periods in every run, with workers forked off the test because starting one takes seconds;
300 periods, 20 kills and 20 freezes of whole programs, with a Redis that forgets all in between,
with WHOLE_LIFE=1.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from typing import Any
from unittest.mock import patch

import pytest
import redis
import time_machine
from django.db import connection

from command_center.analysis.runs import leases, tasks
from command_center.analysis.runs.models import JobResult, JobRun
from command_center.analysis.runs.working import carry_out
from command_center.analysis.store.models import CaseDay, StaleDay
from grid.ledger.models import EventEntry
from tests.analysis.make import make_run, only_job
from tests.cases.make import make_case
from tests.cast import Cast, call_cast
from tests.faults import analysis_worker
from tests.faults.harness import BASE_DIR, running_redis, service_env
from tests.waiting import LONG_S

WHOLE = os.environ.get("WHOLE_LIFE") == "1"

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

FIRST = date(2026, 1, 1)


@dataclass
class Faults:
    """What is done to the workers, and how often."""

    periods: int
    workers: int
    kills: int
    freezes: int
    step_s: float
    is_whole: bool = False
    done: list[str] = field(default_factory=list)


def write_cases(cast: Cast, periods: int) -> None:
    """On each day as many cases as its place says, one to three."""
    for place in range(0, periods, 5):
        for _case in range(place % 3 + 1):
            at = closes(place) - timedelta(hours=8)
            make_case(cast, reported_at=at, entered_at=at)


def write_runs(cast: Cast, periods: int) -> None:
    """Runs of five agencies over so many days."""
    agencies = (cast.city, cast.north, cast.north_station, cast.south, cast.south_station)
    for place in range(periods):
        day = FIRST + timedelta(days=place // 5)
        make_run(agencies[place % 5], period=day.isoformat(), due_at=closes(place))


def closes(place: int) -> datetime:
    """Ten past midnight, local, after the day of a run."""
    day = FIRST + timedelta(days=place // 5)
    return datetime(day.year, day.month, day.day, 16, 10, tzinfo=UTC)


def figures() -> dict[tuple[str, int], tuple[str, dict[str, object]]]:
    """By period and agency: digest of the input and content, of every result there is."""
    found = {}
    for result in JobResult.objects.select_related("run"):
        key = (result.run.period, result.run.agency_id)
        assert key not in found
        found[key] = (result.run.input_digest, result.content)
    return found


def undisturbed() -> dict[tuple[str, int], tuple[str, dict[str, object]]]:
    """What one worker finds whom nobody disturbs; its runs are taken away again."""
    with only_job():
        while claim := leases.claim():
            carry_out(claim)
    found = figures()
    JobRun.objects.all().delete()
    return found


class Program(subprocess.Popen[bytes]):
    """A worker as a program of its own."""

    def __init__(self, seconds: float, env: dict[str, str]) -> None:
        argv = [sys.executable, "-m", "tests.faults.analysis_worker", str(seconds)]
        super().__init__(argv, cwd=BASE_DIR, env=env, stderr=subprocess.DEVNULL)

    def join(self, seconds: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self.wait(seconds)


def forked(seconds: float) -> Any:
    """A worker forked off the test, with connections of its own."""
    connection.close()
    made = get_context("fork").Process(target=analysis_worker.work, args=(seconds,), daemon=True)
    made.start()
    return made


class Crew:
    """Worker processes; a dead one is replaced, a frozen one thaws after its lease is over."""

    def __init__(self, faults: Faults, redis_port: int) -> None:
        self.faults = faults
        self.env = service_env(redis_port, ANALYSIS_LEASE_S="1")
        self.workers = [self.start() for _worker in range(faults.workers)]
        self.thaws: list[tuple[float, Any]] = []

    def start(self) -> Any:
        step_s = self.faults.step_s
        return Program(step_s, self.env) if self.faults.is_whole else forked(step_s)

    def catch(self, dice: random.Random) -> int:
        """Stop a worker in the middle of a run, so that a fault meets work; answers its place."""
        limit = time.monotonic() + LONG_S
        while time.monotonic() < limit:
            place = dice.randrange(self.faults.workers)
            worker = self.workers[place]
            os.kill(worker.pid, signal.SIGSTOP)
            time.sleep(0.1)  # an end it had just sent off is written meanwhile
            if at_work(worker.pid):
                return place
            os.kill(worker.pid, signal.SIGCONT)
            time.sleep(0.05)
        raise AssertionError("nobody was ever at work")

    def kill(self, place: int) -> None:
        self.workers[place].kill()
        self.workers[place].join(LONG_S)
        self.workers[place] = self.start()
        self.faults.done.append("kill")

    def freeze(self, place: int) -> None:
        """It stays as it was caught, in the crew's list of the frozen; another takes its place."""
        worker = self.workers[place]
        self.thaws.append((time.monotonic() + 2.0, worker))
        self.workers[place] = self.start()
        self.faults.done.append("freeze")

    def thaw(self, *, every: bool = False) -> None:
        for at, worker in list(self.thaws):
            if every or time.monotonic() > at:
                os.kill(worker.pid, signal.SIGCONT)
                self.thaws.remove((at, worker))
                self.workers.append(worker)

    def end(self) -> None:
        self.thaw(every=True)
        for worker in self.workers:
            worker.join(LONG_S)
            worker.kill()
            worker.join(LONG_S)


def at_work(pid: int) -> bool:
    busy = JobRun.objects.filter(state="running").values_list("worker", flat=True)
    return pid in {int(name.rpartition(":")[2]) for name in busy}


def until(said: Callable[[], bool], seconds: float) -> None:
    limit = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < limit, "it took too long"
        time.sleep(0.05)


def disturb(crew: Crew, faults: Faults, forget: Callable[[], object]) -> None:
    """Kill and freeze whoever is at work, at moments spread over the work."""
    dice = random.Random(7)
    plan = ["kill"] * faults.kills + ["freeze"] * faults.freezes
    dice.shuffle(plan)
    total = faults.periods
    for number, what in enumerate(plan, 1):
        reached = number * total * 0.7 / len(plan)
        until(lambda reached=reached: JobResult.objects.count() >= reached, 240)  # type: ignore[misc]
        getattr(crew, what)(crew.catch(dice))
        crew.thaw()
        if number % 10 == 0:
            forget()


def live_through(faults: Faults) -> None:
    cast = call_cast()
    write_cases(cast, faults.periods)
    write_runs(cast, faults.periods)
    truth = undisturbed()
    write_runs(cast, faults.periods)
    before = EventEntry.objects.filter(kind="analysis.finished").count()
    with running_redis() as broker:
        forget = redis.Redis(port=broker.port).flushall
        crew = Crew(faults, broker.port)
        try:
            disturb(crew, faults, forget)
            until(lambda: not JobRun.objects.filter(state__in=["due", "running"]).exists(), 240)
        finally:
            crew.end()
    assert len(faults.done) == faults.kills + faults.freezes
    assert set(JobRun.objects.values_list("state", flat=True)) == {"done"}
    assert figures() == truth and len(truth) == faults.periods
    told = EventEntry.objects.filter(kind="analysis.finished").count() - before
    assert told == faults.periods
    assert not EventEntry.objects.filter(kind="analysis.failed").exists()
    assert JobRun.objects.filter(attempt__gt=1).exists()  # some were taken over


def test_a_killed_and_a_frozen_worker_leave_one_result_a_period() -> None:
    live_through(Faults(periods=20, workers=2, kills=1, freezes=1, step_s=0.3))


@pytest.mark.skipif(not WHOLE, reason="set WHOLE_LIFE=1 for 300 periods, 20 kills, 20 freezes")
@pytest.mark.takes(240)
def test_300_periods_outlive_20_kills_and_20_freezes() -> None:
    live_through(Faults(periods=300, workers=6, kills=20, freezes=20, step_s=0.3, is_whole=True))


@time_machine.travel(datetime(2026, 11, 20, 4, tzinfo=UTC))  # noon: every day before is closed
def test_two_ticks_at_one_moment_write_each_run_once() -> None:
    cast = call_cast()
    make_case(cast, reported_at=datetime.now(UTC) - timedelta(days=3))

    def tick(_number: int) -> None:
        tasks.tick()
        connection.close()

    with (
        only_job(),
        patch.object(tasks.run_agency, "apply_async"),
        ThreadPoolExecutor(4) as threads,
    ):
        list(threads.map(tick, range(4)))
    assert JobRun.objects.count() == 15
    assert not StaleDay.objects.exists() and CaseDay.objects.count() == 1


def test_one_of_many_who_claim_a_run_at_one_moment_has_it() -> None:
    run = make_run(call_cast().city)

    def claim(_number: int) -> bool:
        taken = leases.claim(run_id=run.pk)
        connection.close()
        return taken is not None

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(claim, range(6))) == 1
