"""Requests over REST: asked, read, corrected, signed, handed out, settled."""

from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from grid.ledger.models import IdempotencyKey
from grid.organisation.models import ClientSystem, Officer
from grid.organisation.tokens import digest
from tests.cast import Cast
from tests.video.footage.make import (
    HASH,
    approve,
    handed,
    make_approved,
    make_leader,
    make_request,
    said,
    yesterday,
)
from tests.video.make import make_camera
from video.footage import services
from video.footage.models import FootageRequest
from video.health.models import CameraStatus, StatusSpan

KEYS = count(1)
BASE = "/api/v1/footage-requests/"


def of(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def post(client: Client, where: str, body: Any = None, **headers: str) -> Any:
    headers = {"Idempotency-Key": f"footage-{next(KEYS):06d}"} | headers
    return client.post(where, body or {}, content_type="application/json", headers=headers)


def body(cast: Cast, kind: str = "officer", **changes: Any) -> dict[str, Any]:
    since, until = yesterday(8).isoformat(), yesterday(9).isoformat()
    window = {"camera": make_camera(cast).code, "since": since, "until": until}
    return said(kind) | {"windows": [window]} | changes


def test_a_request_goes_its_whole_way_over_rest(cast: Cast) -> None:
    made = post(of(cast.nora), BASE, body(cast))
    assert (made.status_code, made.json()["state"]) == (201, "requested")
    assert made["ETag"] == '"1"'
    where = f"{BASE}{made.json()['number']}/"
    assert post(of(cast.chief), f"{where}sign/", {"version": 1}).json()["state"] == "signed"
    assert post(of(make_leader(cast)), f"{where}sign/").json()["state"] == "approved"
    said_out = handed() | {
        name: handed()[name].isoformat() for name in ("covers_from", "covers_to")
    }
    out = post(of(cast.vera), f"{where}issues/", said_out)
    assert (out.status_code, out.json()["sha256"]) == (201, HASH)
    issue = f"{where}issues/{out.json()['id']}/"
    assert post(of(cast.nora), f"{issue}receive/", {"sha256": HASH}).json()["state"] == "signed"
    settled = post(of(cast.vera), f"{issue}settle/", {"settled_as": "filed"}).json()
    assert (settled["state"], settled["settled_as"]) == ("done", "filed")
    closed = post(of(cast.vera), f"{where}close/", {"reason": "all is filed"}).json()
    assert closed["state"] == "closed"
    assert (closed["first_approver"], closed["first_role"]) == ("C001", "duty_commander")


def test_every_fault_is_named_by_its_pointer(cast: Cast) -> None:
    wrong = body(cast, basis_number="", purpose="short")
    wrong["windows"][0]["camera"] = "nobody"
    answer = post(of(cast.nora), BASE, wrong | {"basis_number": "x"})
    assert answer.status_code == 400
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {
        "/basis_number", "/purpose", "/windows/0/camera",
    }  # fmt: skip


def test_sending_a_request_twice_makes_one_and_keeps_no_citizen_in_the_key(cast: Cast) -> None:
    asked, key = body(cast, "citizen"), {"Idempotency-Key": "footage-twice-1"}
    first = post(of(cast.nora), BASE, asked, **key)
    again = post(of(cast.nora), BASE, asked, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["number"] == again.json()["number"]
    assert FootageRequest.objects.count() == 1
    kept = str(list(IdempotencyKey.objects.values()))
    assert "990101199001019999" not in kept and "示例某" not in kept
    assert first.json()["applicant"]["name"] == "示某"


def test_a_system_cannot_ask_for_footage(cast: Cast) -> None:
    ClientSystem.objects.create(
        name="平台", agency=cast.north, token_digest=digest("anlan_footage_1"), token_hint="f",
        scopes=["footage.read", "footage.request"], owner="N",
        expires_at=timezone.now() + timezone.timedelta(days=1),
    )  # fmt: skip
    bearer = {"Authorization": "Bearer anlan_footage_1"}
    assert post(Client(), BASE, body(cast), **bearer).status_code == 403
    assert Client().get(BASE, headers=bearer).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "citizen"}, 1), ({"state": "approved"}, 1), ({"waiting": "decision"}, 2),
        ({"waiting": "review"}, 1), ({"waiting": "issue"}, 2), ({"waiting": "me"}, 2),
        ({"waiting": "mine"}, 0), ({"waiting": "copies"}, 0), ({"q": "示公调字"}, 4),
        ({"q": "示例某"}, 0), ({"q": "N001"}, 4), ({"day_from": "2999-01-01"}, 0),
        ({"day_to": "2000-01-01"}, 0), ({"camera": "nothing"}, 0),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_what_is_asked(
    cast: Cast, query: dict[str, str], found: int
) -> None:
    make_approved(cast)
    approve(make_request(cast), cast.chief)
    for kind in ("citizen", "break_glass"):
        make_request(cast, kind)
    answer = of(cast.chief).get(BASE, query).json()
    assert answer["count"] == found


def test_the_list_is_found_by_camera_and_shows_neither_purpose_nor_cameras(cast: Cast) -> None:
    request = make_request(cast)
    camera = request.cameras.get().camera
    for name in (camera.code, camera.gb_id):
        answer = of(cast.nora).get(BASE, {"camera": name})
        assert [row["number"] for row in answer.json()["results"]] == [request.number]
    assert "way of escape" not in answer.content.decode()
    assert camera.code not in answer.content.decode()


