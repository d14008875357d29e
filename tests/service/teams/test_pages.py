"""Pages and REST of teams, shares, funds and education bases."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grid.service.teams.models import Commendation, Fund, OutreachBase, Team, TeamHours
from grid.territory.models import Division
from tests.cast import Cast
from tests.service.teams.make import make_base, make_commendation, make_fund, make_hours, make_team


@pytest.fixture
def lea(client: Client, cast: Cast) -> Client:
    client.force_login(cast.lea)
    return client


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, route: str, /, *args: Any, **said: Any) -> HttpResponse:
    return client.post(reverse(route, args=args), {"form_key": str(uuid4()), **said})


def sheet(client: Client, name: str) -> str:
    answer = client.get(reverse(name))
    return b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]


def test_a_team_is_entered_counted_worked_with_and_ended(lea: Client, cast: Cast) -> None:
    today = timezone.localdate().isoformat()
    said = {
        "code": "TAXI", "name": "Taxi team", "kind": "volunteer", "agency": cast.north.code,
        "trade": "taxi", "cells": ["N-1"], "people": 35, "contact": "Desk 0437-000000",
    }  # fmt: skip
    assert post(lea, "team_new", **said).status_code == 302
    assert (
        post(lea, "team_count", "TAXI", people=40, counted_on=today, of_retired=5).status_code
        == 302
    )
    done = {"worked_on": today, "activity": "patrol", "people": 4, "hours": "8", "is_joint": "on"}
    assert post(lea, "team_work", "TAXI", **done).status_code == 302
    seen = page(lea, "team_detail", "TAXI")
    for words in ("40 people", "Retired people 5", "Desk 0437-000000", "● Joint"):
        assert words in seen
    assert "(1)</dt>" in page(lea, "team_list")
    assert "TAXI" in sheet(lea, "team_export")
    strike = TeamHours.objects.get().pk
    assert post(lea, "team_hours_strike", strike).status_code == 302
    assert "× Struck" in page(lea, "team_hours_list")
    assert "Taxi team" in sheet(lea, "team_hours_export")
    changed = said | {"ended_on": today, "version": 1}
    assert post(lea, "team_edit", "TAXI", **changed).status_code == 302
    assert "No teams here" in page(lea, "team_list")
    assert "Taxi team" in page(lea, "team_list", ended="on")


def test_the_share_says_what_is_missing_and_how_it_is_counted(lea: Client, cast: Cast) -> None:
    county = Division.objects.create(code="990100000000", name="County", level="county")
    said = {"division": county.code, "year": 2024, "residents": 1000, "source": "Register"}
    assert post(lea, "resident_base_new", **said).status_code == 302
    assert post(lea, "resident_base_new", **said).status_code == 400
    make_team(cast, people=99, division=county.code)
    seen = page(lea, "volunteer_share_list")
    assert "! 9.9 %" in seen
    assert "auxiliaries and partner units are not counted" in seen
    target = {"agency": cast.north.code, "percent": "5", "valid_from": timezone.localdate()}
    assert post(lea, "volunteer_target_new", **target).status_code == 302
    assert "✓ 9.9 %" in page(lea, "volunteer_share_list")
    assert "County" in sheet(lea, "volunteer_share_export") + sheet(lea, "resident_base_export")
    edit = f"{reverse('resident_base_new')}?division={county.code}&year=2024"
    assert 'value="1000"' in lea.get(edit).content.decode()


def test_a_commendation_is_paid_from_its_fund_and_names_nobody(lea: Client, cast: Cast) -> None:
    fund, today = make_fund(cast), timezone.localdate().isoformat()
    said = {
        "agency": cast.north.code, "given_on": today, "level": "city", "people": 2,
        "deed": "Out of the ice", "fund": fund.pk, "amount": "400",
    }  # fmt: skip
    assert post(lea, "commendation_new", **said).status_code == 302
    seen = page(lea, "commendation_list")
    assert "400.00" in seen
    assert "600.00" in page(lea, "fund_detail", fund.pk)
    row = Commendation.objects.get()
    change = {**said, "deed": "Call 13800000000", "version": 1}
    assert post(lea, "commendation_edit", row.pk, **change).status_code == 400
    assert (
        post(lea, "offices_count", agency=cast.north.code, offices=73, counted_on=today).status_code
        == 302
    )
    assert "73" in page(lea, "commendation_list")
    too_much = {"kind": "cost", "amount": "9999", "booked_on": today}
    assert post(lea, "fund_book", fund.pk, **too_much).status_code == 400
    assert post(lea, "fund_new", name="Second", agency=cast.north.code).status_code == 302
    assert Fund.objects.count() == 2
    assert "Second" in sheet(lea, "fund_export")


def test_a_base_is_entered_with_its_days(lea: Client, cast: Cast) -> None:
    said = {"name": "Law park", "theme": "law", "agency": cast.north.code, "rating": "4A"}
    assert post(lea, "outreach_new", **said).status_code == 302
    base = OutreachBase.objects.get()
    day = {"counted_on": timezone.localdate(), "visitors": 1200, "groups": 3, "messages": 40}
    assert post(lea, "outreach_day", base.pk, **day).status_code == 302
    assert "1,200" in page(lea, "outreach_list")
    assert "1200" in page(lea, "outreach_detail", base.pk)
    assert "Law park" in sheet(lea, "outreach_export")


def test_teams_come_and_go_over_rest(lea: Client, cast: Cast) -> None:
    def send(verb: str, where: str, said: Any) -> HttpResponse:
        return lea.generic(
            verb, f"/api/v1/{where}", json.dumps(said), content_type="application/json",
            headers={"Idempotency-Key": str(uuid4())},
        )  # type: ignore[return-value]  # fmt: skip

    said = {"code": "A-1", "name": "A", "kind": "brand", "agency": cast.north.code, "people": 7}
    assert send("POST", "teams/", said).json()["people"] == 7
    assert send("PATCH", "teams/at/A-1/", {"name": "B", "version": 1}).json()["name"] == "B"
    assert send("PATCH", "teams/at/A-1/", {"name": "C", "version": 1}).status_code == 412
    assert send("POST", "teams/at/A-1/hours/", {"people": 2, "hours": "3.5"}).status_code == 201
    for where in ("team-hours/", "trades/", "volunteer-shares/", "courage-offices/"):
        assert lea.get(f"/api/v1/{where}").status_code == 200
    assert Team.objects.get().name == "B"


def test_who_only_reads_is_offered_nothing_to_write(client: Client, cast: Cast) -> None:
    team, fund, base = make_team(cast), make_fund(cast), make_base(cast)
    make_hours(team, cast.lea)
    make_commendation(cast)
    client.force_login(cast.ada)
    seen = page(client, "team_list") + page(client, "team_detail", team.code)
    seen += page(client, "fund_detail", fund.pk) + page(client, "outreach_detail", base.pk)
    for word in ("New team", ">Edit<", ">Book<", ">Strike<", "Enter a day"):
        assert word not in seen
