"""Two who enter the same hour at once: one wins, and the other is told who."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import HourlyCount
from checkpoints.work.services import DoubleEntry
from grid.organisation.models import Officer
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.work.at_work import enter


def attempt(gate: Checkpoint, officer: Officer, number: int) -> str:
    try:
        enter(gate, officer, number)
    except DoubleEntry as refusal:
        return str(refusal.context["first"]["entered_by"])
    else:
        return "won"
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_two_numbers_at_once_one_stands_and_names_its_author(cast: Cast) -> None:
    gate = make_checkpoint(cast)
    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(attempt, gate, who, n) for who, n in ((cast.gus, 1), (cast.chief, 2))]
        told = sorted(one.result() for one in tries)
    stands = HourlyCount.objects.get()
    assert told == sorted(["won", stands.entered_by])
