"""Ends: at the stroke the level is what it was, whether or not anything has run."""

from datetime import timedelta

import pytest

from checkpoints.duty import selectors, services
from checkpoints.duty.levels import level_of, levels_of
from checkpoints.duty.models import SwitchOrder
from grid.errors import IllegalStep, InvalidInput
from tests.checkpoints.duty.conftest import START, facts, kinds, only, ready
from tests.checkpoints.make import make_checkpoint

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


@pytest.fixture
def here(cast):
    return make_checkpoint(cast)


def test_a_level_holds_from_ready_until_the_stroke_of_its_end(cast, clock, give, here):
    order = give(here)
    clock.move_to(START + timedelta(minutes=10))
    assert level_of(here) == "normal"  # ordered is not yet reached
    ready(only(order), cast.gus)
    assert level_of(here) == "reinforced"
    clock.move_to(START + DAY - TICK)
    assert level_of(here) == "reinforced"
    clock.move_to(START + DAY)
    assert level_of(here) == "normal"
    assert SwitchOrder.objects.get().state == "in_force"  # no sweep has run
    assert SwitchOrder.objects.get().state_now == "reverted"
    assert level_of(here, START + timedelta(hours=1)) == "reinforced"
    assert level_of(here, START) == "normal"


def test_the_sweep_writes_it_down_once_with_its_own_fact(cast, clock, give, here):
    order = give(here)
    ready(only(order), cast.gus)
    clock.move_to(START + DAY - TICK)
    assert services.end_what_is_over() == 0
    clock.move_to(START + DAY + timedelta(minutes=3))
    assert [services.end_what_is_over(), services.end_what_is_over()] == [1, 0]
    order.refresh_from_db()
    assert (order.state, order.ended_at) == ("reverted", order.valid_until)
    assert [fact["number"] for fact in facts("checkpoints.duty_reverted")] == [order.number]
    assert facts("checkpoints.level_changed")[-1]["level"] == "normal"


def test_over_a_lower_order_a_higher_one_goes_back_to_it(cast, clock, give, here):
    ready(only(give(here, valid_until=START + 2 * DAY)), cast.gus)
    ready(only(give(here, level="wartime", valid_until=START + DAY)), cast.gus)
    moments = {START: "wartime", START + DAY: "reinforced", START + 2 * DAY: "normal"}
    assert {at: level_of(here, at) for at in moments} == moments


def test_an_order_to_the_lowest_level_ends_what_was_before(cast, clock, give, here):
    ready(only(give(here)), cast.gus)
    clock.move_to(START + timedelta(hours=1))
    ready(only(give(here, level="normal", valid_until=None)), cast.gus, equipment={})
    assert level_of(here) == "normal"
    assert level_of(here, START + timedelta(hours=2)) == "normal"


def test_what_is_still_open_at_the_end_can_no_longer_be_signed(cast, clock, give, here):
    order = give(here, valid_until=START + timedelta(minutes=20))
    clock.move_to(START + timedelta(minutes=20))
    with pytest.raises(IllegalStep):
        services.sign(only(order), by=cast.gus)
    assert list(selectors.my_switches(cast.gus)) == []
    row = selectors.order_state(cast.chief, order.number)["rows"][0]
    assert (row["stage"], row["is_red"]) == ("cancelled", False)
    services.mark_late()
    services.end_what_is_over()
    assert only(order).state == "cancelled"
    assert facts("checkpoints.switch_overdue") == []


def test_the_end_is_moved_and_the_level_with_it(cast, clock, give, here):
    order = give(here)
    ready(only(order), cast.gus)
    services.extend(order, by=cast.chief, valid_until=START + 3 * DAY, reason="活动延期一天")
    assert levels_of([here], START + 2 * DAY)[here.pk] == "reinforced"
    clock.move_to(START + 3 * DAY)
    with pytest.raises(IllegalStep):
        services.extend(order, by=cast.chief, valid_until=START + 4 * DAY, reason="再延期一天")
    assert level_of(here) == "normal"


def test_an_end_is_not_moved_into_the_past(cast, clock, give, here):
    order = give(here)
    with pytest.raises(InvalidInput):
        services.extend(order, by=cast.chief, valid_until=START, reason="活动提前结束")


def test_what_is_in_force_is_ended_and_what_is_switching_is_taken_back(cast, clock, give, here):
    first = give(here)
    services.cancel(first, by=cast.chief, reason="情况解除")
    assert only(first).state == "cancelled"
    second = give(here)
    ready(only(second), cast.gus)
    second.refresh_from_db()
    with pytest.raises(IllegalStep):
        services.cancel(second, by=cast.chief, reason="情况解除")
    services.revert(second, by=cast.chief, reason="情况解除")
    assert level_of(here) == "normal"
    assert [fact["level"] for fact in facts("checkpoints.level_changed")] == [
        "reinforced", "normal",
    ]  # fmt: skip
    with pytest.raises(IllegalStep) as refusal:
        services.revert(second, by=cast.chief, reason="情况解除")
    assert cast.chief.name in refusal.value.message


def test_taking_back_half_a_switch_takes_back_who_was_ready(cast, clock, give, here):
    other = make_checkpoint(cast)
    order = give(here, other)
    ready(order.switches.get(checkpoint=here), cast.gus)
    clock.move_to(START + timedelta(minutes=5))
    services.cancel(order, by=cast.chief, reason="下达有误")
    assert set(levels_of([here, other]).values()) == {"normal"}


def test_a_drill_ends_without_a_word_about_levels(cast, clock, give, here):
    drill = give(here, is_drill=True)
    ready(only(drill), cast.gus)
    clock.move_to(START + DAY)
    services.end_what_is_over()
    assert "checkpoints.level_changed" not in kinds()
    drill.refresh_from_db()
    assert drill.state == "reverted"


def test_lists_of_what_is_in_force_go_by_the_clock(cast, clock, give, here):
    order = give(here)
    ready(only(order), cast.gus)

    def found(state):
        return list(selectors.filtered(selectors.orders(cast.chief), {"state": state}))

    assert (found("in_force"), found("reverted")) == ([order], [])
    clock.move_to(START + DAY)
    assert (found("in_force"), found("reverted")) == ([], [order])
