"""Looks at every call again and again while others work: does somebody answer for each?"""

from random import Random
from threading import Event, Thread
from typing import Final

from django.db import connection, transaction

from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment
from command_center.dispatch.assignments.selectors import owner_of
from command_center.incidents.models import Incident
from command_center.incidents.states import ENDED

S = Incident.State
WITH_UNITS: Final = (S.DISPATCHED, S.DELIVERED, S.ACCEPTED, S.DEPARTED, S.ON_SCENE, S.HANDLING)
EVERY_S = 0.25
ASKED = 5  # calls of a sample whose owner is asked for by name


def fault_of(number: str, state: str, *, has_units: bool) -> str:
    """Why nobody answers for a call in this state, or nothing."""
    if (state in WITH_UNITS) == has_units:
        return ""
    return f"{number} is {state} with {'units' if has_units else 'no unit'} on it"


class Sampler:
    """A thread that takes a snapshot of every call until the day is over."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.samples = 0
        self._over = Event()
        self._chance = Random(1)
        self._thread = Thread(target=self._run)

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._over.wait(EVERY_S):
                self._look()
        except Exception as error:
            self.faults.append(repr(error))
        finally:
            connection.close()

    @transaction.atomic
    def _look(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        calls = list(Incident.objects.select_related("agency").defer("search"))
        on_it = set(Assignment.objects.filter(OPEN_ENDS).values_list("incident_id", flat=True))
        self.samples += 1
        told = (fault_of(c.number, c.state, has_units=c.pk in on_it) for c in calls)
        self.faults += [fault for fault in told if fault]
        waiting = [call for call in calls if call.state not in ENDED]
        for call in self._chance.sample(waiting, min(ASKED, len(waiting))):
            owner = owner_of(call)
            if not owner["agency"]["code"] or (owner["kind"] == "units") != (call.pk in on_it):
                self.faults.append(f"{call.number} is owned by {owner}")
