"""The pages of containment: list, start, console, plans, report, figures, a post's phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkpoints.containment.models import Containment, ContainmentPlan
from checkpoints.containment.services import changing
from grid.organisation.models import Officer
from tests.cast import Cast
from tests.checkpoints.containment.flight import (
    hold,
    make_plan,
    order_at,
    running,
    start,
)
from tests.checkpoints.containment.test_reach import at


def at_desk(officer: Officer) -> Client:
    officer.language = "en"
    officer.save(update_fields=["language"])
    client = Client()
    client.force_login(officer)
    return client


def send(client: Client, where: str, **said: object) -> object:
    return client.post(where, {"form_key": str(uuid4())} | said, follow=True)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_list_shows_those_in_force_first_and_finds_by_number(cast: Cast) -> None:
    row = running(cast)
    page = text(at_desk(cast.nora).get(reverse("containment_list"), {"q": row.number}))
    assert "In force now" in page
    assert page.count(row.number) >= 2


def test_a_filter_that_cannot_be_read_says_so(cast: Cast) -> None:
    page = at_desk(cast.nora).get(reverse("containment_list"), {"since": "soon"})
    assert "These filters cannot be read" in text(page)


def test_the_export_names_who_started_and_who_approved(cast: Cast) -> None:
    row = running(cast)
    answer = at_desk(cast.nora).get(reverse("containment_export"))
    lines = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert row.started_by in lines
    assert row.approved_by in lines


def test_starting_by_hand_leads_to_the_console_that_waits_for_approval(cast: Cast) -> None:
    plan = make_plan(cast)
    lng, lat = at(0, 0)
    page = send(
        at_desk(cast.nora), reverse("containment_new"), plan=plan.pk, trigger="escape", lng=lng,
        lat=lat, occurred_at=timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S"),
        vehicle_colour="黑色", vehicle_kind="越野车", reason="押解途中脱逃",
    )  # fmt: skip
    assert "Waits for the approval" in text(page)
    assert Containment.objects.get().reason == "押解途中脱逃"


def test_the_address_fills_the_form_in(cast: Cast) -> None:
    asked = {"lng": "125.1", "lat": "42.9", "at": "2026-07-07T11:00:00+08:00", "incident": "X"}
    page = text(at_desk(cast.nora).get(reverse("containment_new"), asked))
    assert 'value="125.1"' in page
    assert 'value="2026-07-07T11:00:00"' in page


def test_a_plate_in_the_form_is_refused_at_its_field(cast: Cast) -> None:
    plan = make_plan(cast)
    page = send(
        at_desk(cast.nora), reverse("containment_new"), plan=plan.pk, trigger="escape", lng=125.1,
        lat=42.9, occurred_at=timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S"),
        vehicle_colour="黑色", vehicle_kind="吉D12345", reason="押解途中脱逃",
    )  # fmt: skip
    assert "No plate here" in text(page)
    assert Containment.objects.count() == 0


def test_the_starter_sees_no_approve_button_and_the_commander_does(cast: Cast) -> None:
    row = start(cast, by=cast.chief)
    where = reverse("containment_detail", args=[row.number])
    assert "Approve and order the posts" not in text(at_desk(cast.chief).get(where))
    other = start(cast)
    where = reverse("containment_detail", args=[other.number])
    client = at_desk(cast.chief)
    assert "Approve and order the posts" in text(client.get(where))
    send(client, reverse("containment_decide", args=[other.number]), step="approve")
    other.refresh_from_db()
    assert other.state == Containment.State.ACTIVE


def test_a_refusal_needs_a_reason(cast: Cast) -> None:
    row = start(cast)
    client = at_desk(cast.chief)
    send(client, reverse("containment_decide", args=[row.number]), step="refuse")
    row.refresh_from_db()
    assert row.state == Containment.State.DRAFT
    send(client, reverse("containment_decide", args=[row.number]), step="refuse", reason="误报情况")
    row.refresh_from_db()
    assert row.state == Containment.State.REFUSED


@pytest.mark.parametrize("person", ["nora", "chief", "ada", "gus"])
def test_the_console_opens_for_whoever_may_read_it(cast: Cast, person: str) -> None:
    row = running(cast)
    where = reverse("containment_detail", args=[row.number])
    page = text(at_desk(getattr(cast, person)).get(where))
    assert "Posts by countdown" in page
    assert ("Adjust place, time, speed" in page) == (person in ("nora", "chief"))


def test_the_console_acts_stage_adjust_add_extend_lift_and_review(cast: Cast) -> None:
    row = running(cast)
    client, where = at_desk(cast.nora), reverse("containment_change", args=[row.number])
    send(client, where, step="stage")
    send(client, where, step="adjust", speed_kmh="90", reason="目击称车速快")
    lng, lat = at(1, 1)
    send(
        client, where, step="add", lng=lng, lat=lat, name="临时卡点", ring=1,
        agency=cast.north_station.code, reason="小路可绕行",
    )  # fmt: skip
    until = timezone.localtime(row.valid_until) + timedelta(hours=1)
    send(
        client,
        where,
        step="extend",
        valid_until=until.strftime("%Y-%m-%dT%H:%M:%S"),
        reason="继续查缉",
    )
    send(client, where, step="lift", outcome="stopped", reason="车辆已截停")
    send(client, where, step="review", text="东侧岔路应增设封控点")
    row.refresh_from_db()
    assert (row.state, row.speed_kmh, row.stage) == ("reviewed", 90, "line")
    kinds = list(row.adjustments.values_list("kind", flat=True))
    assert kinds == [
        "started", "approved", "staged", "adjusted", "added", "extended", "lifted", "reviewed",
    ]  # fmt: skip


def test_a_stale_page_changes_nothing_and_says_so(cast: Cast) -> None:
    row = running(cast)
    page = send(
        at_desk(cast.nora), reverse("containment_change", args=[row.number]), step="adjust",
        speed_kmh="90", reason="目击称车速快", version=1,
    )  # fmt: skip
    assert "Somebody changed this" in text(page)


def test_a_post_walks_through_its_phone_page_with_one_button_at_a_time(cast: Cast) -> None:
    row = running(cast)
    order = order_at(row, "N1")
    client, mine = at_desk(cast.gus), reverse("my_containment_posts")
    where = reverse("containment_post_answer", args=[row.number, order.pk])
    assert "Acknowledge" in text(client.get(mine))
    assert "Acknowledged." in text(send(client, where, step="acknowledge"))
    assert "In place." in text(send(client, where, step="man", officers=3, vehicles=1))
    page = text(send(client, where, step="report", kind="nothing"))
    assert "Nothing seen" in page
    page = text(send(client, where, step="report", kind="seen", text="白色轿车掉头向东", hit="H-7"))
    assert "Reported." in page
    order.refresh_from_db()
    assert (order.step, order.officers_present, order.reports_made) == ("reporting", 3, 2)
    assert order.sighted_at is not None


def test_a_phone_without_posts_says_so(cast: Cast) -> None:
    assert "No post to stand for" in text(at_desk(cast.gus).get(reverse("my_containment_posts")))


def test_a_dispatcher_answers_for_a_post_that_called_and_lands_on_the_console(cast: Cast) -> None:
    row = running(cast)
    order = order_at(row, "N1")
    where = reverse("containment_post_answer", args=[row.number, order.pk])
    client = at_desk(cast.nora)
    assert "answers itself" in text(send(client, where, step="acknowledge"))
    page = send(client, where, step="acknowledge", spoken_by="值班员", channel="radio")
    assert "Posts by countdown" in text(page)
    order.refresh_from_db()
    assert (order.state, order.spoken_by) == ("signed", "值班员")


def test_a_patrol_officer_cannot_take_a_post_out(cast: Cast) -> None:
    row = running(cast)
    where = reverse("containment_post_answer", args=[row.number, order_at(row, "N1").pk])
    page = send(at_desk(cast.gus), where, step="drop", reason="不需要了")
    assert "You may not take a post out" in text(page)


def test_the_report_page_and_its_table_say_every_time(cast: Cast) -> None:
    row = running(cast)
    hold(row, "N1", by=cast.gus)
    changing.lift(row, by=cast.nora, reason="车辆已截停", outcome="stopped")
    client = at_desk(cast.nora)
    page = text(client.get(reverse("containment_report", args=[row.number])))
    assert "Gaps over time" in page
    assert "First post acknowledged" in page
    answer = client.get(reverse("containment_report_export", args=[row.number]))
    lines = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "N1" in lines
    assert "Gap at" in lines


def test_the_figures_leave_drills_out_and_open_the_rows_behind_them(cast: Cast) -> None:
    real = running(cast)
    drill = running(cast, is_drill=True)
    page = text(at_desk(cast.nora).get(reverse("containment_figures")))
    assert real.number in page
    assert drill.number not in page


def lines(*extra: str) -> str:
    north = "990101000000"
    return "\n".join([
        f"1,内圈,points,北口,G303,125.11,42.92,{north},3,1",
        f"1,内圈,points,东口,S201,125.13,42.91,{north},3,1",
        "1,内圈,line,南口,乡道,125.11,42.90,,2,1",
        *extra,
    ])  # fmt: skip


def plan_fields(**said: object) -> dict[str, object]:
    return {
        "triggers": ["escape"],
        "code": "YA-1", "name": "北区封控", "instrument_type": "批复", "instrument_number": "1",
        "instrument_issuer": "示例市局", "valid_from": "2026-01-01T00:00",
        "valid_to": "2036-01-01T00:00", "is_active": "on", "posts": lines(),
    } | said  # fmt: skip


def test_a_plan_is_written_from_a_table_and_its_ring_drawn_through_the_posts(cast: Cast) -> None:
    page = send(at_desk(cast.chief), reverse("containment_plan_new"), **plan_fields())
    assert "nobody named" in text(page)
    ring = ContainmentPlan.objects.get().rings.get()
    assert (ring.posts.count(), len(ring.outline.coords[0])) == (3, 4)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x,内圈,points,口,路,125.1,42.9", "Line 4: the ring is a number"),
        ("1,内圈,soon,口,路,125.1,42.9", "no such stage"),
        ("1,内圈,points,口,路,east,42.9", "a number of degrees"),
        ("1,内圈,points,口,路,125.1,42.9,000000000000", "outside your area"),
        ("1,内圈,points,口,路,NOWHERE,", "no such checkpoint"),
        ("1,内圈,points,口,路,125.1,42.9,,many", "a whole number"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_kept(
    cast: Cast, line: str, words: str
) -> None:
    page = send(
        at_desk(cast.chief), reverse("containment_plan_new"), **plan_fields(posts=lines(line))
    )
    assert words in text(page)
    assert ContainmentPlan.objects.count() == 0


def test_a_changed_plan_keeps_the_line_of_a_drawn_ring(cast: Cast) -> None:
    plan = make_plan(cast, by=cast.chief)
    before = plan.rings.get(rank=1).outline
    client = at_desk(cast.chief)
    where = reverse("containment_plan_edit", args=[plan.pk])
    posts = client.get(where).context["form"].initial["posts"]
    send(client, where, **plan_fields(posts=posts, name="新名称", version=plan.version))
    plan.refresh_from_db()
    assert plan.name == "新名称"
    assert plan.rings.get(rank=1).outline.equals(before)


def test_an_expired_plan_is_marked_and_not_offered(cast: Cast) -> None:
    plan = make_plan(cast, by=cast.nora)
    ContainmentPlan.objects.update(
        valid_from=timezone.now() - timedelta(days=9), valid_to=timezone.now() - timedelta(days=1)
    )
    client = at_desk(cast.nora)
    assert "Expired" in text(client.get(reverse("containment_plan_list")))
    assert plan.name not in text(client.get(reverse("containment_new")))


def test_no_plan_and_no_containment_are_said_in_words(cast: Cast) -> None:
    client = at_desk(cast.nora)
    assert "No plan yet" in text(client.get(reverse("containment_plan_list")))
    assert "No containment fits" in text(client.get(reverse("containment_list")))
