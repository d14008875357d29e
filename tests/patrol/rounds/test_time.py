"""What the clock does: rounds from plans, overdue and missed ones, windows of key places."""

from copy import copy
from datetime import time

import pytest
import time_machine
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.alerts.settling import follow
from grid.ledger.models import EventEntry
from patrol.rounds import services
from patrol.rounds.models import PatrolRule, Round, RoundStop, WindowCheck
from patrol.rounds.reactors import check_windows, make_rounds, move_rounds
from patrol.rounds.services.checking_in import CheckIn, check_in
from patrol.units.models import Unit
from tests.patrol.make import make_unit
from tests.patrol.rounds.ground import (
    Phone,
    at,
    make_key_place,
    make_point,
    make_round,
    make_route,
    pats_unit,
    planner,
)

pytestmark = pytest.mark.django_db
SCHOOL = [{"days": [1, 2, 3, 4, 5], "from": "07:30", "to": "08:10"}]


@pytest.fixture
def clock():
    with time_machine.travel(at("2026-11-23 07:00"), tick=False) as traveller:  # a Monday
        yield traveller


def count(kind: str) -> int:
    return EventEntry.objects.filter(kind=f"patrol.{kind}").count()


def make_plan(cast, *, unit: Unit, **said):
    given = {
        "name": "早班",
        "days": [1, 2, 3, 4, 5],
        "starts_at": time(8),
        "ends_at": time(16),
        "every_min": 120,
        "legs": [{"route": make_route(cast).code, "unit": unit.call_sign, "minutes": 100}],
    }
    return services.put_plan(None, **planner(cast), **given | said)


def test_a_plan_becomes_rounds_of_a_day_and_the_sweep_run_again_adds_none(cast, clock):
    make_plan(cast, unit=make_unit(cast))
    for _twice in range(2):
        make_rounds()
    starts = [timezone.localtime(row.due_start).strftime("%d %H") for row in Round.objects.all()]
    assert starts == ["23 08", "23 10", "23 12", "23 14"]
    assert count("round_scheduled") == 4


def test_a_night_plan_reaches_into_the_next_day(cast, clock):
    make_plan(cast, unit=make_unit(cast), days=[1], starts_at=time(22), ends_at=time(2))
    clock.move_to(at("2026-11-23 21:00"))
    make_rounds()
    starts = [timezone.localtime(row.due_start).strftime("%d %H") for row in Round.objects.all()]
    assert starts == ["23 22", "24 00"]


def test_a_changed_plan_takes_back_what_is_to_come_and_keeps_what_is_under_way(cast, clock):
    unit = make_unit(cast)
    plan = make_plan(cast, unit=unit)
    make_rounds()
    clock.move_to(at("2026-11-23 08:05"))
    first = Round.objects.first()
    services.start(first, unit=unit, by=cast.pat.as_actor())
    services.put_plan(plan, **planner(cast), version=plan.version, every_min=240)
    make_rounds()
    starts = [timezone.localtime(row.due_start).strftime("%d %H") for row in Round.objects.all()]
    assert starts == ["23 08", "23 12", "24 08"]
    assert Round.objects.first().state == "active"


def test_a_video_leg_needs_a_video_desk_and_every_fault_is_named_by_leg(cast):
    unit, route = make_unit(cast), make_route(cast)
    body = {
        "name": "视频巡",
        "days": [1],
        "starts_at": "08:00",
        "ends_at": "09:00",
        "legs": [
            {"route": route.code, "unit": unit.call_sign, "mode": "video"},
            {"route": "nowhere", "unit": unit.call_sign},
        ],
    }
    answer = Phone(cast.chief).post("round-plans/", body)
    assert answer.status_code == 400
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/legs/0/unit", "/legs/1/route"]


def test_a_round_is_ready_then_overdue_once_then_missed_with_every_point(cast, clock):
    walk = make_round(cast, unit=make_unit(cast), due_start=at("2026-11-23 08:00"),
                      due_end=at("2026-11-23 09:00"))  # fmt: skip
    seen = []
    for moment in ("07:20", "07:31", "08:09", "08:11", "08:30", "09:01"):
        clock.move_to(at(f"2026-11-23 {moment}"))
        move_rounds()
        walk.refresh_from_db()
        seen.append(walk.state)
    assert seen == ["scheduled", "ready", "ready", "overdue", "overdue", "missed"]
    assert count("round_start_overdue") == 1
    assert RoundStop.objects.filter(state="missed").count() == 3
    assert count("point_missed") == 3


def test_a_round_overdue_may_still_be_walked(cast, clock):
    unit = pats_unit(cast)
    walk = make_round(cast, unit=unit, due_start=at("2026-11-23 06:00"))
    move_rounds()
    walk.refresh_from_db()
    assert walk.state == "overdue"
    assert Phone(cast.pat).post(f"rounds/{walk.pk}/start/").json()["state"] == "active"


