"""Video patrol over REST."""

import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from grid.rights import Right
from tests.cast import Cast
from tests.video.alarms.make import calling
from tests.video.make import make_camera
from tests.video.rounds.make import EVERY_DAY, make_finding, make_round, make_run, make_team
from video.rounds.models import Finding

KEYS = count(1)


def send(client: Client, verb: str, where: str, said: Any = None) -> HttpResponse:
    headers = {"Idempotency-Key": f"rounds-api-{next(KEYS):06d}"}
    body = "" if said is None else json.dumps(said)
    return client.generic(
        verb, f"/api/v1/{where}", body, content_type="application/json", headers=headers
    )


@pytest.fixture
def vera(client: Client, cast: Cast) -> Client:
    client.force_login(cast.vera)
    return client


def test_a_run_is_begun_looked_through_and_ended(vera: Client, cast: Cast) -> None:
    cameras = [make_camera(cast), make_camera(cast)]
    run = make_run(make_round(cast, *cameras))
    path = f"video-runs/{run.pk}/"
    begun = send(vera, "POST", f"{path}start/")
    assert begun.status_code == 200, begun.content
    assert [look["camera"] for look in begun.json()["looks"]] == [row.code for row in cameras]
    said = {"camera": cameras[0].code, "result": "no_picture", "note": "Black"}
    look = send(vera, "POST", f"{path}looks/", said)
    assert look.json()["ticket_number"].startswith("WX")
    absent = send(vera, "POST", f"{path}looks/", said | {"camera": "T-NONE"})
    assert absent.status_code == 404
    refused = send(vera, "POST", f"{path}end/", {})
    assert refused.json()["errors"][0]["pointer"] == "/rest"
    ended = send(vera, "POST", f"{path}end/", {"rest": "time"}).json()
    assert (ended["state"], ended["no_picture"], ended["unseen"]) == ("done", 1, 1)
    assert vera.get("/api/v1/video-round-figures/").json()[0]["no_picture"] == 1


def test_teams_and_their_desks(vera: Client, cast: Cast) -> None:
    team = make_team(cast)
    taken = send(vera, "POST", f"video-teams/{team.pk}/desk/")
    assert (taken.status_code, taken.json()["present"]) == (201, ["N005"])
    assert send(vera, "DELETE", f"video-teams/{team.pk}/desk/").json()["present"] == []
    assert send(vera, "POST", "video-teams/", {"name": "X"}).status_code == 403
    vera.force_login(cast.chief)
    made = send(vera, "POST", "video-teams/", {"name": "Desk", "agency": cast.north.code})
    assert made.status_code == 201, made.content
    path = f"video-teams/{made.json()['id']}/"
    said = {"staff_from": "08:00", "staff_to": "20:00", "version": 1}
    assert send(vera, "PATCH", path, said).json()["version"] == 2
    assert send(vera, "PATCH", path, said).status_code == 412
    assert vera.get("/api/v1/video-teams/").json()["count"] == 2


def test_a_round_is_planned_read_and_changed(vera: Client, cast: Cast) -> None:
    camera, team = make_camera(cast), make_team(cast)
    vera.force_login(cast.chief)
    said = {
        "name": "Gate", "team": team.pk, "cameras": [camera.code], "days": EVERY_DAY,
        "starts_at": "00:00", "ends_at": "23:00", "every_min": 60,
    }  # fmt: skip
    made = send(vera, "POST", "video-rounds/", said)
    assert made.status_code == 201, made.content
    path = f"video-rounds/{made.json()['id']}/"
    assert vera.get(f"/api/v1/{path}").json()["cameras"] == [camera.code]
    ended = send(vera, "PATCH", path, {"is_active": False, "version": 1})
    assert ended.json()["is_active"] is False
    assert vera.get("/api/v1/video-rounds/?state=active").json()["count"] == 0
    assert vera.get(f"/api/v1/video-rounds/?camera={camera.code}").json()["count"] == 1
    wrong = send(vera, "POST", "video-rounds/", said | {"cameras": ["T-NONE"]})
    assert wrong.json()["errors"][0]["pointer"] == "/cameras"


def test_runs_are_called_off_and_extra_ones_begun(vera: Client, cast: Cast) -> None:
    plan = make_round(cast)
    run = make_run(plan, timezone.now() + timedelta(minutes=1))
    extra = send(vera, "POST", f"video-rounds/{plan.pk}/start/")
    assert (extra.status_code, extra.json()["is_extra"]) == (201, True)
    assert send(vera, "POST", f"video-runs/{run.pk}/start/").status_code == 409
    vera.force_login(cast.chief)
    path = f"video-runs/{run.pk}/cancel/"
    assert send(vera, "POST", path, {"reason": "Power cut"}).json()["state"] == "cancelled"
    today = timezone.localdate().isoformat()
    assert vera.get(f"/api/v1/video-runs/?state=cancelled&on={today}").json()["count"] in (0, 1)
    assert vera.get("/api/v1/video-runs/?state=nothing").status_code == 400


def test_a_finding_is_told_read_and_closed(vera: Client, cast: Cast) -> None:
    camera = make_camera(cast)
    said = {"kind": "fire", "level": 1, "summary": "Smoke", "camera": camera.code}
    made = send(vera, "POST", "video-findings/", said)
    assert made.status_code == 201, made.content
    path = f"video-findings/{made.json()['finding']}/"
    closed = send(vera, "PATCH", path, {"outcome": "Steam", "version": 1}).json()
    assert (closed["state"], closed["outcome"]) == ("closed", "Steam")
    wrong = send(vera, "POST", "video-findings/", said | {"camera": "T-NONE"})
    assert wrong.json()["errors"][0]["pointer"] == "/camera"
    assert Finding.objects.count() == 1


def test_findings_of_the_south_are_not_the_norths(vera: Client, cast: Cast) -> None:
    south = make_finding(cast, agency=cast.south_station)
    assert vera.get(f"/api/v1/video-findings/{south.pk}/").status_code == 404
    assert vera.get("/api/v1/video-findings/?kind=disorder").json()["count"] == 0


def test_only_a_person_looks_and_tells_what_was_seen(cast: Cast) -> None:
    system = calling(cast.north, Right.CAMERA_READ, Right.VIDEO_ROUND_WALK)
    told = send(system, "POST", "video-findings/", {"kind": "accident", "summary": "Two cars"})
    assert told.status_code == 403, told.content
    assert "Only an officer" in told.json()["message"]
    assert not Finding.objects.exists()
