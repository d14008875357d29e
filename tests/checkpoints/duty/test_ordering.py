"""An order to switch: whom it goes to, what it needs, what it takes over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkpoints.duty import services
from checkpoints.duty.levels import level_of
from checkpoints.duty.models import DutyTarget, Switch, SwitchOrder
from checkpoints.register.models import Checkpoint
from grid.errors import IllegalStep, InvalidInput, NotAllowed
from tests.checkpoints.duty.conftest import facts, kinds, only, ready
from tests.checkpoints.make import make_checkpoint

pytestmark = pytest.mark.django_db


def codes(order):
    return sorted(order.switches.values_list("checkpoint__code", flat=True))


def test_an_order_has_one_number_and_a_switch_for_each_checkpoint(cast, give):
    here, there = make_checkpoint(cast), make_checkpoint(cast, agency=cast.south_station)
    first, second = give(here, there), give()
    year, count = first.number.split("-")
    assert year == f"QW{timezone.localdate():%y}"
    assert second.number == f"{year}-{int(count) + 1:04d}"
    assert {row.subject_id for row in first.switches.all()} == {here.code, there.code}
    assert kinds("checkpoints.switch_issued") == ["checkpoints.switch_issued"] * 3
    assert [fact["number"] for fact in facts("checkpoints.duty_ordered")] == [
        first.number,
        second.number,
    ]


def test_a_whole_city_a_line_an_agency_or_picked_ones_are_ordered(cast, give):
    ring = make_checkpoint(cast)
    far = make_checkpoint(cast, line_id="provincial", agency=cast.south_station)
    gantry = make_checkpoint(cast, kind=Checkpoint.Kind.GANTRY, parent=ring)
    scopes = {
        "city": ({"kind": "city"}, [ring.code, far.code]),
        "line": ({"kind": "line", "lines": ["provincial"]}, [far.code]),
        "agency": ({"kind": "agency", "agencies": [cast.north.code]}, [ring.code]),
        "picked": ({"kind": "picked", "checkpoints": [far.code]}, [far.code]),
    }
    for name, (scope, expected) in scopes.items():
        assert codes(give(scope=scope)) == sorted(expected), name
    assert not Switch.objects.filter(checkpoint=gantry).exists()


def test_the_whole_ground_of_a_branch_is_its_own(cast, give):
    mine = make_checkpoint(cast)
    make_checkpoint(cast, agency=cast.south_station)
    assert codes(give(by=cast.nora, scope={"kind": "city"})) == [mine.code]


def test_what_is_not_built_or_no_longer_valid_is_not_ordered(cast, give):
    works = make_checkpoint(cast)
    make_checkpoint(cast, built_on=None)
    make_checkpoint(cast, is_active=False)
    make_checkpoint(cast, valid_to=timezone.now() - timedelta(seconds=1))
    assert codes(give(scope={"kind": "city"})) == [works.code]


@pytest.mark.parametrize(
    "scope",
    [
        {"kind": "line", "lines": ["ring", "moon"]},
        {"kind": "agency", "agencies": ["990200000000", "000000000000"]},
        {"kind": "picked", "checkpoints": ["CP-UNKNOWN"]},
        {"kind": "picked", "checkpoints": []},
    ],
    ids=["line", "agency", "checkpoint", "nothing"],
)
def test_a_scope_that_names_what_is_not_there_is_refused(cast, give, scope):
    make_checkpoint(cast)
    with pytest.raises(InvalidInput) as refusal:
        give(scope=scope)
    assert refusal.value.errors[0]["pointer"].startswith("/scope")
    assert not SwitchOrder.objects.exists()


def test_nobody_orders_another_branch_about(cast, give):
    with pytest.raises(NotAllowed):
        give(make_checkpoint(cast, agency=cast.south_station), by=cast.nora)
    assert not SwitchOrder.objects.exists()


def test_every_fault_is_named_and_nothing_is_half_written(give):
    with pytest.raises(InvalidInput) as refusal:
        give(reason=" ", valid_until=timezone.now() - timedelta(hours=1))
    pointers = {fault["pointer"] for fault in refusal.value.errors}
    assert pointers == {"/reason", "/valid_until"}
    assert not Switch.objects.exists()
    with pytest.raises(InvalidInput):
        give(level="martial")


def test_only_the_lowest_level_holds_without_an_end(give):
    with pytest.raises(InvalidInput):
        give(valid_until=None)
    assert give(level="normal", valid_until=None).valid_until is None
    with pytest.raises(InvalidInput):
        give(valid_until=timezone.now() + timedelta(days=93))


def test_the_targets_are_those_of_the_nearest_agency_on_that_day(cast, give):
    DutyTarget.objects.create(agency=cast.city, sign_s=240, ready_s=1500, valid_from="2026-01-01")
    DutyTarget.objects.create(agency=cast.north, sign_s=120, ready_s=600, valid_from="2026-01-01")
    north, south = make_checkpoint(cast), make_checkpoint(cast, agency=cast.south_station)
    order = give(north, south)
    limits = {row.checkpoint: (row.sign_limit_s, row.ready_limit_s) for row in order.switches.all()}
    assert limits == {north: (120, 600), south: (240, 1500)}
    assert (order.sign_s, order.ready_s) == (240, 1500)


def test_without_a_row_of_its_own_a_city_has_five_minutes_and_half_an_hour(give):
    row = only(give())
    assert (row.sign_limit_s, row.ready_limit_s) == (300, 1800)
    assert row.issued_at == row.order.issued_at


def test_targets_are_set_from_a_day_on_and_never_backwards(cast):
    today = timezone.localdate()
    services.set_target(by=cast.chief, sign_s=200, ready_s=900, valid_from=today)
    services.set_target(
        by=cast.chief, sign_s=100, ready_s=800, valid_from=today + timedelta(days=9)
    )
    rows = DutyTarget.objects.filter(agency=cast.city).order_by("valid_from")
    assert [(row.sign_s, row.valid_to) for row in rows] == [
        (200, today + timedelta(days=9)),
        (100, None),
    ]
    with pytest.raises(InvalidInput):
        services.set_target(
            by=cast.chief, sign_s=300, ready_s=200, valid_from=today - timedelta(days=1)
        )


def test_the_minimum_of_its_day_is_kept_with_the_switch(cast, give):
    row = only(give())
    assert row.required == {
        "officers": 2, "auxiliaries": 1, "vehicles": 1, "equipment": {"shield": 3},
    }  # fmt: skip


def test_the_level_before_is_that_of_all_or_none(cast, give):
    first, other = make_checkpoint(cast), make_checkpoint(cast)
    ready(only(give(first)), cast.gus)
    assert give(first, other, level="wartime").from_level is None
    assert give(first, level="wartime").from_level_id == "reinforced"


def test_a_second_order_takes_over_a_checkpoint_that_is_still_switching(cast, give):
    here = make_checkpoint(cast)
    first = give(here)
    second = give(here, level="wartime")
    old = only(first)
    assert (old.state, old.superseded_by) == ("cancelled", second)
    assert second.number in old.outcome
    first.refresh_from_db()
    assert first.state == "cancelled"
    assert facts("checkpoints.duty_superseded")[0]["superseded_by"] == second.number
    assert only(second).state == "issued"
    with pytest.raises(IllegalStep):
        services.report(old, by=cast.gus, officers=1)


def test_an_order_partly_taken_over_goes_on_with_the_rest(cast, give):
    here, there = make_checkpoint(cast), make_checkpoint(cast)
    first = give(here, there)
    give(here, level="wartime")
    first.refresh_from_db()
    assert first.state == "running"
    ready(first.switches.get(checkpoint=there), cast.gus)
    first.refresh_from_db()
    assert first.state == "in_force"


def test_who_did_not_ask_to_take_over_is_told_who_was_first(cast, give):
    here = make_checkpoint(cast)
    first = give(here)
    with pytest.raises(services.Overlapping) as refusal:
        give(here, by=cast.nora, may_supersede=False)
    told = refusal.value.context
    assert (told["order"], told["checkpoints"]) == (first.number, [here.code])
    assert first.number in refusal.value.message
    assert only(first).state == "issued"


def test_a_drill_never_takes_over_a_real_switch_but_makes_way_for_one(cast, give):
    here = make_checkpoint(cast)
    first = give(here)
    with pytest.raises(services.Overlapping):
        give(here, is_drill=True)
    ready(only(first), cast.gus)
    drill = give(here, is_drill=True, level="wartime")
    real = give(here, level="wartime")
    assert only(drill).superseded_by == real


def test_a_drill_shows_as_one_and_changes_no_level(cast, give):
    here = make_checkpoint(cast)
    drill = give(here, is_drill=True)
    done = ready(only(drill), cast.gus)
    assert (done.state, done.is_drill) == ("done", True)
    assert level_of(here) == "normal"
    assert "checkpoints.level_changed" not in kinds()
    assert facts("checkpoints.switch_issued")[0]["is_drill"]


def test_the_order_is_countersigned_by_another(cast, give, second):
    order = give()
    with pytest.raises(NotAllowed):
        services.countersign(order, by=cast.chief)
    assert services.countersign(order, by=second).countersigned_by == second.as_actor().label
    with pytest.raises(IllegalStep):
        services.countersign(order, by=second)


def test_who_has_not_signed_is_rung_again(cast, give):
    here, there = make_checkpoint(cast), make_checkpoint(cast)
    order = give(here, there)
    services.sign(order.switches.get(checkpoint=here), by=cast.gus)
    rung = services.resend(order, by=cast.chief)
    assert [(row.checkpoint, row.resent) for row in rung] == [(there, 1)]
    assert len(facts("checkpoints.switch_resent")) == 1
    with pytest.raises(IllegalStep):
        services.resend(order, by=cast.chief, checkpoint_code=here.code)


def test_another_agency_does_not_end_the_citys_order(cast, give):
    order = give()
    with pytest.raises(NotAllowed):
        services.revert(order, by=cast.nora, reason="情况解除")
    own = give(by=cast.nora)
    assert services.revert(own, by=cast.chief, reason="情况解除").state == "reverted"
