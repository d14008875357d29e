"""What people see and do on the pages and over REST of shifts."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from patrol.shifts import handover, presence, registers, services
from patrol.shifts.models import Handover, PresenceCheck, RosterEntry, Shift, ShiftTemplate
from tests.cast import Cast
from tests.patrol.make import NORTH_POINT, make_station, make_unit

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
KEYS = count(1)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def send(client: Client, where: str, **body: Any) -> Any:
    key = {"Idempotency-Key": f"shifts-{next(KEYS):06d}"}
    return client.post(where, json.dumps(body), content_type="application/json", headers=key)


def post(client: Client, where: str, **said: Any) -> Any:
    return client.post(where, {"form_key": f"shifts-page-{next(KEYS):06d}", **said})


def running(cast: Cast) -> RosterEntry:
    """Pat on the shift that runs at noon at the northern station, in unit P1."""
    station = make_station(cast, code="ST-P")
    station.partners.add(cast.south_station)
    shift = Shift.objects.create(
        agency=cast.north_station,
        station=station,
        name="白班",
        starts_at=NOON - timedelta(hours=4),
        ends_at=NOON + timedelta(minutes=20),
        needs=[{"kind": "officer", "count": 2, "certificate": "", "tier": ""}],
    )
    unit = make_unit(cast, call_sign="P1", status="off")
    return services.roster(shift, by=cast.chief.as_actor(), officer=cast.pat, unit=unit)


def test_every_page_opens_without_rows_and_with_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    names = ["", "templates/", "templates/new/", "rest/new/", "certificates/", "certificates/new/"]
    names += ["handovers/", "presence/", "presence/new/", "presence/rule/", "presence/mine/"]
    names += ["force/", "force/count/", "force/plan/", "export.csv", "force/export.csv"]
    pages = [f"/shifts/{name}" for name in names]
    assert {where: client.get(where).status_code for where in pages} == dict.fromkeys(pages, 200)
    entry = running(cast)
    services.come_on(entry, by=cast.pat.as_actor())
    by, day = cast.chief.as_actor(), date(2026, 1, 1)
    dates = {"valid_from": day, "valid_to": date(2027, 1, 1)}
    registers.add_certificate(cast.pat, by=by, kind="driving", **dates)
    registers.add_rest_rule(cast.city, by=by, hours=12, valid_from=day)
    registers.add_force_plan(cast.north_station, by=by, level="normal", valid_from=day, officers=2)
    [row] = handover.issue_due()
    check = presence.start(cast.north, by=by)
    pages += [f"/shifts/{entry.shift_id}/", f"/shifts/handovers/{row.pk}/"]
    pages += [f"/shifts/presence/{check.pk}/"]
    assert {where: client.get(where).status_code for where in pages} == dict.fromkeys(pages, 200)


def test_the_board_shows_bars_missing_people_open_hours_and_the_partner_s_gap(
    cast: Cast, client: Client
) -> None:
    morning = NOON - timedelta(hours=3)
    services.come_on(running(cast), by=cast.pat.as_actor(), at=morning)
    client.force_login(cast.nora)
    page = client.get("/shifts/").content.decode()
    assert page.count('class="planned"') == 2  # the bar and its legend
    assert page.count('class="real"') == 2
    assert "1 / 1 / 2" in page
    assert "南站派出所" in page
    assert "00, 01, 02" in page
    assert "南站派出所" in client.get("/stations/at/ST-P/").content.decode()
    client.force_login(cast.sam)
    assert "白班" not in client.get("/shifts/").content.decode()


def test_the_chief_makes_a_template_and_its_week(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    said = {"agency": "990101000000", "name": "夜班", "starts": "20:00", "minutes": "720"}
    said |= {"handover_minutes": "30", "valid_from": "2026-01-01"}
    bad = post(client, "/shifts/templates/new/", days=["1"], needs="three men", **said)
    assert bad.status_code == 400
    good = post(
        client,
        "/shifts/templates/new/",
        days=["1", "2"],
        needs="officer 2 firearm\nunit 1 lanes",
        **said,
    )
    assert good.status_code == 302
    template = ShiftTemplate.objects.get()
    assert [need.tier or need.certificate for need in template.needs.all()] == ["firearm", "lanes"]
    page = client.get(f"/shifts/templates/{template.pk}/").content.decode()
    assert "officer 2 firearm" in page
    assert post(client, "/shifts/templates/", monday="2026-11-30").status_code == 302
    assert Shift.objects.count() == 2


def test_a_missing_certificate_is_said_on_the_form_and_a_waiver_helps(
    cast: Cast, client: Client
) -> None:
    shift = running(cast).shift
    client.force_login(cast.chief)
    there, said = f"/shifts/{shift.pk}/", {"badge": "N002", "kind": "officer"}
    refused = post(client, there, carries_weapon="on", **said)
    assert refused.status_code == 409
    assert "firearm" in refused.content.decode()
    kept = post(client, there, carries_weapon="on", waiver="card is on its way", **said)
    assert kept.status_code == 302
    assert "card is on its way" in client.get(there).content.decode()


def test_pat_comes_and_goes_by_one_button_and_not_for_cora(cast: Cast, client: Client) -> None:
    entry = running(cast)
    other = services.roster(entry.shift, by=cast.chief.as_actor(), officer=cast.cora)
    client.force_login(cast.pat)
    for act in ("on", "off"):
        assert post(client, f"/shifts/roster/{entry.pk}/", act=act).status_code == 302
    post(client, f"/shifts/roster/{other.pk}/", act="on")
    entry.refresh_from_db()
    other.refresh_from_db()
    assert (entry.left_at, other.came_at) == (NOON, None)


def test_the_handover_is_signed_on_its_page_by_two(cast: Cast, client: Client) -> None:
    running(cast)
    [row] = handover.issue_due()
    there = f"/shifts/handovers/{row.pk}/"
    client.force_login(cast.pat)
    assert post(client, there, levels="常态", equipment="对讲机 3", version=1).status_code == 302
    assert post(client, there, remarks="mine", version=2).status_code == 403
    client.force_login(cast.cora)
    assert post(client, there, remarks="对讲机 2", version=2).status_code == 302
    page = client.get(there).content.decode()
    assert "对讲机 2" in page
    assert Handover.objects.get().state == "done"


def test_who_was_drawn_is_hidden_until_it_is_published(cast: Cast, client: Client) -> None:
    running(cast)
    client.force_login(cast.chief)
    given = {"count": 5, "minutes": 5, "radius_m": 300}
    assert post(client, "/shifts/presence/new/", agency="990100000000", **given).status_code == 302
    check = PresenceCheck.objects.get()
    there, rest = f"/shifts/presence/{check.pk}/", f"/api/v1/presence-checks/{check.pk}/"
    assert str(check.seed) in client.get(there).content.decode()
    client.force_login(cast.nora)
    assert "ST-P" not in client.get(there).content.decode()
    assert client.get(rest).json()["answers"] == []
    client.force_login(cast.chief)
    post(client, there)
    client.force_login(cast.nora)
    assert "ST-P" in client.get(there).content.decode()
    assert len(client.get(rest).json()["answers"]) == 2


def test_pat_answers_from_the_phone(cast: Cast, client: Client) -> None:
    running(cast)
    presence.start(cast.north, by=cast.chief.as_actor(), count=5)
    client.force_login(cast.pat)
    asked = client.get("/api/v1/my-presence/").json()["results"]
    assert {row["who"] for row in asked} == {"P1", "ST-P"}
    lng, lat = NORTH_POINT
    for row in asked:
        where = f"/api/v1/presence-answers/{row['id']}/answer/"
        assert send(client, where, lng=lng, lat=lat).json()["result"] == "present"
    assert client.get("/api/v1/my-presence/").json()["results"] == []


def test_my_unit_names_the_shift_that_runs(cast: Cast, client: Client) -> None:
    entry = running(cast)
    client.force_login(cast.pat)
    shift = client.get("/api/v1/my-unit/").json()["shift"]
    assert (shift["name"], shift["entry"], shift["came_at"]) == ("白班", entry.pk, None)
    assert send(client, f"/api/v1/roster/{entry.pk}/on-duty/").json()["came_at"] is not None
    assert send(client, f"/api/v1/roster/{entry.pk}/on-duty/").status_code == 409
    assert send(client, f"/api/v1/roster/{entry.pk}/off-duty/").status_code == 200


def test_rosters_templates_certificates_and_returns_over_rest(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    said = {"agency": "990101000000", "name": "早班", "starts": "06:00", "minutes": 480}
    needs = [{"kind": "officer", "count": 1}]
    made = send(
        client, "/api/v1/shift-templates/", days=[1], valid_from="2026-01-01", needs=needs, **said
    )
    week = f"/api/v1/shift-templates/{made.json()['id']}/generate/"
    [shift] = send(client, week, monday="2026-11-23").json()["made"]
    there = f"/api/v1/shifts/{shift['id']}/"
    assert send(client, there, badge="N003").status_code == 201
    assert client.get(there).json()["needs"][0]["missing"] == 0
    assert client.get("/api/v1/shifts/?day=2026-11-23").json()["count"] == 1
    paper = {"kind": "firearm", "valid_from": "2026-01-01", "valid_to": "2027-01-01"}
    assert send(client, "/api/v1/certificates/", badge="N003", **paper).status_code == 201
    assert client.get("/api/v1/certificates/").json()["results"][0]["is_in_force"]
    counted = send(client, "/api/v1/force-returns/", agency="990101000000", day="2026-11-23")
    assert counted.json()["actual"]["officers"] == 0
    body = client.get("/api/v1/force-returns/?day=2026-11-23").json()
    assert [row["is_sum"] for row in body["rows"]] == [True, True, False]
    make_station(cast, code="ST-H")
    assert client.get("/api/v1/shifts/coverage/").json()["results"][0]["uncovered"] == [*range(24)]


def test_a_handover_over_rest(cast: Cast, client: Client) -> None:
    running(cast)
    [row] = handover.issue_due()
    client.force_login(cast.pat)
    assert client.get("/api/v1/handovers/").json()["count"] == 1
    assert send(client, f"/api/v1/handovers/{row.pk}/give/", notes="x").json()["given_by"] == "N003"
    client.force_login(cast.nora)
    assert send(client, f"/api/v1/handovers/{row.pk}/take/").json()["state"] == "done"


def test_the_force_of_a_day_is_planned_counted_and_exported(cast: Cast, client: Client) -> None:
    running(cast)
    client.force_login(cast.chief)
    four = {"officers": 2, "auxiliaries": 0, "vehicles": 1, "weapons": 0}
    said = {"agency": "990101000000", "level": "normal"}
    plan = post(client, "/shifts/force/plan/", valid_from="2026-01-01", **said, **four)
    count_it = post(client, "/shifts/force/count/", day="2026-11-23", **said)
    assert (plan.status_code, count_it.status_code) == (302, 302)
    assert "0 / 2" in client.get("/shifts/force/?day=2026-11-23").content.decode()
    sheet = b"".join(client.get("/shifts/force/export.csv?day=2026-11-23"))  # type: ignore[arg-type]
    assert "2026-11-23,990101000000,北站派出所,normal,False,2,0" in sheet.decode()


def test_who_cannot_sign_a_handover_is_told_who_can(cast: Cast, client: Client) -> None:
    running(cast)
    [row] = handover.issue_due()
    client.force_login(cast.chief)
    page = client.get(f"/shifts/handovers/{row.pk}/")
    assert not page.context["may_sign"] and page.context["is_open"]
    client.force_login(cast.pat)
    assert client.get(f"/shifts/handovers/{row.pk}/").context["may_sign"]
