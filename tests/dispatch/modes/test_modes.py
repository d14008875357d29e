"""Who holds the say over dispatch: taking it over, giving it back, and who is refused meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from command_center.dispatch.modes import selectors, services
from command_center.dispatch.modes.models import CommandMode
from command_center.dispatch.modes.report import compute
from grid.errors import InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.ledger.facts import Fact
from grid.ledger.models import AuditEntry, EventEntry
from grid.ledger.services import record
from grid.ledger.visibility import facts_visible_to
from tests.cast import Cast

WHY = "大型活动，统一调度"


def at_api(officer) -> APIClient:
    client = APIClient()
    client.force_authenticate(officer)
    return client


def post(officer, path: str, body: dict, key: str):
    return at_api(officer).post(path, body, format="json", HTTP_IDEMPOTENCY_KEY=key)


def test_in_normal_mode_every_desk_dispatches_for_its_own_area(cast: Cast) -> None:
    services.require_authority(cast.nora, cast.north_station.path)
    assert selectors.mode_of(cast.north.path)["mode"] == "normal"


def test_while_the_city_holds_dispatch_the_patrol_desk_only_reads(cast: Cast) -> None:
    services.start_major(cast.city, by=cast.chief, reason=WHY)
    with pytest.raises(services.TakenOver) as refusal:
        services.require_authority(cast.nora, cast.north_station.path)
    assert refusal.value.status == 403
    assert cast.city.name in refusal.value.message
    assert cast.chief.badge_number in refusal.value.message
    assert refusal.value.context["held_by"]["code"] == cast.city.code
    services.require_authority(cast.chief, cast.north_station.path)


def test_a_branch_that_took_over_is_obeyed_below_and_not_beside(cast: Cast) -> None:
    services.start_major(cast.north, by=cast.chief, reason=WHY)
    services.require_authority(cast.nora, cast.north_station.path)
    services.require_authority(cast.sam, cast.south_station.path)
    with pytest.raises(services.TakenOver):
        services.require_authority(cast.pat, cast.north_station.path)


def test_the_city_may_take_over_from_a_branch_and_a_branch_not_from_the_city(cast: Cast) -> None:
    services.start_major(cast.north, by=cast.chief, reason=WHY)
    services.start_major(cast.city, by=cast.chief, reason=WHY)
    assert selectors.mode_of(cast.north_station.path)["held_by"]["code"] == cast.city.code
    with pytest.raises(services.TakenOver):
        services.require_authority(cast.nora, cast.north.path)
    with pytest.raises(services.TakenOver):
        services.start_major(cast.south, by=cast.sam, reason=WHY)


def test_a_second_takeover_is_told_who_was_first(cast: Cast) -> None:
    services.start_major(cast.city, by=cast.chief, reason=WHY)
    with pytest.raises(LostRace) as lost:
        services.start_major(cast.city, by=cast.chief, reason=WHY)
    assert lost.value.context["winner"] == cast.chief.as_actor().label


def test_nobody_takes_over_without_a_reason_or_outside_the_own_scope(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        services.start_major(cast.city, by=cast.chief, reason="  x ")
    with pytest.raises(NotAllowed):
        services.start_major(cast.south, by=cast.nora, reason=WHY)


def test_every_seat_below_hears_of_the_takeover_and_the_audit_keeps_it(cast: Cast) -> None:
    services.start_major(cast.city, by=cast.chief, reason=WHY)
    for officer in (cast.nora, cast.sam, cast.chief):
        seen = facts_visible_to(officer).filter(kind="dispatch.mode_changed")
        assert seen.exists(), officer
        assert seen.first().payload["mode"] == "major"
    kept = AuditEntry.objects.filter(action="dispatch.mode_changed").first()
    assert kept.reason == WHY


def test_giving_back_needs_a_report_and_frees_the_desks(cast: Cast) -> None:
    mode = services.start_major(cast.city, by=cast.chief, reason=WHY)
    with pytest.raises(InvalidInput):
        services.end_major(mode, by=cast.chief, report=" ")
    ended = services.end_major(mode, by=cast.chief, report="平稳结束", version=1)
    assert ended.ended_by == cast.chief.as_actor().label
    assert ended.result["total"]["incidents"] == 0
    services.require_authority(cast.nora, cast.north.path)
    with pytest.raises(LostRace):
        services.end_major(mode, by=cast.chief, report="平稳结束")


def test_only_the_holder_or_one_above_gives_back_and_never_an_old_version(cast: Cast) -> None:
    mode = services.start_major(cast.city, by=cast.chief, reason=WHY)
    with pytest.raises(NotAllowed):
        services.end_major(mode, by=cast.nora, report="平稳结束")
    with pytest.raises(StaleVersion):
        services.end_major(mode, by=cast.chief, report="平稳结束", version=9)


def assignment_fact(cast: Cast, stage: str, pk: int, **stamps: str) -> None:
    record(
        cast.nora.as_actor(),
        Fact(
            kind=f"dispatch.assignment_{stage}",
            subject_type="assignment",
            subject_id=str(pk),
            agency_path=cast.north_station.path,
            payload={"id": pk, **stamps},
        ),
    )


def test_the_report_counts_what_the_log_shows_between_start_and_end(cast: Cast) -> None:
    begun = timezone.now() - timedelta(minutes=30)
    issued = begun + timedelta(minutes=1)
    for pk, wait_s in enumerate((20, 40, 100), 1):
        stamps = {"issued_at": issued.isoformat()}
        assignment_fact(cast, "issued", pk, **stamps)
        stamps["signed_at"] = (issued + timedelta(seconds=wait_s)).isoformat()
        assignment_fact(cast, "signed", pk, **stamps)
    before = {"issued_at": (begun - timedelta(hours=1)).isoformat()}
    assignment_fact(cast, "fed_back", 9, **before, fed_back_at=issued.isoformat())
    found = compute(cast.city.path, since=begun, until=timezone.now())
    assert found["total"]["assignments"] == 3
    assert found["total"]["sign"] == {"of": 3, "stamped": 3, "median_s": 40, "p90_s": 100}
    assert found["total"]["arrive"]["median_s"] is None
    assert [row["code"] for row in found["by_agency"]] == [cast.north_station.code]
    assert compute(cast.south.path, since=begun, until=timezone.now())["by_agency"] == []


def test_over_rest_a_commander_takes_over_and_gives_back(cast: Cast) -> None:
    body = {"agency": cast.city.code, "reason": WHY}
    made = post(cast.chief, "/api/v1/modes/", body, "mode-key-000001")
    assert made.status_code == 201
    assert post(cast.chief, "/api/v1/modes/", body, "mode-key-000002").status_code == 409
    assert post(cast.nora, "/api/v1/modes/", body, "mode-key-000003").status_code == 403
    listed = at_api(cast.nora).get("/api/v1/modes/?state=open").data
    assert [row["id"] for row in listed["results"]] == [made.data["id"]]
    one = f"/api/v1/modes/{made.data['id']}/"
    assert at_api(cast.nora).get(one).data["reason"] == WHY
    ended = post(cast.chief, f"{one}end/", {"report": "平稳结束"}, "mode-key-000004")
    assert ended.data["ended_at"]
    assert post(cast.chief, f"{one}end/", {"report": "再来"}, "mode-key-000005").status_code == 400


def test_a_branch_does_not_see_the_takeovers_of_another(cast: Cast) -> None:
    mode = services.start_major(cast.south, by=cast.chief, reason=WHY)
    assert at_api(cast.nora).get(f"/api/v1/modes/{mode.pk}/").status_code == 404
    assert at_api(cast.nora).get("/api/v1/modes/").data["count"] == 0


def seat(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_the_page_asks_for_confirmation_before_it_takes_over(cast: Cast) -> None:
    chief = seat(cast.chief)
    body = {"agency": cast.city.pk, "reason": WHY, "form_key": "form-key-0001"}
    assert chief.post("/modes/start/", body).status_code == 400
    assert not CommandMode.objects.exists()
    assert chief.post("/modes/start/", body | {"confirmed": "on"}).status_code == 302
    assert chief.post("/modes/start/", body | {"confirmed": "on"}).status_code == 302
    assert CommandMode.objects.count() == 1


def test_a_dispatcher_sees_who_holds_dispatch_and_gets_no_button(cast: Cast) -> None:
    mode = services.start_major(cast.city, by=cast.chief, reason=WHY)
    page = seat(cast.nora).get("/modes/").content.decode()
    assert cast.city.name in page
    assert "/modes/start/" not in page
    detail = seat(cast.nora).get(f"/modes/{mode.pk}/").content.decode()
    assert WHY in detail
    assert f"/modes/{mode.pk}/end/" not in detail


def test_the_report_is_a_page_to_print_and_the_list_a_file(cast: Cast) -> None:
    mode = services.start_major(cast.city, by=cast.chief, reason=WHY)
    chief = seat(cast.chief)
    body = {"report": "平稳结束", "confirmed": "on", "version": 1, "form_key": "form-key-0002"}
    assert chief.post(f"/modes/{mode.pk}/end/", body).status_code == 302
    page = chief.get(f"/modes/{mode.pk}/").content.decode()
    assert "data-print" in page
    assert "平稳结束" in page
    sheet = b"".join(chief.get("/modes/export/?state=ended").streaming_content).decode()
    assert cast.city.name in sheet


def test_a_takeover_is_not_forgotten_when_the_clock_goes_on(cast: Cast) -> None:
    mode = services.start_major(cast.city, by=cast.chief, reason=WHY)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert selectors.lasted_s(mode) >= 7200
        assert selectors.mode_of(cast.city.path)["mode"] == "major"
    assert EventEntry.objects.filter(kind="dispatch.mode_changed").count() == 3