def test_a_list_of_many_asks_the_database_no_more_often(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _number in range(6):
        make_request(cast)
    client = of(cast.nora)
    client.get(BASE)
    with django_assert_max_num_queries(20):
        assert len(client.get(BASE).json()["results"]) == 6


def test_a_correction_needs_the_version_and_a_stale_one_is_refused(cast: Cast) -> None:
    request = make_request(cast)
    client, where = of(cast.nora), f"{BASE}{request.number}/"

    def patch(version: str, purpose: str) -> Any:
        headers = {"Idempotency-Key": f"footage-p{next(KEYS):05}", "If-Match": version}
        return client.patch(
            where, {"purpose": purpose}, content_type="application/json", headers=headers
        )

    assert patch("", "theft of two bicycles").status_code == 400
    assert patch('"1"', "theft of two bicycles").json()["purpose"] == "theft of two bicycles"
    stale = patch('"1"', "theft of three bicycles")
    assert (stale.status_code, stale.json()["current"]) == (412, 2)


def test_refused_twice_the_second_hears_who_was_first(cast: Cast) -> None:
    where = f"{BASE}{make_request(cast).number}/"
    first = post(of(cast.chief), f"{where}refuse/", {"reason": "more than needed"})
    assert first.json()["refused_by"] == "C001"
    second = post(of(make_leader(cast)), f"{where}refuse/", {"reason": "more than needed"})
    assert second.status_code == 409


def test_the_requester_is_told_that_she_cannot_approve(cast: Cast) -> None:
    request = make_request(cast, by=cast.chief)
    answer = post(of(cast.chief), f"{BASE}{request.number}/sign/")
    assert answer.status_code == 403
    assert answer.json()["code"] == "not_allowed"


def test_taken_back_masked_and_out_of_scope_over_rest(cast: Cast) -> None:
    request = make_request(cast)
    where = f"{BASE}{request.number}/"
    assert post(of(cast.sam), f"{where}withdraw/", {"reason": "none"}).status_code == 404
    taken = post(of(cast.nora), f"{where}withdraw/", {"reason": "found already"})
    assert taken.json()["state"] == "withdrawn"
    shown = make_approved(cast, "publication")
    masks = {"masked": ["faces", "names", "plates", "licences"]}
    masked = post(of(cast.vera), f"{BASE}{shown.number}/mask/", masks).json()
    assert (masked["masked_by"], len(masked["masked"])) == ("N005", 4)


def test_what_was_online_then_is_said_for_each_camera(cast: Cast) -> None:
    whole, part, none, silent = (make_camera(cast) for _ in range(4))
    old = make_camera(cast, retention_days=1)
    online, offline = CameraStatus.State.ONLINE, CameraStatus.State.OFFLINE
    start, quarter = yesterday(0), yesterday(8).replace(minute=15)
    spans = [
        (whole, online, start, None), (part, online, yesterday(8), quarter),
        (part, offline, quarter, None), (none, offline, start, None), (old, online, start, None),
    ]  # fmt: skip
    for camera, state, since, until in spans:
        StatusSpan.objects.create(camera=camera, state=state, started_at=since, ended_at=until)
    cameras = [whole, part, none, silent, old]
    asked = {
        "camera": ",".join(camera.code for camera in cameras),
        "since": yesterday(8).isoformat(), "until": yesterday(9).isoformat(),
    }  # fmt: skip
    answer = of(cast.nora).get("/api/v1/footage-availability/", asked).json()
    rows = {row["camera"]: row for row in answer}
    found = [(rows[c.code]["availability"], rows[c.code]["online_percent"]) for c in cameras[:4]]
    assert found == [("whole", 100.0), ("part", 25.0), ("none", 0.0), ("unknown", None)]
    kept = timezone.datetime.fromisoformat(rows[old.code]["kept_until"])
    assert kept == yesterday(8) + timezone.timedelta(days=1)


def test_footage_older_than_it_is_kept_is_probably_overwritten(cast: Cast) -> None:
    camera = make_camera(cast, retention_days=30)
    since = yesterday(8) - timezone.timedelta(days=40)
    asked = {
        "camera": camera.code, "since": since.isoformat(),
        "until": (since + timezone.timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    where = "/api/v1/footage-availability/"
    assert of(cast.nora).get(where, asked).json()[0]["availability"] == "overwritten"
    turned = asked | {"until": since.isoformat()}
    assert of(cast.nora).get(where, turned).status_code == 400


def test_a_case_is_marked_once_and_the_mark_can_be_struck(cast: Cast) -> None:
    client, mark = of(cast.nora), {"case_number": "A9901-7", "result": "no_camera"}
    made = post(client, "/api/v1/video-checks/", mark)
    assert (made.status_code, made.json()["agency"]) == (201, cast.north.code)
    assert post(client, "/api/v1/video-checks/", mark).status_code == 409
    where = f"/api/v1/video-checks/{made.json()['id']}/strike/"
    assert post(client, where, {"reason": "wrong case"}).json()["struck_at"]
    assert post(client, where, {"reason": "wrong case"}).status_code == 409
    assert post(client, "/api/v1/video-checks/", mark).status_code == 201
    assert len(client.get("/api/v1/video-checks/").json()["results"]) == 2
    wrong = mark | {"case_number": "A\0"}
    assert post(client, "/api/v1/video-checks/", wrong).status_code == 400


def test_signing_ends_in_a_look_at_what_stands_now(cast: Cast) -> None:
    request = services.sign(make_request(cast), by=cast.chief)
    shown = of(cast.nora).get(f"{BASE}{request.number}/").json()
    assert (shown["first_approver"], shown["second_approver"]) == ("C001", None)
    assert shown["cameras"][0]["availability"] == "unknown"
