"""Two at once, on threads of a real PostgreSQL: one wins, the other is told, nothing is halved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkpoints.duty import services
from checkpoints.duty.levels import level_of
from checkpoints.duty.models import LevelSpan, Switch, SwitchOrder
from grid.errors import DomainError, LostRace
from tests.checkpoints.duty.conftest import FULL, only
from tests.checkpoints.make import make_checkpoint
from tests.waiting import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def order_at(here, by, **said):
    until = timezone.now() + timedelta(days=1)
    fields = {"reason": "节日安保期间加强查验", "valid_until": until, "checkpoints": [here]}
    return services.issue(by=by, **fields | said)


def test_of_two_desks_that_order_at_once_one_switch_stays_open(cast, minimum):
    here = make_checkpoint(cast)
    first, second = at_once(
        lambda: order_at(here, cast.chief, level="reinforced"),
        lambda: order_at(here, cast.nora, level="wartime"),
    )
    assert {type(first), type(second)} == {SwitchOrder}
    open_ = Switch.objects.filter(state="issued")
    assert open_.count() == 1
    taken = Switch.objects.exclude(pk=open_.get().pk).get()
    assert (taken.state, taken.superseded_by_id) == ("cancelled", open_.get().order_id)


def test_of_two_desks_that_did_not_mean_to_take_over_one_is_told(cast, minimum):
    here = make_checkpoint(cast)
    answers = at_once(
        lambda: order_at(here, cast.chief, level="reinforced", may_supersede=False),
        lambda: order_at(here, cast.nora, level="wartime", may_supersede=False),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Overlapping", "SwitchOrder"]
    assert SwitchOrder.objects.count() == Switch.objects.count() == 1


def test_of_two_who_sign_at_once_one_signs(cast, give):
    row = only(give())
    answers = at_once(
        lambda: services.sign(row, by=cast.gus), lambda: services.sign(row, by=cast.cora)
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["LostRace", "Switch"]


def test_of_ready_and_taken_back_at_once_one_holds(cast, give):
    order = give()
    row = services.sign(only(order), by=cast.gus)
    ready, _taken = at_once(
        lambda: services.report(row, by=cast.gus, ready=True, **FULL),
        lambda: services.cancel(order, by=cast.chief, reason="情况解除"),
    )
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.state, order.state) in {("done", "in_force"), ("cancelled", "cancelled")}
    held = LevelSpan.objects.filter(order=order).exists()
    assert held is (row.state == "done")
    assert (level_of(row.checkpoint) == "reinforced") is held
    assert isinstance(ready, DomainError) is not held
    assert not isinstance(ready, LostRace)


def test_two_sweeps_at_once_mark_a_late_one_once(cast, give):
    row = only(give())
    past = timezone.now() - timedelta(hours=1)
    Switch.objects.filter(pk=row.pk).update(issued_at=past, sign_by=past, due_at=past)
    assert sum(at_once(services.mark_late, services.mark_late)) == 1
