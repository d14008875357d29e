"""The pages and the API of offices, as the people of the cast see and use them."""

import json
from itertools import count
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from grid.service.offices.models import CommunityOffice, OfficeStaff, StaffingNorm, VillageAssistant
from tests.cast import Cast
from tests.service.make import make_assistant, make_office, make_village, staff_office

pytestmark = pytest.mark.django_db
KEYS = count(1)
PAGES = {
    "office_list": "Code,Name of the office",
    "office_gaps": "Code,Name of the office,Agency,Gap",
    "staffing_norms": "",
    "assistant_list": "badge,name,division",
    "village_coverage": "Code,Village,Town",
    "responsible": "On the day,Code",
}


def post(client: Client, name: str, said: dict[str, Any], *args: object) -> HttpResponse:
    return client.post(reverse(name, args=args), said | {"form_key": f"offices-{next(KEYS):06d}"})


def send(client: Client, verb: str, name: str, said: dict[str, Any], *args: object) -> Any:
    headers = {"Idempotency-Key": f"offices-{next(KEYS):06d}"}
    where = reverse(name, args=args)
    return client.generic(verb, where, json.dumps(said), "application/json", headers=headers)


def text(answer: Any) -> str:
    content = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
    return str(content.decode())


def stocked(cast: Cast) -> CommunityOffice:
    office = make_office(cast)
    staff_office(office, cast, officers=0, auxiliaries=3)
    office.teams.create(name="巡逻组", kind="patrol", heads=4)
    make_assistant(cast, make_village(cast))
    make_village(cast)
    return office


def test_cora_reads_every_page_empty_and_full_and_as_csv(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    for name in PAGES:
        assert client.get(reverse(name)).status_code == 200, name
    stocked(cast)
    for name, head in PAGES.items():
        assert client.get(reverse(name)).status_code == 200, name
        if head:
            told = text(client.get(reverse(name) + "?as=csv")).lstrip("\ufeff")
            assert told.startswith(head), told[:80]
            assert len(told.splitlines()) > 1


def test_cora_sees_what_is_missing_and_no_button_to_change_it(cast: Cast, client: Client) -> None:
    office = stocked(cast)
    client.force_login(cast.cora)
    body = text(client.get(reverse("office_detail", args=[office.pk])))
    for words in ("Too few officers", "Too few auxiliaries", "(3/4)", "巡逻组", "科拉"):
        assert words in body
    assert reverse("office_edit", args=[office.pk]) not in body
    assert client.get(reverse("office_edit", args=[office.pk])).status_code == 403
    assert "1 office lacks somebody" in text(client.get(reverse("office_list")))


def test_the_coverage_page_keeps_villages_and_people_apart(cast: Cast, client: Client) -> None:
    village = make_village(cast)
    make_assistant(cast, village)
    make_assistant(cast, village)
    client.force_login(cast.cora)
    body = text(client.get(reverse("village_coverage")))
    assert "100.0 %" in body
    assert "200.0 %" in body


def test_lea_sets_up_an_office_by_a_template_and_staffs_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.lea)
    said = {
        "code": "SQ-9", "name": "示例警务室", "template": "community_office", "kind": "station",
        "agency": cast.north_station.code, "cells": "N-1, N-2", "is_active": "on",
        "lng": "125.11", "lat": "42.91", "crs": "wgs84",
    }  # fmt: skip
    made = post(client, "office_new", said)
    office = CommunityOffice.objects.get()
    assert made["Location"] == reverse("office_detail", args=[office.pk])
    assert (office.kind, office.cell_codes) == ("office", ["N-1", "N-2"])
    assert office.teams.count() == 2
    staff = {"duty": "head", "officer": "N002", "from_day": "2026-01-01"}
    assert post(client, "office_staff_new", staff, office.pk).status_code == 302
    missing = post(
        client, "office_staff_new", {"duty": "auxiliaries", "from_day": "2026-01-01"}, office.pk
    )
    assert missing.status_code == 400
    assert "Say how many." in text(missing)
    head = OfficeStaff.objects.get()
    assert post(client, "office_staff_end", {"until": "2026-02-01"}, head.pk).status_code == 302
    team = office.teams.get(kind="patrol")
    changed = {"name": "夜巡组", "kind": "patrol", "heads": "5", "is_active": "on", "version": "1"}
    assert post(client, "office_team_edit", changed, team.pk).status_code == 302
    assert post(client, "office_team_new", changed, office.pk).status_code == 400


def test_lea_corrects_an_office_and_an_old_form_does_not_win(cast: Cast, client: Client) -> None:
    office = make_office(cast)
    client.force_login(cast.lea)
    said = {
        "name": "新名",
        "kind": "office",
        "agency": cast.north_station.code,
        "is_active": "on",
        "version": "1",
    }
    assert post(client, "office_edit", said, office.pk).status_code == 302
    assert post(client, "office_edit", said | {"name": "旧名"}, office.pk).status_code == 412
    office.refresh_from_db()
    assert office.name == "新名"


