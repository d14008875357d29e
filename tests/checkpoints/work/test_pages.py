"""The pages of the work at checkpoints, as people see and use them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CheckOutcome, CountRule, CustodyStep, HourlyCount, PostShift
from checkpoints.work.services import seize
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.work.at_work import KEYS, enter, hour, stand, work_of


@pytest.fixture
def gate(cast: Cast) -> Checkpoint:
    return make_checkpoint(cast, name="北门站")


def seen(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, (name, answer.status_code)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text: str = body.decode()
    return text


def send(client: Client, name: str, *args: Any, **said: Any) -> Any:
    said["form_key"] = f"page-{next(KEYS):08d}"
    return client.post(reverse(name, args=args), said)


LISTS = (
    *("check_list", "check_overdue", "check_sums", "check_years", "outcome_list", "lane_list"),
    *("suspension_list", "seizure_list", "post_shift_list", "check_rules"),
)
FILES = (
    *("check_list_export", "check_sums_export", "check_years_export", "outcome_list_export"),
    *("lane_list_export", "suspension_list_export", "seizure_list_export", "post_shift_export"),
)


@pytest.mark.parametrize("name", [*LISTS, *FILES])
def test_every_list_shows_the_own_ground_and_nothing_of_the_south(
    cast: Cast, gate: Checkpoint, client: Client, name: str
) -> None:
    south = make_checkpoint(cast, agency=cast.south_station, name="南门站", code="SOUTHGATE")
    work_of(south, cast, note="南街 7 号")
    enter(gate, cast.gus, 1234)
    stand(gate, cast.gus)
    client.force_login(cast.nora)
    text = seen(client, name)
    assert not {word for word in ("南门站", "SOUTHGATE", "南街") if word in text}
    client.force_login(cast.chief)
    assert seen(client, name)


def test_an_hour_is_entered_on_the_form_and_a_slip_is_said_at_its_field(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    client.force_login(cast.gus)
    assert "北门站" in seen(client, "check_new")
    when = timezone.localtime(hour()).strftime("%Y-%m-%dT%H:%M")
    said = {"checkpoint": gate.code, "hour": when, "direction": "in", "reason": "routine"}
    answer = send(client, "check_new", **said, people="-1", vehicles="7")
    assert answer.status_code == 400
    assert "A count cannot be negative." in answer.content.decode()
    assert not HourlyCount.objects.exists()
    answer = send(client, "check_new", **said, people="31", vehicles="7", passing_vehicles="70")
    assert answer.status_code == 302
    assert "31" in seen(client, "check_list")
    assert HourlyCount.objects.count() == 3
    answer = send(client, "check_new", **said, people="32")
    assert answer.status_code == 409
    assert "31" in answer.content.decode()
    day = timezone.localtime(hour()).date()
    assert "10%" in seen(client, "check_sums", by="total", first=day, last=day)


def test_a_number_is_put_right_on_its_page_and_its_history_is_shown(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    row = enter(gate, cast.gus, 40).rows[0]
    client.force_login(cast.gus)
    answer = send(client, "check_count", row.pk, number=42, correction_reason="漏数两人", version=1)
    assert answer.status_code == 302
    text = seen(client, "check_count", row.pk)
    assert "40 → 42" in text and "漏数两人" in text
    stale = send(client, "check_count", row.pk, number=43, correction_reason="再改一次", version=1)
    assert stale.status_code == 412


def test_an_outcome_is_entered_and_struck(cast: Cast, gate: Checkpoint, client: Client) -> None:
    client.force_login(cast.gus)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    said = {"checkpoint": gate.code, "outcome": "caught", "kind": "people", "happened_at": now}
    assert send(client, "outcome_new", **said, number=1).status_code == 400
    assert send(client, "outcome_new", **said, number=1, reference="案 26-1").status_code == 302
    row = CheckOutcome.objects.get()
    assert send(client, "outcome_detail", row.pk, reason="录错站点", version=1).status_code == 302
    assert "录错站点" in seen(client, "outcome_detail", row.pk)


def test_lanes_are_told_and_checks_suspended_and_taken_up_again(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    client.force_login(cast.gus)
    lanes = {"checkpoint": gate.code, "open_in": 1, "open_out": 1}
    assert send(client, "lane_new", **lanes, queue_in_m=50, queue_out_m=0).status_code == 302
    said = {"checkpoint": gate.code, "reason": "congestion", "minutes": 30}
    assert send(client, "suspension_new", **said).status_code == 302
    assert "Check again" in seen(client, "suspension_list")
    row = gate.suspensions.get()
    assert send(client, "suspension_end", row.pk, version=1).status_code == 302
    assert "Check again" not in seen(client, "suspension_list")


def test_a_seizure_goes_from_hand_to_hand_on_its_pages(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    client.force_login(cast.gus)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    said = {"checkpoint": gate.code, "item": "blade", "quantity": "2", "unit": "piece"}
    said |= {"seal_number": "FH-77", "reference": "案 26-2", "seized_at": now}
    number = send(client, "seizure_new", **said)["Location"].split("/")[-2]
    assert reverse("seizure_hand_over", args=[number]) in seen(client, "seizure_detail", number)
    wrong = send(client, "seizure_hand_over", number, to_badge="NOBODY", where="物证室")
    assert "There is nobody with this badge number." in wrong.content.decode()
    assert (
        send(client, "seizure_hand_over", number, to_badge="N003", where="物证室").status_code
        == 302
    )
    client.force_login(cast.pat)
    assert "Waits for your signature" in seen(client, "seizure_list")
    step = CustodyStep.objects.get(state="waiting")
    assert send(client, "custody_receive", step.pk).status_code == 302
    assert f"{number}/2" in seen(client, "custody_receipt", step.pk)
    ends = {"disposal": "returned", "witness": "N004", "where": "所内", "reason": "依法发还"}
    assert send(client, "seizure_dispose", number, **ends).status_code == 302
    client.force_login(cast.gus)
    step = CustodyStep.objects.get(state="waiting")
    assert seen(client, "custody_refuse", step.pk)
    assert send(client, "custody_refuse", step.pk, reason="数量不符").status_code == 302
    assert "数量不符" in seen(client, "seizure_detail", number)


def test_the_roster_is_planned_by_the_leader_and_answered_by_who_comes(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    client.force_login(cast.chief)
    now = timezone.localtime()
    said = {
        "checkpoint": gate.code,
        "post": "vehicle_check",
        "badge": "N004",
        "role": "officer",
        "starts_at": now.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M"),
    }
    assert send(client, "post_shift_new", **said).status_code == 302
    row = PostShift.objects.get()
    text = seen(client, "post_shift_list")
    there = reverse("post_shift_come", args=[row.pk])
    assert "格斯" in text and there not in text
    client.force_login(cast.gus)
    assert there in seen(client, "post_shift_list")
    assert send(client, "post_shift_come", row.pk, version=1).status_code == 302
    assert reverse("post_shift_leave", args=[row.pk]) in seen(client, "post_shift_list")
    assert send(client, "post_shift_leave", row.pk, version=2).status_code == 302


def test_whoever_manages_changes_the_rules_from_a_day_on(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    said = {
        "late_after_min": 10,
        "refuse_after_days": 3,
        "overdue_after_min": 15,
        "small_below": 5,
        "suspend_most_min": 60,
        "on_time_min": 5,
        "absent_after_min": 20,
        "rest_hours": 8,
        "valid_from": timezone.localdate().isoformat(),
        "version": 1,
    }
    assert send(client, "check_rules", **said).status_code == 302
    assert CountRule.objects.get(agency=cast.city).late_after_min == 10
    client.force_login(cast.nora)
    assert "Save" not in seen(client, "check_rules").split("<main")[-1]


def test_fewer_passing_than_checked_is_refused_at_the_field(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    client.force_login(cast.gus)
    said = {"checkpoint": gate.code, "hour": f"{timezone.localtime(hour()):%Y-%m-%dT%H:%M}"}
    said |= {"direction": "both", "vehicles": "50", "passing_vehicles": "10"}
    answer = send(client, "check_new", **said)
    assert answer.status_code == 400
    assert "passing_vehicles" in answer.context["form"].errors
    assert not HourlyCount.objects.exists()


def test_a_hundred_pieces_seized_are_read_as_a_hundred(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    seizure = seize(
        gate,
        by=cast.gus,
        item="blade",
        quantity=Decimal(100),
        unit="piece",
        seal_number="FH-100",
        reference="CASE-1",
        seized_at=timezone.now(),
    )
    client.force_login(cast.gus)
    assert "<b>100 " in seen(client, "seizure_detail", seizure.number)
    assert "100" in seen(client, "custody_receipt", seizure.steps.get().pk)


def test_the_filters_show_the_days_they_stand_for(
    cast: Cast, gate: Checkpoint, client: Client
) -> None:
    client.force_login(cast.nora)
    today = f'value="{timezone.localdate()}"'
    assert today in seen(client, "check_sums")
    assert today in seen(client, "post_shift_list")
