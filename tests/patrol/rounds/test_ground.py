"""Beats, points and routes: drawn, changed by version, proposed by what happened."""

import pytest

from grid.errors import IllegalStep
from patrol.rounds import demand, services
from patrol.rounds.models import PatrolPoint, RouteProposal
from patrol.rounds.services.proposing import weigh
from tests.patrol.rounds.ground import (
    NORTH,
    Phone,
    make_point,
    make_route,
    planner,
)

pytestmark = pytest.mark.django_db


def test_a_route_drawn_again_keeps_its_old_version_with_dates(cast):
    phone = Phone(cast.chief)
    first, second = make_point(cast), make_point(cast, step=1)
    body = {"code": "R1", "name": "一号线", "points": [first.pk, second.pk], "tier": "lanes"}
    made = phone.post("routes/", body | {"agency": cast.north_station.code})
    assert made.status_code == 201, made.content
    route = made.json()
    line = [[125.11, 42.91], [125.112, 42.91]]
    new = {"points": [second.pk], "line": line, "reason": "绕开施工", "version": 1}
    redrawn = phone.post(f"routes/{route['id']}/versions/", new)
    assert redrawn.status_code == 201, redrawn.content
    assert redrawn.json()["tier"] == "lanes"
    versions = phone.get(f"routes/{route['id']}/").json()["versions"]
    assert [version["number"] for version in versions] == [2, 1]
    assert versions[1]["valid_to"] == versions[0]["valid_from"]
    assert [point["id"] for point in versions[1]["points"]] == [first.pk, second.pk]
    assert versions[0]["line"] == line
    stale = phone.post(f"routes/{route['id']}/versions/", new)
    assert stale.status_code == 412


def test_every_point_that_cannot_be_on_a_route_is_named(cast):
    point, gone = make_point(cast), make_point(cast, step=1)
    PatrolPoint.objects.filter(pk=gone.pk).update(is_active=False)
    body = {"code": "R1", "name": "一号线", "points": [point.pk, gone.pk, 999999, point.pk]}
    answer = Phone(cast.chief).post("routes/", body)
    assert answer.status_code == 400
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        ("/points/0", "doubled"),
        ("/points/1", "unknown"),
        ("/points/2", "unknown"),
        ("/points/3", "doubled"),
    ]


def test_a_point_learns_its_cell_and_agency_from_its_ground(cast):
    body = {"code": "P1", "name": "桥头", "radius_m": 80, **NORTH}
    made = Phone(cast.chief).post("patrol-points/", body)
    assert made.status_code == 201, made.content
    assert made.json()["cell"] == "N-1"
    assert made.json()["agency"]["code"] == cast.north_station.code
    assert "tag" not in made.json()


def test_a_camera_needs_no_ground_and_a_check_point_does(cast):
    phone, named = Phone(cast.chief), {"code": "P1", "name": "枪机"}
    assert phone.post("patrol-points/", named).json()["errors"][0]["pointer"] == "/lng"
    assert phone.post("patrol-points/", named | {"kind": "camera"}).status_code == 201


def test_a_code_taken_is_refused_at_its_field(cast):
    make_point(cast, code="P1")
    answer = Phone(cast.chief).post("patrol-points/", {"code": "P1", "name": "x", **NORTH})
    assert answer.status_code == 400
    fault = answer.json()["errors"][0]
    assert (fault["pointer"], fault["code"]) == ("/code", "taken")


def test_a_new_tag_makes_the_printed_code_worthless(cast):
    point = make_point(cast)
    answer = Phone(cast.chief).patch(f"patrol-points/{point.pk}/", {"new_tag": True, "version": 1})
    assert answer.status_code == 200, answer.content
    assert PatrolPoint.objects.get().tag != point.tag


def test_a_beat_is_made_of_cells_in_force_in_scope(cast):
    phone = Phone(cast.chief)
    body = {"code": "B1", "name": "一巡区", "agency": cast.north_station.code}
    made = phone.post("beats/", body | {"cells": ["N-1", "N-2"]})
    assert made.status_code == 201, made.content
    wrong = phone.patch(f"beats/{made.json()['id']}/", {"cells": ["X-9"], "version": 1})
    assert wrong.status_code == 400
    assert "X-9" in wrong.json()["message"]


def test_an_officer_who_walks_may_not_plan(cast):
    assert Phone(cast.pat).post("patrol-points/", {"code": "P1"}).status_code == 403
    assert Phone(cast.pat).get("patrol-points/").status_code == 200


@pytest.fixture
def counted(monkeypatch):
    counts = {"N-2": 9, "S-1": 50}
    monkeypatch.setattr(demand, "sources", {})
    monkeypatch.setattr("patrol.rounds.services.proposing.sources", demand.sources)
    demand.register_source("test", lambda path, since, until: counts)
    return counts


def test_where_most_happened_is_proposed_and_a_person_s_approval_redraws_the_route(cast, counted):
    idle, kept = make_point(cast), make_point(cast, step=1)
    busy = make_point(cast, where={"lng": 125.13, "lat": 42.91})
    route = make_route(cast, points=[idle, kept])
    phone = Phone(cast.chief)
    proposed = phone.post(f"routes/{route.pk}/proposals/", {"days": 14})
    assert proposed.status_code == 201, proposed.content
    assert (proposed.json()["adds"], proposed.json()["state"]) == ([busy.pk], "proposed")
    assert route.versions.count() == 1
    decided = phone.post(f"route-proposals/{proposed.json()['id']}/decide/", {"approve": True})
    assert decided.status_code == 200, decided.content
    now = services.current_version(route)
    assert now.number == 2
    assert list(now.stops.values_list("point_id", flat=True)) == [busy.pk]
    assert route.versions.get(number=1).valid_to == now.valid_from
    again = phone.post(f"route-proposals/{proposed.json()['id']}/decide/", {"approve": False})
    assert again.status_code == 409


def test_a_refused_proposal_leaves_the_route_alone(cast, counted):
    make_point(cast, where={"lng": 125.13, "lat": 42.91})
    route = make_route(cast)
    row = services.propose(route, by=cast.chief.as_actor())
    services.decide(row, **planner(cast), approve=False)
    assert RouteProposal.objects.get().state == "refused"
    assert services.current_version(route).number == 1


def test_a_proposal_for_a_route_redrawn_since_cannot_be_approved(cast, counted):
    busy = make_point(cast, where={"lng": 125.13, "lat": 42.91})
    route = make_route(cast)
    row = services.propose(route, by=cast.chief.as_actor())
    services.redraw_route(route, **planner(cast), version=None, points=[busy.pk])
    with pytest.raises(IllegalStep):
        services.decide(row, **planner(cast), approve=True)


def test_without_counts_nothing_is_proposed(cast, monkeypatch):
    monkeypatch.setattr("patrol.rounds.services.proposing.sources", {})
    answer = Phone(cast.chief).post(f"routes/{make_route(cast).pk}/proposals/", {})
    assert answer.status_code == 409


def test_a_key_place_is_never_dropped_for_being_quiet():
    quiet = PatrolPoint(pk=1, code="a", cell_code="X")
    school = PatrolPoint(pk=2, code="b", cell_code="X", place_id=5)
    busy = PatrolPoint(pk=3, code="c", cell_code="Y")
    assert weigh([quiet, school], [busy], {"Y": 3}) == ([3], [1])
    assert weigh([quiet, school], [busy], {}) == ([], [])


def test_the_south_plans_nothing_in_the_north(cast):
    point = make_point(cast)
    assert Phone(cast.sam).get(f"patrol-points/{point.pk}/").status_code == 404
