"""Two at once: one activation, one tick, one step."""

import pytest

from command_center.dispatch.plans import activating
from command_center.dispatch.plans.models import PlanActivation, ResponsePlan
from grid.errors import DomainError
from patrol.units.models import Unit
from tests.cast import Cast
from tests.waiting import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def codes(answers: list[object]) -> list[str]:
    return [answer.code for answer in answers if isinstance(answer, DomainError)]


def test_of_two_who_activate_at_once_one_wins(
    plan: ResponsePlan, call, cars: list[Unit], city: Cast
) -> None:
    incident = call()

    def act():
        return activating.activate(plan, incident, by=city.nora)

    assert codes(at_once(act, act)) == ["lost_race"]
    assert PlanActivation.objects.count() == 1
    assert incident.assignments.count() == 2


def test_of_two_who_tick_and_two_who_raise_at_once_one_wins(
    plan: ResponsePlan, call, cars: list[Unit], city: Cast
) -> None:
    made = activating.activate(plan, call(), by=city.nora)
    item = made.checks.get()

    def tick():
        return activating.tick(type(item).objects.get(pk=item.pk), by=city.nora)

    def lift():
        return activating.raise_step(made, by=city.nora, version=version)

    assert codes(at_once(tick, tick)) == ["lost_race"]
    made.refresh_from_db()
    version = made.version
    assert codes(at_once(lift, lift)) == ["stale_version"]
    made.refresh_from_db()
    assert made.step == 2
