"""`script/server`: from a bare machine to a running platform, and back to nothing on Ctrl-C."""

import argparse
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from script.house import environment, machine, packages, services
from script.house.catalogues import compile_catalogues
from script.house.console import Failed, Steps, run_logged, say
from script.house.demo import DEMO_CITY, demo_accounts, has_agency, load_demo
from script.house.paths import FLOORS, PYTHON, ROOT, VAR, VENV, digest, make_var, stamp, stamped
from script.house.supervisor import Child, Stopped, Supervisor, stop_on_signals

DEFAULT_PORT = 8000
PORTS_TRIED = 20


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    demo: bool
    crews: bool


def main() -> None:
    began = time.monotonic()
    options = _options()
    stop_on_signals()
    environment.own_var()
    make_var()
    lock = services.only_one(VAR / "server.lock", "script/server")
    supervisor = Supervisor(VAR / "server.pids")
    try:
        env = _set_up(supervisor, options)
        address = _start_platform(supervisor, options, env)
        lock.write(f"It answers at {address}\n")
        lock.flush()
        _greet(address, began, demo=options.demo)
        supervisor.watch()
    except Stopped:
        say("\nstopping …")
    finally:
        supervisor.stop()
    say("stopped")


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="script/server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (127.0.0.1)")
    parser.add_argument(
        "--port", type=int, default=0, help="port to listen at (8000, or the next free)"
    )
    parser.add_argument("--no-demo", action="store_true", help="start empty, without the demo city")
    parser.add_argument(
        "--still", action="store_true", help="let the demo city's crews and checkpoints rest"
    )
    given = parser.parse_args()
    crews = not (given.still or given.no_demo)
    return Options(given.host, _port(given.host, given.port), not given.no_demo, crews)


def _port(host: str, wanted: int) -> int:
    candidates = [wanted] if wanted else range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED)
    for port in candidates:
        if environment.port_is_free(host, port):
            return port
    raise Failed(f"Port {wanted or DEFAULT_PORT} of {host} is taken; choose another with --port.")


def _set_up(supervisor: Supervisor, options: Options) -> dict[str, str]:
    """Everything before the first process of ours; returns the environment of all of them."""
    steps = Steps()
    with steps.step("System packages"):
        machine.install(services.needs())
    with steps.step("Python packages"):
        packages.install_python("runtime")
    with steps.step("Front-end packages"):
        packages.install_front_end()
    with steps.step("PostgreSQL and Redis"):
        environment.ensure_secrets()
        addresses = services.start(supervisor, VAR / "services", durable=True)
        environment.write(addresses)
    env = {**os.environ, **addresses, "ALLOWED_HOSTS": _allowed_hosts(options.host)}
    with steps.step("Translations and static files"):
        compile_catalogues()
        _collect_static(env)
    with steps.step("Tables"):
        _manage("migrate", "--no-input", env=env)
    with steps.step("Categories and dispositions"):
        _manage("load_reference", env=env)
    if options.demo:
        with steps.step("Demo city (once)"):
            load_demo(env)
    return env


def _allowed_hosts(host: str) -> str:
    """The names this machine is reached by, unless the deployment says which."""
    kept = os.environ.get("ALLOWED_HOSTS") or environment.read().get("ALLOWED_HOSTS")
    if kept:
        return kept
    names = ["localhost", "127.0.0.1", "[::1]", socket.gethostname()]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - asked for by the person who started us
        own = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False)
        names += own.stdout.split()
    return ",".join(dict.fromkeys([*names, *([host] if host not in ("0.0.0.0", "::") else [])]))  # noqa: S104


def _collect_static(env: dict[str, str]) -> None:
    """Gather and compress what browsers fetch, when any of it changed."""
    sources = [f for floor in FLOORS for f in floor.glob("**/static/**/*") if f.is_file()]
    locks = [ROOT / "package-lock.json", ROOT / "requirements" / "runtime.txt"]
    value = digest(*sources, *locks)
    if (VAR / "static" / "staticfiles.json").exists() and stamped("static", value):
        return
    _manage("collectstatic", "--no-input", "--clear", "-v0", env=env)
    stamp("static", value)


def _start_platform(supervisor: Supervisor, options: Options, env: dict[str, str]) -> str:
    """Web, live worker, analysis worker and beat; returns the address once it answers."""
    celery = [str(PYTHON), "-m", "celery", "-A", "command_center.celery"]
    probe = "127.0.0.1" if options.host in ("0.0.0.0", "::") else options.host  # noqa: S104
    shown = f"[{probe}]" if ":" in probe else probe
    address = f"http://{shown}:{options.port}/"
    web = Child("web", _web_command(options), ready=lambda: _answers(f"{address}readyz"), env=env)
    beat = [*celery, "beat", "-l", "warning", "--pidfile=", "-s", str(VAR / "services" / "beat")]
    worker = [
        *celery,
        "worker",
        "-l",
        "warning",
        "-Q",
        "default,analysis",
        "-c",
        "1",
        "--without-gossip",
        "--without-mingle",
    ]
    for child in (
        web,
        Child("live", [str(PYTHON), "manage.py", "run_live"], env=env),
        Child("analysis", worker, env=env),
        Child("beat", beat, env=env),
    ):
        supervisor.launch(child)
    supervisor.await_ready(web)
    if options.crews and has_agency(DEMO_CITY, env):
        life = ["simulate", "--crews-only", "--speed", "3", "--base", address]
        supervisor.launch(Child("crews", [str(PYTHON), "manage.py", *life], env=env))
    return address


def _web_command(options: Options) -> list[str]:
    """Uvicorn. Forwarded headers count only from the proxies named in FORWARDED_ALLOW_IPS."""
    proxies = os.environ.get("FORWARDED_ALLOW_IPS") or environment.read().get(
        "FORWARDED_ALLOW_IPS", ""
    )
    trust = (
        ["--proxy-headers", "--forwarded-allow-ips", proxies] if proxies else ["--no-proxy-headers"]
    )
    return [
        str(VENV / "bin" / "uvicorn"),
        "command_center.asgi:application",
        "--host",
        options.host,
        "--port",
        str(options.port),
        "--loop",
        "uvloop",
        "--http",
        "grid.rest.intake:Intake",  # clears what it has read
        "--ws",
        "grid.ledger.wire:FramedSocket",
        "--ws-max-size",
        "65536",
        "--ws-per-message-deflate",
        "false",  # else every fact is compressed anew for each screen
        "--no-server-header",
        "--no-access-log",
        "--log-level",
        "warning",
        "--timeout-graceful-shutdown",
        "5",
        *trust,
    ]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _manage(*arguments: str, env: dict[str, str]) -> None:
    run_logged([str(PYTHON), "manage.py", *arguments], log=arguments[0], env=env)


def _greet(address: str, began: float, *, demo: bool) -> None:
    say(f"\nAnlan 安澜 runs at {address}   (ready in {time.monotonic() - began:.0f} s)")
    if demo and (accounts := demo_accounts()):
        say(accounts)
    say(f"Logs: {VAR / 'log'}   Settings: {environment.ENV_FILE}   Ctrl-C stops everything.")


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    main()
