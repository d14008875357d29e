"""No call without an owner: whatever dispatchers, crews and clocks do, in whatever order."""

from random import Random

import pytest

from command_center.dispatch.assignments import services, stepping, timers
from command_center.dispatch.assignments.models import OPEN_ENDS, Assignment
from command_center.incidents import merging
from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from command_center.incidents.states import next_steps
from grid.errors import DomainError
from tests.dispatch.assignments.racing import assert_rows_agree, assert_whole, fresh
from tests.patrol.make import make_unit

STEPS = ("delivered", "signed", "departed", "on_scene", "handled", "fed_back", "returned")
SAID = {"text": "处置完毕", "channel": "radio"}


class Day:
    """A desk that does something at random, as far as it is allowed."""

    def __init__(self, cast, calls, units, seed):
        self.cast, self.calls, self.units, self.chance = cast, calls, units, Random(seed)

    def act(self):
        names = ("send", "step", "step", "step", "recall", "reassign", "move", "merge")
        try:
            getattr(self, self.chance.choice(names))()
        except DomainError as refusal:
            assert refusal.status in (400, 409)

    def a_call(self):
        return Incident.objects.select_related("agency").get(pk=self.chance.choice(self.calls).pk)

    def an_open_task(self):
        keys = list(Assignment.objects.filter(OPEN_ENDS).values_list("pk", flat=True))
        return fresh(Assignment(pk=self.chance.choice(keys))) if keys else None

    def send(self):
        units = self.chance.sample(self.units, self.chance.choice((1, 1, 2)))
        how = {"preempt": self.chance.random() < 0.3, "reason": "更急"}
        services.assign(self.a_call(), units, by=self.cast.nora, **how)

    def step(self):
        row = self.an_open_task()
        if row:
            stepping.step(row, self.chance.choice(STEPS), by=self.cast.nora, **SAID)

    def recall(self):
        row = self.an_open_task()
        if row:
            services.recall(row, by=self.cast.nora, reason="不再需要")

    def reassign(self):
        row = self.an_open_task()
        if row:
            unit = self.chance.choice(self.units)
            services.reassign(row, unit, by=self.cast.nora, reason="更近")

    def move(self):
        ends = ("closed", "cancelled", "returned", "reopened", "transferred", "on_hold", "resumed")
        incident = self.a_call()
        steps = [step for step in next_steps(incident.state) if step in ends]
        if steps:
            step = self.chance.choice(steps)
            incidents.move(incident, step, by=self.cast.nora, disposition="mediated")

    def merge(self):
        first, second = self.a_call(), self.a_call()
        if self.chance.random() < 0.5 and first.state == "merged":
            merging.unmerge(first, by=self.cast.nora)
        elif self.chance.random() < 0.3:
            merging.merge(first, second, by=self.cast.nora)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_every_call_has_an_owner_and_all_sums_agree(city, call, seed):
    day = Day(city, [call() for _n in range(4)], [make_unit(city) for _n in range(3)], seed)
    for _act in range(40):
        day.act()
        assert_rows_agree()
    timers.run()
    assert_whole()
