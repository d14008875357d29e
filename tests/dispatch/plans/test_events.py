"""Event plans: drafted, approved by a second officer, manned, moved, closed, copied."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from command_center.dispatch.orders.models import DirectOrder
from command_center.dispatch.plans.events import duties, parts, plans, report, selectors, staffing
from command_center.dispatch.plans.models import EventOrder, EventPlan, EventPost, PostDuty
from grid.errors import IllegalStep, InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.models import EventEntry
from grid.ledger.obligations import mark_overdue
from grid.organisation.models import Officer, RoleGrant
from grid.organisation.roles import Role
from patrol.units.models import Unit
from tests.cast import Cast
from tests.dispatch.plans.conftest import NORTH
from tests.patrol.make import make_crew, make_unit

HERE = {"lng": NORTH["lng"] + 0.001, "lat": NORTH["lat"]}
MORNING = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def second(city: Cast) -> Officer:
    """Another duty commander of the city: the second pair of eyes."""
    officer = Officer.objects.create_officer(
        badge_number="C002", name="副指挥长", agency=city.city, password="x"
    )
    given = {"granted_by": "seth", "approved_by": "sven"}
    RoleGrant.objects.create(officer=officer, role=Role.DUTY_COMMANDER, **given)
    return officer


def draft(city: Cast, **more: Any) -> EventPlan:
    said = {
        "name": "城市马拉松",
        "kind": EventPlan.Kind.SPORTS,
        "agency": city.north,
        "place": "人民广场",
        "radius_m": 800,
        "starts_at": MORNING,
        "ends_at": MORNING + timedelta(hours=6),
        "level": 2,
        "expected_people": 20_000,
        "commander": city.nora,
        "note": "",
        **NORTH,
    }
    return plans.create_event(by=city.chief, **said | more)


def add_post(city: Cast, event: EventPlan, *units: Unit, **more: Any) -> EventPost:
    said = {
        "name": "起点东口",
        "duty": "疏导人流",
        "required_people": 4,
        "manned_from": MORNING,
        "manned_to": MORNING + timedelta(hours=3),
        "equipment": "扩音器",
        "units": list(units),
        **HERE,
    }
    return parts.add_part(event, "posts", said | more, by=city.chief)


@pytest.fixture
def car(city: Cast) -> Unit:
    """A car with two people, Pat leading."""
    unit = make_unit(city)
    make_crew(unit, city.pat)
    make_crew(unit)
    return unit


@pytest.fixture
def event(city: Cast, car: Unit, second: Officer) -> EventPlan:
    """An approved event with one post, manned by the car."""
    made = draft(city)
    add_post(city, made, car)
    return plans.approve_event(made, by=second, version=None)


def test_whoever_drafted_does_not_approve(city: Cast, second: Officer) -> None:
    made = draft(city)
    with pytest.raises(NotAllowed):
        plans.approve_event(made, by=city.chief, version=made.version)
    approved = plans.approve_event(made, by=second, version=made.version)
    assert approved.state == EventPlan.State.APPROVED
    with pytest.raises(IllegalStep):
        plans.approve_event(approved, by=second, version=None)


def test_approval_puts_the_units_under_the_duty_to_man_their_posts(
    event: EventPlan, car: Unit
) -> None:
    duty = PostDuty.objects.get()
    assert (duty.unit, duty.due_at) == (car, MORNING)
    assert duty.owner_path == car.agency.path
    assert EventEntry.objects.filter(kind="dispatch.post_issued").count() == 1


def test_a_draft_puts_nobody_under_a_duty(city: Cast, car: Unit) -> None:
    add_post(city, draft(city), car)
    assert not PostDuty.objects.exists()


def test_the_crew_says_that_its_post_is_manned_and_others_may_not(
    event: EventPlan, city: Cast
) -> None:
    duty = PostDuty.objects.get()
    with pytest.raises(NotAllowed):
        duties.man(duty, by=city.cora, people=2)
    done = duties.man(duty, by=city.pat, people=2)
    assert done.state == PostDuty.State.DONE
    with pytest.raises(LostRace):
        duties.sign(done, by=city.nora)
    assert report.post_row(event.posts.get())["state"] == "manned"


def test_a_post_not_manned_in_time_is_late_on_the_board_and_a_fact(
    event: EventPlan, city: Cast
) -> None:
    with time_machine.travel(MORNING + timedelta(minutes=5), tick=False):
        mark_overdue()
        [row] = report.board(event, city.chief)["posts"]
        assert row["state"] == "late"
    assert EventEntry.objects.filter(kind="dispatch.post_overdue").count() == 1


def test_another_unit_at_a_post_takes_the_duty_over(event: EventPlan, city: Cast) -> None:
    other, post = make_unit(city), event.posts.get()
    parts.change_part(post, {"units": [other]}, by=city.chief, version=post.version)
    states = {duty.unit_id: duty.state for duty in PostDuty.objects.all()}
    assert states[other.pk] == "issued"
    assert sorted(states.values()) == ["cancelled", "issued"]
    with pytest.raises(StaleVersion):
        parts.change_part(post, {"name": "x"}, by=city.chief, version=post.version)


def test_moving_a_post_is_stored_and_its_units_get_an_order(event: EventPlan, city: Cast) -> None:
    post = event.posts.get()
    spot = {"lng": HERE["lng"] + 0.002, "lat": HERE["lat"]}
    move = parts.move_post(post, by=city.chief, reason="人流改道", **spot)
    order = DirectOrder.objects.get(number=move.order_number)
    assert order.receipts.count() == 1
    assert EventOrder.objects.get().order_number == order.number
    post.refresh_from_db()
    assert post.point.x == pytest.approx(spot["lng"])
    assert move.from_point.x == pytest.approx(HERE["lng"])


def test_a_post_of_a_draft_moves_without_an_order_and_never_out_of_reach(
    city: Cast, car: Unit
) -> None:
    post = add_post(city, draft(city), car)
    move = parts.move_post(post, by=city.chief, lng=125.12, lat=42.91)
    assert move.order_number == ""
    with pytest.raises(InvalidInput):
        parts.move_post(post, by=city.chief, lng=126.9, lat=42.91)


def test_missing_people_are_seen_at_the_hour_they_are_missed(city: Cast, car: Unit) -> None:
    event = draft(city)
    add_post(city, event, car)
    later = MORNING + timedelta(hours=1)
    add_post(city, event, car, name="终点", manned_from=later, required_people=3)
    crew = {
        "name": "志愿者",
        "people": 4,
        "there_from": MORNING,
        "there_to": later,
    }
    parts.add_part(event, "crews", crew, by=city.chief)
    rows = staffing.windows(event)
    assert [(r["required"], r["there"], r["missing"]) for r in rows] == [(4, 6, 0), (7, 2, 5)]
    assert rows[1]["twice"] == [car.call_sign]
    assert staffing.peak(rows)["required"] == 7
    assert len(staffing.gaps(rows)) == 1


def test_the_board_shows_incidents_of_the_ground_while_the_event_lasts(
    event: EventPlan, city: Cast, call: Any
) -> None:
    with time_machine.travel(MORNING + timedelta(minutes=30), tick=False):
        near = call()
        call(lng=125.13, lat=42.91)
        found = report.board(event, city.chief)["incidents"]
    assert [row["number"] for row in found] == [near.number]


def test_the_closing_report_counts_what_the_rows_say(
    event: EventPlan, city: Cast, call: Any, second: Officer
) -> None:
    line = {"due_at": MORNING, "text": "开放通道", "owner": "现场指挥"}
    settled = parts.add_part(event, "milestones", line, by=city.chief)
    parts.add_part(event, "milestones", line | {"text": "清场"}, by=city.chief)
    goods = {"name": "隔离栏", "required": 40, "ready": 30, "holder": "后勤"}
    parts.add_part(event, "resources", goods, by=city.chief)
    plans.start_event(event, by=city.chief, version=None)
    with time_machine.travel(MORNING + timedelta(minutes=10), tick=False):
        duties.man(PostDuty.objects.get(), by=city.pat, people=2)
        parts.settle_milestone(settled, by=city.nora, state="done")
        with pytest.raises(LostRace):
            parts.settle_milestone(settled, by=city.nora, state="skipped")
        parts.order_everybody(event, by=city.chief, title="提前清场", text="十分钟内清场")
        call()
        with pytest.raises(InvalidInput):
            plans.close_event(event, by=city.chief, report_text=" ", version=None)
        closed = plans.close_event(event, by=city.chief, report_text="圆满完成", version=None)
    posts = {"total": 1, "duties": 1, "on_time": 0, "late": 1, "never": 0}
    assert closed.result["posts"] == posts
    assert closed.result["milestones"]["late"] == 1
    assert closed.result["milestones"]["open"] == 1
    assert closed.result["incidents"]["total"] == 1
    assert closed.result["orders"] == {"total": 1, "receipts": 1, "signed": 0}
    assert closed.result["resources"] == {"required": 40, "ready": 30}
    with pytest.raises(IllegalStep):
        add_post(city, closed)


def test_a_cancelled_event_takes_its_duties_back(event: EventPlan, city: Cast) -> None:
    plans.cancel_event(event, by=city.chief, reason="暴雨取消", version=None)
    assert PostDuty.objects.get().state == "cancelled"


def test_next_years_event_is_copied_with_every_time_moved(event: EventPlan, city: Cast) -> None:
    parts.add_part(event, "milestones", {"due_at": MORNING, "text": "集合"}, by=city.chief)
    start = MORNING + timedelta(days=365)
    made = plans.copy_event(event, by=city.chief, name="城市马拉松 次年", starts_at=start)
    post = made.posts.get()
    assert made.state == EventPlan.State.DRAFT
    assert (post.manned_from, post.units.count()) == (start, 1)
    assert made.milestones.get().due_at == start
    assert event.posts.count() == 1
    assert made.copied_from == event


def test_the_archive_is_searched_by_word_kind_state_and_year(event: EventPlan, city: Cast) -> None:
    def found(**chosen: Any) -> list[int]:
        return [row.pk for row in selectors.events(city.chief, **chosen)]

    assert found(q="马拉松") == [event.pk]
    assert found(q="广场", kind="sports", state="approved") == [event.pk]
    assert found(q="音乐节") == []
    assert found(year=MORNING.year) == [event.pk]
    assert selectors.events(city.sam).count() == 0


def test_an_event_that_ends_before_it_begins_is_refused_with_the_field(city: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        draft(city, ends_at=MORNING - timedelta(hours=1))
    assert refusal.value.errors[0]["pointer"] == "/ends_at"


def test_only_a_draft_is_edited_and_whoever_edits_it_has_drafted_it(
    city: Cast, second: Officer
) -> None:
    made = draft(city)
    changed = plans.change_event(made, {"place": "体育场"}, by=second, version=made.version)
    with pytest.raises(NotAllowed):
        plans.approve_event(changed, by=second, version=None)
    with pytest.raises(StaleVersion):
        plans.change_event(made, {"place": "x"}, by=second, version=1)
    plans.approve_event(changed, by=city.chief, version=None)
    with pytest.raises(IllegalStep):
        plans.change_event(changed, {"place": "y"}, by=second, version=None)