def test_lea_sets_a_norm_and_everybody_below_reads_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.lea)
    said = {
        "agency": cast.north.code, "kind": "office", "valid_from": "2999-01-01", "heads": "1",
        "officers_least": "2", "officers_most": "3", "auxiliaries_least": "4",
        "auxiliaries_most": "6",
    }  # fmt: skip
    assert post(client, "staffing_norm_set", said).status_code == 302
    assert StaffingNorm.objects.get().needs_board_seat is False
    client.force_login(cast.cora)
    assert "2–3" in text(client.get(reverse("staffing_norms")))


def test_lea_enters_and_ends_an_assistant(cast: Cast, client: Client) -> None:
    village = make_village(cast)
    client.force_login(cast.lea)
    offered = text(client.get(reverse("assistant_new") + f"?village={village.code}"))
    assert f'value="{village.code}"' in offered
    said = {
        "badge": "ZL-9", "name": "示例", "division": village.code,
        "agency": cast.north_station.code, "valid_from": "2026-01-01",
    }  # fmt: skip
    assert post(client, "assistant_new", said).status_code == 302
    row = VillageAssistant.objects.get()
    ended = said | {"valid_to": "2026-02-01", "version": "1"}
    assert post(client, "assistant_edit", ended, row.pk).status_code == 302
    assert "ZL-9" not in text(client.get(reverse("assistant_list")))
    assert "ZL-9" in text(client.get(reverse("assistant_list") + "?ended=1"))


def test_a_sheet_names_its_bad_row_and_writes_nothing_until_it_is_good(
    cast: Cast, client: Client
) -> None:
    village = make_village(cast)
    client.force_login(cast.lea)
    line = f"示例,{village.code},{cast.north_station.code},2026-01-01"
    bad = f"示例,1,{cast.north_station.code},2026-01-01"
    sheet = f"badge,name,division,agency,valid_from\nZL-1,{line}\nZL-2,{bad}\n"
    tried = post(client, "assistant_import", {"text": sheet, "act": "try"})
    assert tried.status_code == 200
    told = send(client, "POST", "api_village_assistant_import", {"csv": sheet, "dry_run": False})
    assert told.json()["faults"][0]["row"] == 3
    assert not VillageAssistant.objects.exists()
    good = send(
        client, "POST", "api_village_assistant_import",
        {"csv": sheet, "dry_run": False, "only_valid": True},
    )  # fmt: skip
    assert good.json()["created"] == 1


def test_the_sheet_of_offices_is_taken_in_again(cast: Cast, client: Client) -> None:
    make_office(cast)
    client.force_login(cast.lea)
    sheet = text(client.get(reverse("office_export")))
    assert post(client, "office_import", {"text": sheet, "act": "all"})["Location"] == reverse(
        "office_list"
    )
    assert CommunityOffice.objects.get().version == 2


def test_the_api_reads_and_writes_offices_staff_and_gaps(cast: Cast, client: Client) -> None:
    client.force_login(cast.lea)
    said = {"code": "SQ-1", "name": "示例", "agency": cast.north_station.code, "cells": ["N-1"]}
    made = send(client, "POST", "api_offices", said)
    assert made.status_code == 201
    key = made.json()["id"]
    gaps = client.get(reverse("api_office_gaps")).json()["results"]
    assert [gap["code"] for gap in gaps[0]["gaps"]] == [
        "officers",
        "head",
        "auxiliaries",
        "board_seat",
    ]
    staff = {"duty": "auxiliaries", "heads": 5, "from_day": "2026-01-01"}
    assert send(client, "POST", "api_office_staff", staff, key).status_code == 201
    assert client.get(reverse("api_office_staff", args=[key])).json()["results"][0]["heads"] == 5
    change = {"head_on_board": True, "version": 1}
    assert send(client, "PATCH", "api_office", change, key).json()["version"] == 2
    assert send(client, "PATCH", "api_office", change, key).status_code == 412


def test_the_api_says_who_answered_on_a_day(cast: Cast, client: Client) -> None:
    cast.north_cell.postings.create(
        officer=cast.cora, valid_from="2026-01-01", valid_to="2026-02-01"
    )
    client.force_login(cast.cora)
    for day, badges in (("2026-01-31", ["N002"]), ("2026-02-01", [])):
        rows = client.get(reverse("api_responsible"), {"on": day, "q": "N-1"}).json()["results"]
        assert [posted["badge"] for posted in rows[0]["posted"]] == badges


def test_the_south_is_absent_for_the_north(cast: Cast, client: Client) -> None:
    office = make_office(cast, agency=cast.south_station, name="南警务室")
    client.force_login(cast.lea)
    assert client.get(reverse("office_detail", args=[office.pk])).status_code == 404
    assert "南警务室" not in text(client.get(reverse("office_list")))
