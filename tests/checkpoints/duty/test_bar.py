"""A switch of 106 checkpoints, two late and one short, against figures worked by hand.

103 sign 30 s after the order and are ready after 10:00, 10:10, 10:20 … 27:00; one is short and
waived at 20:00, ready at 20:30; one is ready at 30:01; one never answers. So of 106:

    signed 105, all but one after 30 s: median and P90 30
    ready 105: the 103 in steps of 10 s from 600 s to 1620 s, and 1230 s, and 1801 s
    median of the 105: the 53rd. 1230 s is among the steps once more, so sorted they are
    600, 610 … 1230, 1230, 1240 … 1620, 1801; the 53rd is 600 + 10 × 52 = 1120
    P90: rank ceil(0.9 × 105) = 95. The second 1230 is the 65th, so the 95th is
    600 + 10 × (94 - 1) = 1530
"""

from datetime import timedelta

import pytest

from checkpoints.duty import services
from checkpoints.duty.figures import report_of
from checkpoints.duty.levels import levels_of
from checkpoints.duty.models import Switch
from checkpoints.duty.selectors import order_state
from tests.checkpoints.duty.conftest import FULL, SHORT, START, facts
from tests.checkpoints.make import make_checkpoint

pytestmark = pytest.mark.django_db


def after(clock, seconds):
    clock.move_to(START + timedelta(seconds=seconds))


def act(clock, order, code, seconds, **said):
    """Sign 30 s after the order and be ready at `seconds` with what is said."""
    row = order.switches.select_related("order").get(checkpoint__code=code)
    by = act.officer
    after(clock, seconds)
    services.report(row, by=by, ready=True, **FULL | said)


@pytest.fixture
def run(cast, clock, give):
    """The order with its codes: the 103, the short one, the late one, the silent one."""
    codes = [make_checkpoint(cast, code=f"B{n:03}").code for n in range(106)]
    order = give(scope={"kind": "city"})
    act.officer = cast.gus
    after(clock, 30)
    for row in order.switches.exclude(checkpoint__code=codes[105]).select_related("checkpoint"):
        services.sign(row, by=cast.gus)
    for place in range(103):
        act(clock, order, codes[place], 600 + 10 * place)
    short = order.switches.get(checkpoint__code=codes[103])
    after(clock, 1100)
    services.report(short, by=cast.gus, **SHORT)
    return order, codes


def finish(cast, clock, order, codes):
    """The waiver, the second too late, and the sweep that writes it down."""
    after(clock, 1200)
    services.waive(
        order.switches.get(checkpoint__code=codes[103]), by=cast.chief, reason="增援途中"
    )
    act(clock, order, codes[103], 1230, officers=1)
    act(clock, order, codes[104], 1801)
    services.mark_late()


def red(state):
    return {row["checkpoint"]["code"]: row["flags"] for row in state["rows"] if row["is_red"]}


def test_of_106_exactly_the_two_late_and_the_short_one_are_red(cast, clock, run):
    order, codes = run
    finish(cast, clock, order, codes)
    state = order_state(cast.chief, order.number)
    assert red(state) == {
        codes[103]: ["short"], codes[104]: ["late"], codes[105]: ["late", "unsigned"],
    }  # fmt: skip
    totals = state["totals"]
    assert (totals["checkpoints"], totals["signed"], totals["ready"]) == (106, 105, 105)
    assert (totals["late"], totals["short"], totals["waived"], totals["red"]) == (2, 1, 1, 3)
    assert totals["officers"] == {"required": 212, "present": 209, "unreported": 1}
    assert totals["equipment"] == {"required": 318, "present": 315, "unreported": 1}
    assert len(facts("checkpoints.switch_overdue")) == 2
    assert len(facts("checkpoints.switch_sign_overdue")) == 1


def test_the_report_equals_what_was_worked_by_hand(cast, clock, run):
    order, codes = run
    finish(cast, clock, order, codes)
    report = report_of(order, cast.chief)
    assert report["figures"] == {
        "switches": 106, "cancelled": 0, "signed": 105, "ready": 105, "unready": 1,
        "sign_median_s": 30, "sign_p90_s": 30, "ready_median_s": 1120, "ready_p90_s": 1530,
        "sign_late": 1, "late": 2, "short": 1, "waived": 1,
    }  # fmt: skip
    assert [row["checkpoint"]["code"] for row in report["late"]] == [codes[104], codes[105]]
    assert [row["checkpoint"]["code"] for row in report["short"]] == [codes[103]]
    assert report["method"] == "inverted_cdf"


def test_at_half_past_nobody_is_late_and_the_silent_one_is_unsigned(cast, clock, run):
    order, codes = run
    after(clock, 1800)
    services.mark_late()
    state = order_state(cast.chief, order.number)
    assert red(state) == {codes[103]: ["short"], codes[105]: ["unsigned"]}
    assert (state["elapsed_s"], state["left_s"]) == (1800, 0)
    assert state["rows"][0]["group"] == "attention"
    after(clock, 1801)
    assert order_state(cast.chief, order.number)["totals"]["late"] == 3  # before any sweep


def test_a_branch_sees_its_own_rows_and_their_sums(cast, clock, give):
    here, there = make_checkpoint(cast), make_checkpoint(cast, agency=cast.south_station)
    order = give(here, there)
    state = order_state(cast.nora, order.number)
    assert [row["checkpoint"]["code"] for row in state["rows"]] == [here.code]
    assert state["totals"]["checkpoints"] == 1


def test_the_state_of_106_takes_as_many_queries_as_that_of_one(
    cast, give, django_assert_num_queries
):
    for _n in range(12):
        make_checkpoint(cast)
    order = give(scope={"kind": "city"})
    rows = list(Switch.objects.filter(order=order).select_related("checkpoint__agency"))
    with django_assert_num_queries(4):
        order_state(cast.chief, order.number)
    with django_assert_num_queries(2):
        levels_of([row.checkpoint for row in rows])
