"""Posts: one order to all, what each answers, what is late, which crossing stands open."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone

from checkpoints.containment.models import Containment, PostOrder
from checkpoints.containment.reactors import end_what_is_over, tell_late_posts
from checkpoints.containment.selectors import my_posts, reporting
from checkpoints.containment.selectors.ringstate import Cover, RingState, ring_states
from checkpoints.containment.selectors.state import state
from checkpoints.containment.services import answering, changing, posting, starting
from checkpoints.duty.levels import level_of
from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from grid.ledger.obligations import board
from tests.cast import Cast
from tests.checkpoints.containment.flight import (
    hold,
    lay_roads,
    make_plan,
    order_at,
    post,
    rings,
    running,
    square,
    start,
)
from tests.checkpoints.containment.test_reach import at
from tests.checkpoints.make import make_checkpoint
from tests.waiting import outcomes

Step = PostOrder.Step


def told(kind: str) -> list[dict[str, object]]:
    rows = EventEntry.objects.filter(kind=f"containment.{kind}").order_by("seq")
    return list(rows.values_list("payload", flat=True))


def inner(row: Containment) -> RingState:
    return next(ring for ring in ring_states(row) if ring.rank == 1)


def covers(row: Containment) -> dict[str, str]:
    return {one.crossing.name: f"{one.cover}:{one.why}" for one in inner(row).crossings}


def test_a_post_goes_from_issued_to_reporting_and_is_released_at_the_lift(cast: Cast) -> None:
    row = running(cast)
    order = order_at(row, "N1")
    assert order.step == Step.ISSUED
    order = answering.acknowledge(order, by=cast.gus)
    assert order.step == Step.ACKNOWLEDGED
    order = answering.man(order, by=cast.gus, officers=2, vehicles=1)
    assert order.step == Step.MANNED
    answering.report(order, by=cast.gus, kind="nothing")
    assert order_at(row, "N1").step == Step.REPORTING
    changing.lift(row, by=cast.nora, reason="车辆已截停", outcome="stopped")
    assert order_at(row, "N1").step == Step.RELEASED
    assert order_at(row, "E1").state == PostOrder.State.CANCELLED


def test_the_order_board_shows_the_posts(cast: Cast) -> None:
    running(cast)
    shown = board(cast.nora, only_open=True, offset=0, limit=50)
    assert [one.title[-2:] for one in shown if isinstance(one, PostOrder)] == ["N1", "E1"]


def test_being_in_place_acknowledges_as_well(cast: Cast) -> None:
    order = hold(running(cast), "N1", by=cast.gus)
    assert order.signed_at is not None
    assert order.manned_at is not None


def test_saying_it_again_corrects_the_count_and_keeps_the_time(cast: Cast) -> None:
    row = running(cast)
    first = hold(row, "N1", by=cast.gus)
    again = answering.man(order_at(row, "N1"), by=cast.gus, officers=5, vehicles=2)
    assert (again.manned_at, again.officers_present) == (first.manned_at, 5)


def test_nobody_in_place_is_no_post(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        answering.man(order_at(running(cast), "N1"), by=cast.gus, officers=0, vehicles=1)


def test_another_agency_answers_only_for_whoever_told_it(cast: Cast) -> None:
    order = order_at(running(cast), "N1")
    with pytest.raises(NotAllowed, match="answers itself"):
        answering.acknowledge(order, by=cast.nora)
    signed = answering.acknowledge(order, by=cast.nora, channel="radio", spoken_by="值班员")
    assert (signed.state, signed.spoken_by) == ("signed", "值班员")


def test_the_second_to_acknowledge_is_told_who_was_first(cast: Cast) -> None:
    row = running(cast)
    answering.acknowledge(order_at(row, "N1"), by=cast.gus)
    with pytest.raises(LostRace, match="格斯"):
        answering.acknowledge(order_at(row, "N1"), by=cast.pat)


def test_a_report_needs_a_post_in_place_words_and_no_plate(cast: Cast) -> None:
    row = running(cast)
    with pytest.raises(IllegalStep):
        answering.report(order_at(row, "N1"), by=cast.gus, kind="nothing")
    order = hold(row, "N1", by=cast.gus)
    with pytest.raises(InvalidInput):
        answering.report(order, by=cast.gus, kind="seen")
    with pytest.raises(InvalidInput, match="No plate"):
        answering.report(order, by=cast.gus, kind="seen", text="吉D12345 向北")


def test_a_sighting_is_pressing_and_its_fact_has_no_words(cast: Cast) -> None:
    order = hold(running(cast), "N1", by=cast.gus)
    answering.report(order, by=cast.gus, kind="seen", text="掉头向东", hit="HIT-9")
    fact = EventEntry.objects.get(kind="containment.post_seen")
    assert fact.priority == 1
    assert "掉头向东" not in str(fact.payload)


def test_late_posts_are_told_once_each_with_the_gap_they_leave(cast: Cast) -> None:
    """120 s to acknowledge and 600 s to be in place where no row says otherwise."""
    row = running(cast)
    answering.acknowledge(order_at(row, "E1"), by=cast.gus)
    begun = order_at(row, "N1").man_by - timedelta(seconds=600)
    with time_machine.travel(begun + timedelta(seconds=120), tick=False):
        tell_late_posts()
        assert told("post_overdue") == []
    with time_machine.travel(begun + timedelta(seconds=121), tick=False):
        tell_late_posts()
        tell_late_posts()
        assert [fact["post"] for fact in told("post_overdue")] == ["N1"]
    with time_machine.travel(begun + timedelta(seconds=601), tick=False):
        tell_late_posts()
        tell_late_posts()
    assert [(fact["crossing"], fact["why"]) for fact in told("gap")] == [
        ("N1", "not_acknowledged"), ("N1", "not_manned"), ("E1", "not_manned"),
    ]  # fmt: skip


def test_a_post_that_stops_reporting_is_late_once_for_each_report_missed(cast: Cast) -> None:
    row = running(cast)
    order = hold(row, "N1", by=cast.gus)
    hold(row, "E1", by=cast.gus)
    with time_machine.travel(timezone.now() + timedelta(seconds=901), tick=False):
        tell_late_posts()
        tell_late_posts()
        assert len(told("post_overdue")) == 2
        answering.report(order, by=cast.gus, kind="nothing")
    with time_machine.travel(timezone.now() + timedelta(seconds=1803), tick=False):
        tell_late_posts()
    assert len(told("post_overdue")) == 3
    assert told("gap") == []


def test_a_post_that_leaves_opens_its_crossing_and_another_closes_it(cast: Cast) -> None:
    row = running(cast)
    order = hold(row, "N1", by=cast.gus)
    answering.leave(order, by=cast.gus, reason="被抽调增援")
    assert covers(row)["N1"] == "gap:left"
    assert told("gap")[0]["why"] == "left"
    crossing = row.crossings.get(name="N1")
    made = posting.add_post(row, by=cast.nora, reason="补位封控", crossing=crossing.pk)
    answering.man(made, by=cast.gus, officers=2, vehicles=1)
    assert covers(row)["N1"] == "closed:"


def test_each_open_crossing_says_why(cast: Cast) -> None:
    row = running(cast)
    answering.acknowledge(order_at(row, "N1"), by=cast.gus)
    assert covers(row) == {
        "N1": "coming:", "E1": "gap:not_acknowledged", "S1": "later:later_stage",
        "W1": "gap:no_force",
    }  # fmt: skip
    assert [one.crossing.name for one in inner(row).gaps] == ["E1", "S1", "W1"]


def test_the_ring_is_closed_when_the_last_crossing_is_in_place_and_it_is_told(cast: Cast) -> None:
    plan = make_plan(cast, rings=[rings(cast.north_station)[0] | {"posts": [
        post("N1", cast.north_station), post("S1", cast.north_station),
    ]}])  # fmt: skip
    row = running(cast, plan=plan)
    hold(row, "N1", by=cast.gus)
    assert told("ring_closed") == []
    last = hold(row, "S1", by=cast.gus)
    assert [fact["ring"] for fact in told("ring_closed")] == [1]
    assert (inner(row).is_closed, inner(row).closed_at) == (True, last.manned_at)


def test_stages_go_points_line_ring_city_and_no_further(cast: Cast) -> None:
    row = running(cast)
    ordered = [set(row.orders.values_list("crossing__name", flat=True))]
    for _stage in range(3):
        row = posting.next_stage(row, by=cast.nora)
        ordered.append(set(row.orders.values_list("crossing__name", flat=True)))
    assert [sorted(b - a) for a, b in pairwise(ordered)] == [
        ["S1"], ["N2"], ["E2"],
    ]  # fmt: skip
    with pytest.raises(IllegalStep, match="no further stage"):
        posting.next_stage(row, by=cast.nora)


def test_a_dropped_post_is_a_gap_and_no_later_stage_orders_it_again(cast: Cast) -> None:
    row = running(cast)
    posting.drop_post(order_at(row, "N1"), by=cast.nora, reason="道路中断")
    posting.next_stage(row, by=cast.nora)
    assert covers(row)["N1"] == "gap:dropped"
    assert row.orders.filter(crossing__name="N1").count() == 1


def test_a_free_point_near_an_open_crossing_covers_it(cast: Cast) -> None:
    row = running(cast)
    lng, lat = at(-3, 0.3)
    made = posting.add_post(
        row, by=cast.nora, reason="西口无人", lng=lng, lat=lat, name="西口临时", ring=1,
        agency=cast.north_station,
    )  # fmt: skip
    assert made.crossing.name == "W1"


def test_a_checkpoint_can_be_added_by_itself(cast: Cast) -> None:
    row = running(cast)
    lng, lat = at(1.5, 1.5)
    gate = make_checkpoint(cast, point=f"POINT({lng} {lat})", name="城东卡点")
    made = posting.add_post(row, by=cast.nora, reason="补充封控", checkpoint=gate)
    assert (made.crossing.name, made.crossing.ring_rank) == ("城东卡点", 2)


def test_only_whoever_commands_it_changes_it(cast: Cast) -> None:
    row = running(cast)
    with pytest.raises(NotAllowed, match="commands this"):
        changing.lift(row, by=cast.gus, reason="擅自解除", outcome="other")


def test_speed_and_detour_reorder_at_once_and_are_logged_with_who_and_why(cast: Cast) -> None:
    """N1 by road 135 s; at twice the speed of open ground every class doubles: 67.5 s."""
    lay_roads(cast)
    row = running(cast)
    before = {one["name"]: one for one in state(row, cast.nora)["posts"]}
    row = changing.adjust(row, by=cast.nora, reason="目击称车速快", speed_kmh=120)
    after = {one["name"]: one for one in state(row, cast.nora)["posts"]}
    seconds = [
        (told_["N1"]["arrives_at"] - row.seen_at).total_seconds() for told_ in (before, after)
    ]
    assert seconds == pytest.approx([135, 67.5], abs=0.5)
    assert {one["by"] for one in after.values()} == {"roads"}
    log = row.adjustments.get(kind="adjusted")
    assert (log.before, log.after) == ({"speed_kmh": 60.0}, {"speed_kmh": 120.0})
    assert (log.by, log.reason) == (cast.nora.as_actor().label, "目击称车速快")


def test_another_pace_is_tried_without_being_kept(cast: Cast) -> None:
    row = running(cast)
    tried = state(row, cast.nora, detour=2.6)
    kept = state(row, cast.nora)
    assert (tried["tried"]["is_kept"], kept["tried"]["is_kept"]) == (False, True)
    assert tried["posts"][0]["arrives_at"] > kept["posts"][0]["arrives_at"]


def test_nothing_changed_and_a_stale_version_are_refused(cast: Cast) -> None:
    row = running(cast)
    with pytest.raises(InvalidInput, match="Nothing"):
        changing.adjust(row, by=cast.nora, reason="没有变化")
    with pytest.raises(StaleVersion):
        changing.adjust(row, by=cast.nora, reason="目击称车速快", speed_kmh=80, version=1)


def test_it_leaves_the_operational_views_at_the_stroke_of_its_time(cast: Cast) -> None:
    row = running(cast)
    with time_machine.travel(row.valid_until - timedelta(microseconds=1), tick=False):
        assert my_posts(cast.gus).count() == 2
    with time_machine.travel(row.valid_until, tick=False):
        assert my_posts(cast.gus).count() == 0
        with pytest.raises(IllegalStep):
            answering.acknowledge(order_at(row, "N1"), by=cast.gus)
        end_what_is_over()
    row.refresh_from_db()
    assert (row.state, row.outcome, row.orders.filter(state="issued").count()) == (
        "lifted", "expired", 0,
    )  # fmt: skip


def test_it_can_be_extended_but_not_for_ever(cast: Cast) -> None:
    row = running(cast)
    later = row.valid_until + timedelta(hours=1)
    assert (
        changing.extend(row, by=cast.nora, valid_until=later, reason="继续查缉").valid_until
        == later
    )
    with pytest.raises(InvalidInput):
        changing.extend(
            row, by=cast.nora, valid_until=timezone.now() + timedelta(hours=25), reason="继续查缉"
        )


def test_the_report_gives_every_time_as_worked_by_hand(cast: Cast) -> None:
    """Ordered at 0 s; N1 acknowledges at 30 and is in place at 200, E1 at 90 and 400; lift 1,000.

    Open until answered: N1 30 s, E1 90 s; S1 and W1 all 1,000 s. Median of 30 and 90: 60.
    """
    with time_machine.travel(timezone.now(), tick=False) as clock:
        row = running(cast)
        begun = timezone.now()
        for seconds, act, name in [
            (30, "acknowledge", "N1"), (90, "acknowledge", "E1"),
            (200, "man", "N1"), (400, "man", "E1"),
        ]:  # fmt: skip
            clock.move_to(begun + timedelta(seconds=seconds))
            count = {"officers": 2, "vehicles": 1} if act == "man" else {}
            getattr(answering, act)(order_at(row, name), by=cast.gus, **count)
        clock.move_to(begun + timedelta(seconds=1000))
        row = changing.lift(row, by=cast.nora, reason="未发现车辆", outcome="not_found")
        told_ = reporting.report(row, cast.nora)
    figures = told_["figures"]
    assert figures["acknowledged"] == {"count": 2, "median_s": 60, "p90_s": 90, "slowest_s": 90}
    assert figures["manned"] == {"count": 2, "median_s": 300, "p90_s": 400, "slowest_s": 400}
    gaps = {gap["crossing"]: gap["seconds"] for gap in told_["rings"][0]["gaps"]}
    assert gaps == {"N1": 30, "E1": 90, "S1": 1000, "W1": 1000}
    clock_ = {one["moment"]: one["since_incident_s"] for one in told_["clock"]}
    assert clock_["first_acknowledged"] == pytest.approx(90)  # the incident was a minute before
    assert clock_["median_acknowledged"] == pytest.approx(90)
    assert clock_["last_manned"] == pytest.approx(460)
    assert clock_["ring_closed:1"] is None


def test_a_station_sees_its_own_posts_and_no_others(cast: Cast) -> None:
    both = rings(cast.north_station)
    both[0]["posts"].append(post("NE", cast.south_station))
    plan = make_plan(cast, by=cast.chief, rings=both)
    row = start(cast, by=cast.chief, plan=plan)
    Containment.objects.filter(pk=row.pk).update(started_by_key="officer:0")
    row = starting.approve(row, by=cast.chief)
    south = state(row, cast.sam)
    assert [one["name"] for one in south["posts"]] == ["NE"]
    assert len(state(row, cast.chief)["posts"]) > 1


def test_the_plans_level_is_ordered_for_its_checkpoints(cast: Cast) -> None:
    gate = make_checkpoint(cast)
    ring = {
        "rank": 1, "name": "内圈", "outline": square(3),
        "posts": [{"checkpoint": gate.code, "stage": "points"}],
    }  # fmt: skip
    row = running(cast, plan=make_plan(cast, rings=[ring], duty_level_id="reinforced"))
    assert row.orders.get().crossing.checkpoint == gate
    row.refresh_from_db()
    assert row.duty_order
    assert level_of(gate) in {"normal", "reinforced"}


def test_the_state_counts_posts_people_and_vehicles(cast: Cast) -> None:
    row = running(cast)
    hold(row, "N1", by=cast.gus)
    totals = state(row, cast.nora)["totals"]
    assert totals == {
        "crossings": 6, "ordered": 2, "acknowledged": 1, "manned": 1, "officers": 2,
        "officers_asked": 4, "vehicles": 1, "vehicles_asked": 2, "late": 0,
    }  # fmt: skip


def test_cover_has_a_letter_for_each() -> None:
    assert {str(one) for one in Cover} == {"closed", "coming", "gap", "later"}


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_acknowledge_at_once_exactly_one_wins(cast: Cast) -> None:
    order = order_at(running(cast), "N1")
    rows = PostOrder.objects.select_related("containment", "crossing", "agency")
    one, other = rows.get(pk=order.pk), rows.get(pk=order.pk)
    told = outcomes(
        lambda: answering.acknowledge(one, by=cast.gus),
        lambda: answering.acknowledge(other, by=cast.pat),
    )
    assert told == ["done", "lost_race"]
