"""The limits rounds are judged by: changed from a day on, by agency, and what held before stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from grid.ledger.models import EventEntry
from patrol.rounds.models import PatrolRule
from patrol.rounds.rules import rule_of
from tests.patrol.rounds.ground import Phone, in_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(cast, client):
    in_english(client, cast.chief)
    return client


def change(client, agency, **said):
    page = client.get(f"/patrols/rules/change/?agency={agency.code}")
    shown = {bound.name: bound.value() for bound in page.context["form"]}
    body = {name: value for name, value in shown.items() if value is not None} | said
    where = f"/patrols/rules/change/?agency={agency.code}"
    return client.post(where, {"form_key": str(uuid4()), **body})


def test_a_rule_set_on_the_page_holds_for_the_agency_and_all_below_it(cast, chief):
    answer = change(chief, cast.north, start_grace_min=25)
    assert answer.status_code == 302, answer.content.decode()
    assert rule_of(cast.north_station.path).start_grace_min == 25
    assert rule_of(cast.south.path).start_grace_min == 10
    page = chief.get("/patrols/rules/").content.decode()
    assert "Start overdue after, minutes" in page and cast.north.name in page
    fact = EventEntry.objects.get(kind="patrol.patrol_rule_changed")
    assert fact.payload["start_grace_min"] == 25


def test_a_change_from_tomorrow_on_leaves_today_as_it_is(cast, chief):
    change(chief, cast.north, far_m=150)
    tomorrow = timezone.localdate() + timedelta(days=1)
    change(chief, cast.north, far_m=90, valid_from=tomorrow)
    assert rule_of(cast.north.path).far_m == 150
    assert rule_of(cast.north.path, on=tomorrow).far_m == 90
    first, second = PatrolRule.objects.filter(agency=cast.north).order_by("valid_from")
    assert first.valid_to == second.valid_from == tomorrow


def test_a_second_change_of_one_day_replaces_the_first(cast, chief):
    change(chief, cast.north, far_m=150)
    change(chief, cast.north, far_m=160)
    assert PatrolRule.objects.get(agency=cast.north).far_m == 160


def test_a_past_day_and_a_number_out_of_range_are_refused_at_their_fields(cast, chief):
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = change(chief, cast.north, valid_from=yesterday)
    assert answer.status_code == 400
    assert "today at the earliest" in answer.content.decode()
    answer = change(chief, cast.north, foot_kmh=400)
    assert answer.status_code == 400 and answer.context["form"].errors["foot_kmh"]
    assert not PatrolRule.objects.exists()


def test_two_planners_cannot_overwrite_each_other_unseen(cast, chief):
    change(chief, cast.north, far_m=150)
    seen = PatrolRule.objects.get(agency=cast.north).version
    change(chief, cast.north, far_m=160)
    answer = change(chief, cast.north, far_m=170, version=seen)
    assert answer.status_code == 412
    assert PatrolRule.objects.get(agency=cast.north).far_m == 160


def test_over_rest_the_version_is_asked_for_and_a_foreign_agency_is_refused(cast):
    desk = Phone(cast.chief)
    made = desk.post("patrol-rules/", {"agency": cast.north.code, "clock_s": 60})
    assert made.status_code == 201 and made.json()["clock_s"] == 60
    assert desk.post("patrol-rules/", {"agency": cast.north.code}).status_code == 400
    said = {"agency": cast.north.code, "clock_s": 90, "version": made.json()["version"]}
    assert desk.post("patrol-rules/", said).json()["clock_s"] == 90
    assert desk.post("patrol-rules/", {"agency": "999999999999"}).status_code == 400
    assert [row["clock_s"] for row in desk.get("patrol-rules/").json()["results"]] == [90]
    assert Phone(cast.nora).post("patrol-rules/", {"clock_s": 60}).status_code == 403


def test_who_may_not_plan_reads_the_rules_without_a_button(cast, client):
    in_english(client, cast.nora)
    page = client.get("/patrols/rules/").content.decode()
    assert "platform" in page and "Change its rule" not in page
    assert client.get("/patrols/rules/change/").status_code == 403
