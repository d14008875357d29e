"""What a crew is told of the call it is sent to: all it must know, nothing of the caller."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone, translation

from command_center.dispatch.assignments import services
from command_center.dispatch.assignments.models import Assignment
from command_center.incidents.models import PremiseNote
from tests.incidents.conftest import BURGLARY, SOUTH

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def abroad(city, call, unit, other):
    """A call of the south, outside Pat's scope, with P12 and P14 sent to it by the city."""
    incident = call(
        by=city.chief,
        category=BURGLARY,
        **SOUTH,
        address="南街3号",
        narrative="两人争执，其中一人持刀。",
        has_weapon=True,
        caller_name="报警人甲",
        caller_phone="13900000000",
    )
    return services.assign(incident, [unit, other], by=city.chief)[0]


def note(city, *, lng=SOUTH["lng"], text="院内有烈性犬", days=30):
    today = timezone.localdate()
    return PremiseNote.objects.create(
        agency=city.south_station,
        point=Point(lng, SOUTH["lat"], srid=4326),
        radius_m=50,
        address="南街3号",
        text=text,
        author="南站",
        review_on=today,
        expires_on=today + timedelta(days=days),
    )


def mine(desk, city):
    return desk(city.pat).get("my-assignments/").json()["results"]


def test_the_crew_reads_what_was_told_of_a_call_of_another_agency(desk, city, abroad):
    [row] = mine(desk, city)
    assert row["incident"]["number"] == abroad.incident.number
    assert row["incident"]["narrative"] == "两人争执，其中一人持刀。"
    assert (row["incident"]["has_weapon"], row["incident"]["has_hazard"]) == (True, False)


def test_warnings_of_the_place_reach_the_crew_whoever_wrote_them(desk, city, abroad):
    note(city)
    note(city, lng=SOUTH["lng"] + 0.002, text="别处的事")
    note(city, text="早已过期", days=-1)
    [row] = mine(desk, city)
    assert row["incident"]["warnings"] == ["院内有烈性犬"]


def test_the_crew_sees_who_else_goes_there(desk, city, abroad):
    [row] = mine(desk, city)
    assert [(unit["call_sign"], unit["stage"]) for unit in row["others"]] == [("P14", "issued")]


def test_nothing_of_the_caller_is_told(desk, city, abroad):
    said = desk(city.pat).get("my-assignments/").content.decode()
    assert "报警人甲" not in said
    assert "13900000000" not in said


def test_lists_and_facts_carry_less_than_the_crew_is_told(desk, city, abroad):
    [row] = desk(city.chief).get("assignments/", unit="P12").json()["results"]
    assert "narrative" not in row["incident"]
    assert "others" not in row


def test_a_crew_whose_task_was_taken_back_can_read_by_whom_and_why(desk, city, abroad):
    services.recall(abroad, by=city.chief, reason="改派更近的警组")
    assert mine(desk, city) == []
    row = desk(city.pat).get(f"my-assignments/{abroad.pk}/").json()
    assert row["stage"] == "recalled"
    assert row["stage_by"].startswith(city.chief.name)
    assert "改派更近的警组" in (row["reason"], row["outcome"])


def test_the_task_of_another_unit_is_as_if_it_were_not_there(desk, city, abroad, other):
    theirs = Assignment.objects.get(unit=other)
    assert desk(city.pat).get(f"my-assignments/{theirs.pk}/").status_code == 404
    assert desk(city.pat).get("my-assignments/999999/").status_code == 404
