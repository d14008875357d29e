"""Commit to the last of 1,000 screens, beside the least and the usual way to do it.

    python -m benchmarks.fanout [--sockets 1000] [--paced 30] [--burst 60] [--rounds 3]

The product: a fact committed through `record()`, found by the tailer, filtered by scope and
rights, delivered over uvicorn; half the screens are a branch's, half the city's, and further
screens of another branch must hear nothing. The limit: a hand-written uvloop server that writes
one prepared frame to every socket. The peer: a Channels consumer on RedisPubSubChannelLayer.
All three have the same client, frames of the same size, and take turns in one run.

Printed: p50 from commit (limit and peer: from publish) to the last socket, which may be at most
2 times the limit's, and the rate of a burst, which must be at least 10 times the peer's. Then
the connections of Redis are killed again and again under a stream: 0 lost, 0 doubled.
"""
# ruff: noqa: E402  Django must stand before its models can be imported

import argparse
import asyncio
import json
import multiprocessing
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")

import django

django.setup()

import redis
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings
from django.db import connection, transaction
from django.test.runner import DiscoverRunner

from benchmarks.fanout_client import Spec, run
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import EventEntry
from grid.ledger.services import record
from tests.cast import Cast, call_cast
from tests.faults.harness import Service, free_port, running_redis, running_web
from tests.live.conftest import sign_in

PAYLOAD = {
    "number": "JQ20260101000001",
    "version": 3,
    "state": "dispatched",
    "level": 2,
    "category": {"code": "01010100", "name": "入室盗窃", "name_en": "Burglary"},
    "address": "示例区示例街道示例路 100 号 1 号楼",
    "lng": 125.134721,
    "lat": 42.893145,
    "reported_at": "2026-01-01T08:00:00Z",
}


class Client:
    """The load process, seen from here."""

    def __init__(self, specs: list[Spec]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.hearing = sum(spec.hears for spec in specs)
        self.process = context.Process(target=run, args=(theirs,), daemon=True)
        self.process.start()
        assert self.ask("open", specs) == "ready"

    def ask(self, *question: Any) -> Any:
        self.pipe.send(question)
        if not self.pipe.poll(120):
            raise TimeoutError(f"no answer to {question[0]}")
        return self.pipe.recv()

    def expect(self, facts: int) -> None:
        assert self.ask("expect", facts) == "expecting"

    def last_heard(self) -> float:
        """The time at which the last socket had what was expected."""
        if not self.pipe.poll(120):
            counts, stray = self.ask("counts")
            raise TimeoutError(
                f"not delivered: {sorted(set(counts))} facts a socket, {stray} stray"
            )
        return float(self.pipe.recv())

    def close(self) -> None:
        self.pipe.send(("end",))
        self.process.join(10)


class Contender:
    """A server with its sockets and a way to publish, timed from the moment it is public."""

    def __init__(self, name: str, client: Client, publish: Callable[[int], float]) -> None:
        self.name = name
        self.client = client
        self.publish = publish
        self.published = 0
        self.latencies: list[float] = []
        self.rates: list[float] = []
        self.rounds: list[tuple[int, float]] = []  # how many, and their median

    def paced(self, times: int) -> None:
        for n in range(times):
            self.client.expect(1)
            at = self.publish(n)
            self.latencies.append(self.client.last_heard() - at)
            time.sleep(0.03)
        self.published += times

    def burst(self, size: int) -> None:
        self.client.expect(size)
        first = min(self.publish(n) for n in range(size))
        self.rates.append(size / (self.client.last_heard() - first))
        self.published += size

    def end_round(self) -> None:
        """Keep the median of this round's latencies."""
        done = sum(count for count, _ in self.rounds)
        latest = self.latencies[done:]
        self.rounds.append((len(latest), statistics.median(latest)))

    def check(self) -> None:
        """Every socket that should hear has had exactly what was published, the others nothing."""
        counts, stray = self.client.ask("counts")
        assert counts == [self.published] * self.client.hearing, self.name
        assert stray == 0, self.name

    @property
    def p50_ms(self) -> float:
        return statistics.median(self.latencies) * 1000

    @property
    def p99_ms(self) -> float:
        return statistics.quantiles(self.latencies, n=100)[98] * 1000

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)


def commit_fact(path: str) -> float:
    """One fact in one transaction; the time at which it was committed."""
    committed: list[float] = []
    fact = Fact(
        kind="incidents.moved",
        subject_type="incident",
        subject_id=str(PAYLOAD["number"]),
        agency_path=path,
        payload=PAYLOAD,
    )
    with transaction.atomic():
        transaction.on_commit(lambda: committed.append(time.monotonic()))
        record(PLATFORM, fact)
    return committed[0]


