"""What is started is kept alive, and nothing of it outlives the one who started it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from script.house import console, supervisor
from script.house.supervisor import Child, Supervisor, start_time

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture(autouse=True)
def _logs_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LOGS", tmp_path)
    monkeypatch.setattr(console, "LOGS", tmp_path)


@pytest.fixture
def keeper(tmp_path: Path) -> Supervisor:
    return Supervisor(tmp_path / "pids")


def until(true: Callable[[], bool], within_s: float = 30) -> None:
    waited = threading.Event()
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, "it never came true"
        waited.wait(0.05)


def end(keeper: Supervisor) -> None:
    kept = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    keeper.stop()
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_child_that_is_killed_comes_back_as_another_process(keeper: Supervisor) -> None:
    child = Child("sleeper", SLEEPER)
    keeper.start(child)
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    until(child.is_dead)
    keeper._revive(child)
    assert child.process.pid != first
    assert not child.is_dead()
    end(keeper)


def test_one_that_dies_at_once_is_left_alone_for_longer_and_longer(keeper: Supervisor) -> None:
    child = Child("broken", [sys.executable, "-c", "raise SystemExit(3)"])
    keeper.launch(child)
    pauses = []
    for _ in range(3):
        until(child.is_dead)
        child.began -= child.pause_s  # as if the pause were over
        keeper._revive(child)
        pauses.append(child.pause_s)
    assert pauses == [1, 3, 7]
    end(keeper)


def test_one_that_never_gets_ready_stops_the_start_and_shows_its_log(keeper: Supervisor) -> None:
    says = [sys.executable, "-uc", "import time; print('no such table'); time.sleep(600)"]
    log = keeper.register.parent / "mute.log"
    seen = Child("mute", says, ready=lambda: False)
    keeper.launch(seen)
    until(lambda: log.exists() and b"no such table" in log.read_bytes())
    with pytest.raises(SystemExit, match="no such table"):
        keeper.await_ready(seen, within_s=0)
    end(keeper)


def test_stopping_ends_children_and_what_they_left_in_their_session(keeper: Supervisor) -> None:
    forks = (
        "import os, signal, time\n"
        "if os.fork() == 0: signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "time.sleep(600)"
    )
    child = Child("parent", [sys.executable, "-c", forks])
    keeper.start(child)
    group = child.process.pid
    end(keeper)
    until(lambda: not members(group))
    assert not keeper.register.exists()


def members(group: int) -> list[str]:
    listed = subprocess.run(["ps", "-o", "stat=", "-g", str(group)], capture_output=True, text=True)
    return [state for state in listed.stdout.split() if not state.startswith("Z")]


def test_the_next_start_ends_what_a_killed_one_left_running(tmp_path: Path) -> None:
    left = subprocess.Popen(SLEEPER, start_new_session=True)
    register = tmp_path / "pids"
    register.write_text(json.dumps({"web": [left.pid, start_time(left.pid)]}))
    Supervisor(register)
    assert left.wait(10) == -signal.SIGTERM


def test_a_process_that_only_has_the_number_of_an_old_one_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen(SLEEPER, start_new_session=True)
    register = tmp_path / "pids"
    register.write_text(json.dumps({"web": [stranger.pid, start_time(stranger.pid) + 1]}))
    Supervisor(register)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
