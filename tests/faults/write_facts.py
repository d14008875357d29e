"""Run as a program: 8 writers append facts in transactions that commit after random delays."""

import os
import random
import sys
import threading
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from grid.ledger.actors import PLATFORM  # noqa: E402
from grid.ledger.facts import Fact  # noqa: E402
from grid.ledger.services import record  # noqa: E402

WRITERS = 8


def write(writer: int, times: int, paths: list[str]) -> None:
    """Work of random length before the fact, and now and then a slow commit behind it."""
    chance = random.Random(writer)
    for n in range(times):
        fact = Fact(
            kind="incidents.received",
            subject_type="incident",
            subject_id=f"{writer}-{n}",
            agency_path=chance.choice(paths),
            payload={"address": "示例街道 1 号", "level": 2, "lng": 125.13, "lat": 42.89},
        )
        with transaction.atomic():
            time.sleep(chance.uniform(0, 0.004))
            record(PLATFORM, fact)
            if n % 50 == 0:
                time.sleep(chance.uniform(0, 0.02))
    connection.close()


if __name__ == "__main__":
    each, *agencies = sys.argv[1:]
    threads = [
        threading.Thread(target=write, args=(writer, int(each), agencies))
        for writer in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