@contextmanager
def own_database() -> Iterator[Cast]:
    """A database of its own, made and dropped."""
    connection.settings_dict["TEST"]["NAME"] = f"bench_{settings.REDIS_NAMESPACE}"
    runner = DiscoverRunner(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    settings.DEBUG = False
    settings.REDIS_NAMESPACE = connection.settings_dict["NAME"]
    try:
        yield call_cast()
    finally:
        connection.close()
        runner.teardown_databases(databases)


@contextmanager
def served(argv: list[str], port: int, **env: str) -> Iterator[Service]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        service = Service(argv, port=port, env=os.environ | env, log=log)
        try:
            yield service.start()
        finally:
            service.kill()


def product(web: Service, people: Cast, sockets: int) -> Contender:
    name = settings.SESSION_COOKIE_NAME

    def specs(officer: Any, number: int, **more: Any) -> list[Spec]:
        cookie = f"{name}={sign_in(officer)}"
        spec = Spec(web.port, "/ws/events/?v=1", cookie, greeted=True, **more)
        return [spec] * number

    half = sockets // 2
    everybody = specs(people.nora, half) + specs(people.chief, sockets - half)
    everybody += specs(people.sam, max(1, sockets // 5), hears=False)
    path = people.north_station.path
    return Contender("product", Client(everybody), lambda n: commit_fact(path))


def frame_like_ours() -> str:
    """A frame of the product's size for the others."""
    body = {"seq": 1, "kind": "incidents.moved", "payload": PAYLOAD, "filler": "x" * 260}
    return '{"t":"ev","prev":1,' + json.dumps(body, ensure_ascii=False)[1:]


def floor(port: int, redis_port: int, sockets: int) -> Contender:
    channel = redis.Redis(port=redis_port)
    text = frame_like_ours().encode()

    def publish(n: int) -> float:
        at = time.monotonic()
        channel.publish("floor", text)
        return at

    return Contender("limit: hand-written", Client([Spec(port, "/")] * sockets), publish)


def peer(port: int, redis_port: int, sockets: int) -> Contender:
    loop = asyncio.new_event_loop()
    host = {"address": f"redis://127.0.0.1:{redis_port}/0", "socket_timeout": None}
    layer = RedisPubSubChannelLayer(hosts=[host])
    message = {"type": "alert", "text": frame_like_ours()}

    def publish(n: int) -> float:
        at = time.monotonic()
        loop.run_until_complete(layer.group_send("alerts", message))
        return at

    return Contender("peer: PubSub layer", Client([Spec(port, "/ws/")] * sockets), publish)


def compare(contenders: list[Contender], options: argparse.Namespace) -> None:
    """Take turns, so that whatever else the machine does falls on all alike."""
    for contender in contenders:
        contender.paced(3)
        contender.latencies.clear()
    for _ in range(options.rounds):
        for contender in contenders:
            is_peer = contender is contenders[-1]
            contender.paced(options.paced // (3 if is_peer else 1))
            contender.burst(options.burst)
            contender.end_round()
    for contender in contenders:
        contender.check()


def report(contenders: list[Contender], sockets: int) -> bool:
    ours, limit, usual = contenders
    print(f"{sockets} sockets      p50 ms   p99 ms   burst facts/s")
    for c in contenders:
        print(f"{c.name:20}{c.p50_ms:8.1f}{c.p99_ms:9.1f}{c.rate:12.1f}")
    each = [a / b for (_, a), (_, b) in zip(ours.rounds, limit.rounds, strict=True)]
    slower, faster = statistics.median(each), ours.rate / usual.rate
    print(
        f"p50 against the limit, median of {len(each)} rounds: {slower:.2f}"
        f" [{min(each):.2f}-{max(each):.2f}] (at most 2); burst against the peer: {faster:.1f}"
        f" (at least 10); load average {os.getloadavg()[0]:.1f}"
    )
    return slower <= 2 and faster >= 10


def kill_connections(web: Service, people: Cast, redis_port: int) -> bool:
    """A stream of 300 facts while Redis cuts every subscriber off every tenth of a second."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={sign_in(people.nora)}"
    spec = Spec(web.port, "/ws/events/?v=1", cookie, greeted=True, keep=True)
    client = Client([spec] * 20)
    before = EventEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    client.expect(300)
    knife = redis.Redis(port=redis_port)
    for n in range(300):
        commit_fact(people.north_station.path)
        if n % 10 == 0:
            knife.client_kill_filter(_type="pubsub")
        time.sleep(0.01)
    client.last_heard()
    wanted = list(EventEntry.objects.filter(seq__gt=before).values_list("seq", flat=True))
    assert len(wanted) == 300
    got = client.ask("seqs")
    lost = sum(len(set(wanted) - set(seqs)) for seqs in got)
    doubled = sum(len(seqs) - len(set(seqs)) for seqs in got)
    print(f"Redis connections killed 30 times in 300 facts: {lost} lost, {doubled} doubled")
    client.close()
    return lost == doubled == 0 and all(seqs == wanted for seqs in got)


def main() -> None:
    """Run it; exit 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--paced", type=int, default=30)
    parser.add_argument("--burst", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    floor_port, peer_port = free_port(), free_port()
    python = [sys.executable, "-m"]
    uvicorn = [*python, "uvicorn", "benchmarks.fanout_peer:application", "--port", str(peer_port)]
    uvicorn += ["--loop", "uvloop", "--ws", "websockets-sansio", "--log-level", "warning"]
    uvicorn += ["--ws-per-message-deflate", "false", "--lifespan", "off"]
    secret = {"DEBUG": "0", "SECRET_KEY": settings.SECRET_KEY, "FIELD_KEYS": secrets.token_hex(32)}
    with own_database() as people, running_redis() as own_redis:
        settings.REDIS_URL = f"redis://127.0.0.1:{own_redis.port}/0"
        by_hand = [*python, "benchmarks.fanout_floor", str(floor_port), str(own_redis.port)]
        with (
            running_web(own_redis.port, **secret) as web,
            served(by_hand, floor_port),
            served(uvicorn, peer_port, PEER_REDIS_PORT=str(own_redis.port)),
        ):
            contenders = [
                product(web, people, options.sockets),
                floor(floor_port, own_redis.port, options.sockets),
                peer(peer_port, own_redis.port, options.sockets),
            ]
            compare(contenders, options)
            fast = report(contenders, options.sockets)
            for contender in contenders:
                contender.client.close()
            whole = kill_connections(web, people, own_redis.port)
    sys.exit(0 if fast and whole else 1)


if __name__ == "__main__":
    main()
