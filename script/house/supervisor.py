"""Keeps the platform's processes alive, ends them all together, and clears up after a kill -9."""

import ctypes
import json
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from script.house.console import Failed, say, tail
from script.house.paths import LOGS, ROOT

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0  # a child that ran this long begins again without a pause
GRACE_S = 20.0
LARGEST_LOG = 20_000_000


class Stopped(BaseException):
    """Ctrl-C or a termination signal."""


def stop_on_signals() -> None:
    """Turn the signals that end us into `Stopped`, wherever we are."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


@dataclass
class Child:
    """One process: how it is started, when it is ready, how it is asked to end."""

    name: str
    command: Sequence[str]
    ready: Callable[[], bool] = lambda: True
    env: Mapping[str, str] | None = None
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    cwd: Path = ROOT
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause_s: float = 0.0
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = LOGS / f"{self.name}.log"

    def spawn(self) -> None:
        """Start it in a session of its own; the kernel ends it when we are killed outright."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        group = pwd.getpwnam(self.user).pw_gid if self.user else None
        ending = int(self.stop_signal)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                user=self.user,
                group=group,
                extra_groups=[] if self.user else None,
                preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, ending),
            )
        self.began = time.monotonic()

    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def end_group(self) -> None:
        """End what a dead or stopped child left behind in its session."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """The children, in the order they were started."""

    def __init__(self, register: Path) -> None:
        self.children: list[Child] = []
        self.register = register
        self._end_leftovers()

    def start(self, child: Child, *, within_s: float = 60.0) -> None:
        """Start a child and wait until it is ready; one that dies meanwhile is started again."""
        self.launch(child)
        self.await_ready(child, within_s=within_s)

    def launch(self, child: Child) -> None:
        """Start a child without waiting."""
        self.children.append(child)
        child.spawn()
        self._write_register()

    def await_ready(self, child: Child, *, within_s: float = 60.0) -> None:
        """Wait until a child answers, or stop with the end of its log."""
        until = time.monotonic() + within_s
        while not child.ready():
            if time.monotonic() > until:
                raise Failed(
                    f"{child.name} did not become ready in {within_s:.0f} s:\n{tail(child.log)}"
                )
            if child.is_dead():
                self._revive(child)
            time.sleep(0.1)

    def watch(self) -> None:
        """Until stopped: start again whatever dies, each time after a longer pause."""
        while True:
            for child in self.children:
                if child.is_dead():
                    self._revive(child)
            time.sleep(0.5)

    def stop(self) -> None:
        """End everything, the last started first; servers only after all that uses them."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        servers = [child for child in self.children if child.name in ("postgres", "redis")]
        others = [child for child in self.children if child not in servers]
        for group in (others, servers[::-1]):
            for child in group:
                if child.process is not None and child.process.poll() is None:
                    child.process.send_signal(child.stop_signal)
            for child in group:
                self._await_end(child)
        self.register.unlink(missing_ok=True)

    def _await_end(self, child: Child) -> None:
        if child.process is not None:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(GRACE_S)
            child.end_group()
            child.process.wait()

    def _revive(self, child: Child) -> None:
        now = time.monotonic()
        if now < child.began + child.pause_s:
            return
        code = child.process.returncode if child.process else None
        child.pause_s = (
            1.0 if now - child.began > STEADY_S else min(LONGEST_PAUSE_S, child.pause_s * 2 + 1)
        )
        say(f"{time.strftime('%H:%M:%S')} {child.name} ended ({code}); starting it again")
        child.end_group()
        child.spawn()
        self._write_register()

    def _write_register(self) -> None:
        entries = {
            child.name: [child.process.pid, start_time(child.process.pid)]
            for child in self.children
            if child.process is not None
        }
        fresh = self.register.with_suffix(".new")
        fresh.write_text(json.dumps(entries))
        fresh.replace(self.register)

    def _end_leftovers(self) -> None:
        """End the children of an earlier run that was killed before it could."""
        try:
            entries: dict[str, list[int]] = json.loads(self.register.read_text())
        except (OSError, ValueError):
            return
        for name, (pid, began) in entries.items():
            if start_time(pid) == began:
                ask_to_end(pid, signal.SIGINT if name == "postgres" else signal.SIGTERM)
            elif start_time(pid) == 0:  # the leader is gone, its session may not be
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
        self.register.unlink(missing_ok=True)


def start_time(pid: int) -> int:
    """Clock ticks from boot to the start of a process: with the pid, it names one for ever.

    0 where there is none, or where it has ended and only waits to be collected.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[19])


def command_line(pid: int) -> str:
    """What a process was started as; empty where there is none."""
    try:
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except OSError:
        return ""


def ask_to_end(pid: int, politely: signal.Signals) -> None:
    """Ask a process that is not our child to end, and end it if it does not."""
    began = start_time(pid)
    for number, patience_s in ((politely, GRACE_S), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            if start_time(pid) != began:
                return
            time.sleep(0.1)
