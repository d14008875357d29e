"""Calls classed as disputes are never missed, and a danger seen in a dispute is a call at once."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.alerts.settling import follow
from command_center.dispatch.referral.classes import is_dispute
from command_center.dispatch.referral.models import DisputeClass
from command_center.dispatch.referral.reactors import refer_calls
from command_center.incidents import services as incidents
from command_center.incidents.models import Incident
from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.ledger import obligations
from grid.ledger.models import EventEntry
from mediation.flow.services import report_danger, transfer
from mediation.register.models import Dispute, DisputeCall
from tests.cast import SOUTH, STEP, WEST, Cast
from tests.mediation.flow import walk
from tests.mediation.make import make_dispute

HERE = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 1.5 * STEP}
PHONE = "13800000001"


@pytest.fixture
def city(cast: Cast) -> Cast:
    load()
    ensure_default_targets(cast.city)
    ensure_default_rules(cast.city)
    return cast


def call(cast: Cast, category: str = "080101", **said: Any) -> Incident:
    told = {
        "category": category,
        "address": "示例路1号",
        "narrative": "楼上漏水",
    }
    return incidents.receive(by=cast.nora, **(told | HERE | said))


def follow_all() -> None:
    refer_calls(list(EventEntry.objects.order_by("seq")))


def test_a_call_classed_as_a_dispute_waits_for_an_answer(city: Cast) -> None:
    taken = call(city)
    follow_all()
    noted = DisputeCall.objects.get()
    assert (noted.incident_number, noted.cell, noted.dispute) == (
        taken.number, city.north_cell, None,
    )  # fmt: skip


def test_a_call_told_twice_is_noted_once(city: Cast) -> None:
    call(city)
    follow_all()
    follow_all()
    assert DisputeCall.objects.count() == 1


def test_a_theft_is_no_dispute(city: Cast) -> None:
    call(city, "010100")
    follow_all()
    assert not DisputeCall.objects.exists()


def test_a_call_that_turns_out_to_be_a_dispute_is_noted_when_it_is_corrected(city: Cast) -> None:
    taken = call(city, "010100")
    Incident.objects.filter(pk=taken.pk).update(category=call(city).category)
    DisputeCall.objects.all().delete()
    refer_calls([EventEntry(kind="incidents.edited", subject_id=taken.number)])
    assert DisputeCall.objects.get().incident_number == taken.number


def test_the_second_call_of_a_telephone_opens_a_dispute_by_itself(city: Cast) -> None:
    first = call(city, caller_phone=PHONE)
    second = call(city, caller_phone=PHONE, address="示例路9号", lat=HERE["lat"] + 0.004)
    follow_all()
    dispute = Dispute.objects.get()
    numbers = set(dispute.calls.values_list("incident_number", flat=True))
    assert numbers == {first.number, second.number}
    assert dispute.repeats == 1


def test_a_class_holds_from_its_day_until_its_last(cast: Cast) -> None:
    DisputeClass.objects.create(
        prefix="0201", valid_from=date(2026, 1, 1), valid_to=date(2026, 3, 1)
    )
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1)]
    assert [is_dispute("020100", on=day) for day in days] == [False, True, True, False]


def test_the_page_of_a_call_opens_its_dispute_with_one_button(city: Cast, client: Client) -> None:
    taken = call(city)
    client.force_login(city.nora)
    page = client.get(f"/incidents/{taken.number}/").content.decode()
    assert f"/incidents/{taken.number}/dispute/" in page
    answer = client.post(f"/incidents/{taken.number}/dispute/", {"form_key": "k" * 32})
    dispute = Dispute.objects.get()
    assert answer["Location"] == f"/disputes/at/{dispute.number}/"
    assert (dispute.source, dispute.source_number) == ("call", taken.number)
    page = client.get(f"/incidents/{taken.number}/").content.decode()
    assert dispute.number in page
    assert f"/incidents/{taken.number}/dispute/" not in page


def test_the_button_opens_one_dispute_however_often_it_is_pressed(
    city: Cast, client: Client
) -> None:
    taken = call(city)
    client.force_login(city.nora)
    for key in ("a" * 32, "b" * 32):
        client.post(f"/incidents/{taken.number}/dispute/", {"form_key": key})
    assert Dispute.objects.count() == 1


def test_another_branch_has_no_such_call(city: Cast, client: Client) -> None:
    taken = call(city)
    client.force_login(city.sam)
    answer = client.post(f"/incidents/{taken.number}/dispute/", {"form_key": "k" * 32})
    assert answer.status_code == 404
    assert not Dispute.objects.exists()


def test_a_danger_seen_in_a_dispute_is_a_call_of_the_first_level_with_its_place(city: Cast) -> None:
    dispute = make_dispute(city, address="示例路1号")
    report_danger(dispute, by=city.cora, text="一方拿着刀，姓张的在楼道")
    follow_all()
    taken = Incident.objects.get()
    assert (taken.level, taken.cell, taken.address) == (1, city.north_cell, "示例路1号")
    assert dispute.number in taken.narrative
    assert "姓张" not in taken.narrative
    follow(EventEntry.objects.filter(kind="incidents.received"))
    assert Alert.objects.get().priority == 1


def test_a_danger_told_twice_is_one_call_and_the_report_names_it(city: Cast) -> None:
    report = report_danger(make_dispute(city), by=city.cora)
    follow_all()
    follow_all()
    report.refresh_from_db()
    assert report.incident_number == Incident.objects.get().number


def test_red_without_a_leader_rings_until_somebody_leads(city: Cast) -> None:
    dispute = make_dispute(city)
    about = {
        "subject_type": "dispute",
        "subject_id": dispute.number,
        "agency_path": city.north.path,
    }
    told = {"payload": {"number": dispute.number, "address": ""}, "happened_at": timezone.now()}
    follow([EventEntry(seq=1, kind="disputes.leaderless", **about, **told)])
    assert Alert.objects.get().priority == 1
    follow([EventEntry(seq=2, kind="disputes.lead_taken", **about, **told)])
    assert Alert.objects.get().state == "resolved"


def test_a_transfer_nobody_signs_for_in_24_hours_is_an_alert(city: Cast) -> None:
    dispute = walk.assessed(city)
    transfer(dispute, by=city.lea, reason="They live there.", to_agency=city.south)
    signing = {"kind": "disputes.step_overdue", "payload__step": "sign_transfer"}
    for hours, told in ((23, 0), (25, 1)):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            obligations.mark_overdue()
            assert EventEntry.objects.filter(**signing).count() == told
    follow(EventEntry.objects.filter(**signing))
    alert = Alert.objects.get()
    assert (alert.rule.code, alert.agency.path) == ("obligation-overdue", city.south.path)