def test_a_round_never_ended_by_hand_ends_by_itself_after_the_grace(cast, clock):
    unit = make_unit(cast)
    walk = make_round(cast, unit=unit, due_end=at("2026-11-23 08:00"))
    services.start(walk, unit=unit, by=cast.pat.as_actor())
    clock.move_to(at("2026-11-23 08:11"))
    move_rounds()
    walk.refresh_from_db()
    assert walk.state == "done"
    assert count("point_missed") == 3


def test_a_city_s_own_rule_moves_the_limits(cast, clock):
    PatrolRule.objects.create(agency=cast.north, start_grace_min=30, valid_from="2026-01-01")
    walk = make_round(cast, unit=make_unit(cast), due_start=at("2026-11-23 06:35"))
    move_rounds()
    walk.refresh_from_db()
    assert walk.state == "ready"


def visit(cast, place, moment: str) -> None:
    unit = Unit.objects.filter(call_sign="K1").first() or make_unit(cast, call_sign="K1")
    point = make_point(cast, place=place.pk)
    walk = make_round(cast, unit=unit, route=make_route(cast, points=[point]))
    services.start(walk, unit=unit, by=cast.pat.as_actor())
    told = CheckIn(method="hand", point=point.pk, at=at(moment))
    check_in(walk, told, unit=unit, by=cast.pat.as_actor())


def test_a_school_nobody_came_to_at_half_past_seven_is_one_fact_and_one_alert(cast, clock):
    ensure_default_rules(cast.city)
    make_key_place(cast, windows=SCHOOL)
    check_windows()
    assert WindowCheck.objects.count() == 0
    clock.move_to(at("2026-11-23 08:13"))
    for _twice in range(2):
        check_windows()
    assert WindowCheck.objects.get().state == "unmet"
    events = EventEntry.objects.filter(kind="patrol.key_place_unmet")
    assert events.count() == 1
    assert events.get().payload["window"] == "07:30–08:10"
    follow(list(events))
    alert = Alert.objects.get()
    assert (alert.priority, alert.title) == (3, "时段未巡 · 示例小学 07:30–08:10")


def test_a_check_in_within_the_window_keeps_it(cast, clock):
    place = make_key_place(cast, windows=SCHOOL)
    clock.move_to(at("2026-11-23 07:45"))
    visit(cast, place, "2026-11-23 07:44")
    clock.move_to(at("2026-11-23 08:13"))
    check_windows()
    check = WindowCheck.objects.get()
    assert (check.state, check.met_by) == ("met", "K1")
    assert count("key_place_unmet") == 0


def test_a_check_in_before_the_window_does_not_keep_it(cast, clock):
    place = make_key_place(cast, windows=SCHOOL)
    visit(cast, place, "2026-11-23 06:59")
    clock.move_to(at("2026-11-23 08:13"))
    check_windows()
    assert WindowCheck.objects.get().state == "unmet"


def test_a_check_in_told_late_says_so_and_the_fact_stays(cast, clock):
    place = make_key_place(cast, windows=SCHOOL)
    clock.move_to(at("2026-11-23 08:13"))
    check_windows()
    clock.move_to(at("2026-11-23 09:00"))
    visit(cast, place, "2026-11-23 07:40")
    check_windows()
    assert WindowCheck.objects.get().state == "late"
    assert count("key_place_unmet") == 1


def test_no_window_on_sunday_and_none_of_hours_ago(cast, clock):
    make_key_place(cast, windows=SCHOOL)
    for moment in ("2026-11-22 08:13", "2026-11-23 12:00"):
        clock.move_to(at(moment))
        check_windows()
    assert WindowCheck.objects.count() == 0


def test_a_peak_time_post_not_held_is_a_fact_of_its_own(cast, clock):
    make_point(cast, kind="post", windows=SCHOOL)
    clock.move_to(at("2026-11-23 08:13"))
    check_windows()
    assert (count("post_unmet"), count("key_place_unmet")) == (1, 0)


def test_440_key_places_are_checked_in_one_sweep_and_listed_in_pages(cast, clock):
    place = make_key_place(cast, windows=SCHOOL)
    others = [copy(place) for _ in range(439)]
    for number, other in enumerate(others):
        other.pk, other.name = None, f"示例 {number}"
    type(place).objects.bulk_create(others)
    clock.move_to(at("2026-11-23 08:13"))
    check_windows()
    assert count("key_place_unmet") == 440
    listed = Phone(cast.chief).get("key-places/", limit=50).json()
    assert (listed["count"], len(listed["results"])) == (440, 50)
    assert listed["results"][0]["is_covered"] is False
    assert listed["results"][0]["windows_unmet"] == 1
