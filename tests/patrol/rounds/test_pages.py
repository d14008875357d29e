"""The pages of patrols as planners and dispatchers use them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from patrol.rounds import by_cell, services
from patrol.rounds.models import Beat, PatrolPoint, Round, RoundPlan, Route
from patrol.rounds.selectors import day_span
from tests.patrol.make import make_unit
from tests.patrol.rounds.ground import (
    NORTH,
    Phone,
    in_english,
    make_key_place,
    make_point,
    make_round,
    make_route,
    pats_unit,
    planner,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(cast, client):
    in_english(client, cast.chief)
    return client


def send(client, where: str, **said):
    return client.post(where, {"form_key": str(uuid4()), **said})


def text(answer) -> str:
    return answer.content.decode()


def test_the_board_shows_planned_walked_missed_and_cover(cast, chief):
    pats_unit(cast)
    walk, phone = make_round(cast), Phone(cast.pat)
    points = phone.post(f"rounds/{walk.pk}/start/").json()["points"]
    said = {"point": points[0]["point"], "method": "hand", "client_ref": "a", "dwell_s": 30}
    phone.post(f"rounds/{walk.pk}/visits/", said)
    phone.post(f"rounds/{walk.pk}/finish/")
    board = text(chief.get("/patrols/"))
    assert "1 / 3" in board and "! 2" in board and "33.3 %" in board
    assert "Points left out" in board
    sheet = b"".join(chief.get("/patrols/missed.csv").streaming_content).decode()
    assert sheet.count("\n") == 3
    detail = text(chief.get(f"/patrols/rounds/{walk.pk}/"))
    assert "short stay" in detail and "By hand" in detail


def test_check_ins_are_listed_by_cell_and_days_and_leave_as_csv(cast, chief):
    pats_unit(cast)
    walk, phone = make_round(cast), Phone(cast.pat)
    points = phone.post(f"rounds/{walk.pk}/start/").json()["points"]
    said = {"point": points[0]["point"], "method": "hand", "client_ref": "a", "dwell_s": 30}
    phone.post(f"rounds/{walk.pk}/visits/", said)
    cell = walk.visits.get().point.cell_code
    name = walk.visits.get().point.name
    assert f"<td>{name}</td>" in text(chief.get(f"/patrols/check-ins/?cell={cell}"))
    assert "No check-ins here" in text(chief.get("/patrols/check-ins/?cell=NONE"))
    assert "No check-ins here" in text(chief.get("/patrols/check-ins/?last=2020-01-01"))
    sheet = b"".join(chief.get("/patrols/check-ins/?as=csv").streaming_content).decode()
    assert sheet.count("\n") == 2
    today = timezone.localdate()
    counted = by_cell.counts(cast.chief, [cell], *day_span(today))
    assert counted == {cell: 1}
    assert by_cell.url(cell, *day_span(today)).endswith(f"first={today}&last={today}")


def test_an_empty_day_says_so(cast, chief):
    assert "Nothing is planned on this day" in text(chief.get("/patrols/?day=2020-01-01"))


def test_a_point_is_added_and_its_code_printed_for_planners_only(cast, chief):
    said = {"code": "P1", "name": "桥头", "kind": "check", "radius_m": 50, "dwell_s": 60}
    answer = send(chief, "/patrols/points/new/", **said, **NORTH, is_active="on")
    assert answer.status_code == 302, text(answer)
    point = PatrolPoint.objects.get()
    sheet = text(chief.get("/patrols/points/sheet/"))
    assert "data:image/svg+xml;base64," in sheet and point.tag not in sheet
    in_english(chief, cast.nora)
    assert chief.get("/patrols/points/sheet/").status_code == 403
    listed = text(chief.get("/patrols/points/"))
    assert "桥头" in listed and point.tag not in listed


def test_a_point_outside_the_city_is_refused_at_its_field(cast, chief):
    said = {"code": "P1", "name": "桥头", "kind": "check", "radius_m": 50, "dwell_s": 60}
    answer = send(chief, "/patrols/points/new/", **said, lng=100, lat=30)
    assert answer.status_code == 400
    assert "outside your area" in text(answer)


def test_a_route_is_drawn_and_redrawn_through_the_list_alone(cast, chief):
    first, second = make_point(cast), make_point(cast, step=1)
    said = {
        "code": "R1",
        "name": "一号线",
        "tier": "lanes",
        "agency": cast.north_station.code,
        "points": f"{first.code}\n{second.code}",
        "line": "125.11, 42.91\n125.112, 42.91",
        "min_gap_min": 30,
        "pace_min": 10,
        "laps": 1,
    }
    answer = send(chief, "/patrols/routes/new/", **said)
    assert answer.status_code == 302, text(answer)
    route = Route.objects.get()
    form = text(chief.get(f"/patrols/routes/{route.pk}/edit/"))
    assert f"{first.code}\n{second.code}" in form
    changed = said | {"points": second.code, "reason": "改道", "version": 1, "tier": "roads"}
    answer = send(chief, f"/patrols/routes/{route.pk}/edit/", **changed)
    assert answer.status_code == 302, text(answer)
    detail = text(chief.get(f"/patrols/routes/{route.pk}/"))
    assert "改道" in detail and "in force" in detail
    route.refresh_from_db()
    assert (route.tier, route.versions.count()) == ("roads", 2)
    stale = send(chief, f"/patrols/routes/{route.pk}/edit/", **changed)
    assert stale.status_code == 412


def test_a_point_unknown_and_a_line_of_words_are_named(cast, chief):
    said = {"code": "R1", "name": "x", "tier": "lanes", "agency": cast.north.code}
    answer = send(chief, "/patrols/routes/new/", **said, points="NOPE", line="here")
    assert answer.status_code == 400
    assert "NOPE" in text(answer) and "no pair of degrees" in text(answer)


def test_a_plan_is_written_leg_by_leg(cast, chief):
    route, unit = make_route(cast), make_unit(cast)
    said = {
        "name": "早班",
        "agency": cast.north_station.code,
        "days": ["1", "2"],
        "starts_at": "08:00",
        "ends_at": "16:00",
        "every_min": 120,
        "is_active": "on",
    }
    legs = f"{route.code} {unit.call_sign} vehicle 0 90"
    wrong = send(chief, "/patrols/plans/new/", **said, legs="somebody walks")
    assert wrong.status_code == 400 and "is no leg" in text(wrong)
    answer = send(chief, "/patrols/plans/new/", **said, legs=legs)
    assert answer.status_code == 302, text(answer)
    plan = RoundPlan.objects.get()
    assert legs in text(chief.get(f"/patrols/plans/{plan.pk}/"))
    assert unit.call_sign in text(chief.get("/patrols/plans/"))


def test_a_beat_is_made_of_chosen_cells(cast, chief):
    said = {"code": "B1", "name": "一巡区", "agency": cast.north_station.code, "is_active": "on"}
    answer = send(chief, "/patrols/beats/new/", **said, cells=["N-1", "N-2"])
    assert answer.status_code == 302, text(answer)
    assert Beat.objects.get().cell_codes == ["N-1", "N-2"]
    assert "一巡区" in text(chief.get("/patrols/beats/"))
    assert chief.get(f"/patrols/beats/{Beat.objects.get().pk}/").status_code == 200


def test_a_round_is_made_by_hand_given_and_called_off(cast, chief):
    route, unit = make_route(cast), make_unit(cast)
    soon = timezone.localtime() + timedelta(hours=1)
    said = {"route": route.code, "mode": "foot", "minutes": 60}
    answer = send(chief, "/patrols/rounds/new/", **said, due_start=soon.strftime("%Y-%m-%dT%H:%M"))
    assert answer.status_code == 302, text(answer)
    walk = Round.objects.get()
    send(chief, f"/patrols/rounds/{walk.pk}/give/", unit=unit.call_sign, version=1)
    walk.refresh_from_db()
    assert walk.unit == unit
    send(chief, f"/patrols/rounds/{walk.pk}/cancel/", reason="暴雨")
    walk.refresh_from_db()
    assert (walk.state, walk.note) == ("cancelled", "暴雨")
    again = send(chief, f"/patrols/rounds/{walk.pk}/cancel/", reason="暴雨")
    assert "This round is over." in text(chief.get(again["Location"]))


def test_the_hour_table_shows_gaps_and_what_nobody_came_to(cast, chief):
    services.put_beat(None, **planner(cast), code="B1", name="一巡区", cells=["N-1"])
    services.put_beat(None, **planner(cast), code="B2", name="二巡区", cells=["N-2"])
    make_key_place(cast)
    pats_unit(cast)
    walk, phone = make_round(cast), Phone(cast.pat)
    points = phone.post(f"rounds/{walk.pk}/start/").json()["points"]
    said = {"point": points[0]["point"], "method": "hand", "client_ref": "a", "dwell_s": 90}
    phone.post(f"rounds/{walk.pk}/visits/", said)
    told = Phone(cast.chief).get("patrol-coverage/").json()
    hour, areas = timezone.localtime().hour, {area["code"]: area for area in told["areas"]}
    assert areas["B1"]["hours"][hour] == 1
    assert areas["B2"]["hours"][: hour + 1] == [0] * (hour + 1)
    assert areas["B2"]["hours"][hour + 1 :] == [None] * (23 - hour)
    assert told["uncovered_beats"] == ["B2"]
    assert told["uncovered_key_places"] == 1
    assert told["dwell"] == {"known": 1, "median_s": 90, "short": 0}
    page = text(chief.get("/patrols/coverage/"))
    assert "✕ 二巡区" in page and "✕ 示例小学" in page
    assert chief.get("/patrols/coverage.csv").status_code == 200


def test_an_uncovered_key_place_is_listed_with_why(cast, chief):
    make_key_place(cast)
    page = text(chief.get("/patrols/key-places/?uncovered=on"))
    assert "no patrol point" in page and "1 key places, 1 without" in page
    sheet = b"".join(chief.get("/patrols/key-places.csv").streaming_content).decode()
    assert "示例小学" in sheet
