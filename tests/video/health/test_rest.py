"""What a system that watches cameras sends, and what it is answered."""

import pytest

from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.health.make import send, sender
from tests.video.make import give_state, make_camera, make_platform
from video.health.models import CameraStatus, PictureFault, PlatformStatus

pytestmark = pytest.mark.django_db


def test_a_sweep_is_taken_once_and_named_ids_nobody_has_are_said(cast: Cast) -> None:
    sender(cast)
    here, there = make_camera(cast), make_camera(cast, agency=cast.south_station)
    body = {"online": [here.gb_id, there.gb_id]}
    answer = send("camera-sweeps", body)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["received"], told["taken"], told["unknown"]) == (2, 1, [there.gb_id])
    again = send("camera-sweeps", body)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert CameraStatus.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"online": ["1"]}, "/online/0"),
        ({"online": []}, "/online"),
        ({"online": ["22040200001321000001"], "offline": ["22040200001321000001"]}, "/offline/0"),
        ({"online": [7]}, "/online"),
        ({"online": ["22040200001321000001"], "at": "2999-01-01T00:00:00Z"}, "/at"),
        ({"online": ["22040200001321000001"], "platform": "nowhere"}, "/platform"),
        ({"online": ["٢٢٠٤٠٢٠٠٠٠١٣٢١٠٠٠٠٠١"]}, "/online/0"),
        ("{", ""),
    ],
)
def test_a_sweep_that_cannot_be_read_names_its_fault(cast: Cast, body, pointer: str) -> None:
    sender(cast)
    answer = send("camera-sweeps", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert CameraStatus.objects.count() == 0


def test_who_may_only_read_sends_no_sweep(cast: Cast, client) -> None:
    client.force_login(cast.nora)
    answer = client.post(
        "/api/v1/camera-sweeps/",
        {"online": []},
        content_type="application/json",
        headers={"Idempotency-Key": "key-12345678"},
    )
    assert answer.status_code == 403


def test_a_lost_video_is_a_fault_of_a_camera_that_answers_until_it_is_on(cast: Cast) -> None:
    sender(cast)
    camera = make_camera(cast)
    lost = {"events": [{"gb_id": camera.gb_id, "event": "VLOST"}]}
    assert send("camera-events", lost).status_code == 200
    assert CameraStatus.objects.get().state == "online"
    assert PictureFault.objects.get().kind == "signal_loss"
    back = {"events": [{"gb_id": camera.gb_id, "event": "ON"}]}
    send("camera-events", back, key="key-87654321")
    assert PictureFault.objects.get().cleared_at is not None


def test_an_event_of_an_unknown_kind_is_refused_with_its_place(cast: Cast) -> None:
    sender(cast)
    rows = [{"gb_id": "22040200001321000001", "event": "ADD"}]
    answer = send("camera-events", {"events": rows})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith("/events/0")


def test_an_event_may_name_a_platform(cast: Cast) -> None:
    sender(cast)
    platform = make_platform(cast, gb_id="22040200002000000001")
    camera = make_camera(cast, platform=platform, state="online")
    send("camera-events", {"events": [{"gb_id": platform.gb_id, "event": "OFF"}]})
    assert PlatformStatus.objects.get().state == "down"
    assert CameraStatus.objects.get(camera=camera).state == "parent_down"


def test_heartbeats_bring_a_platform_up_and_its_absence_is_seen_by_all(cast: Cast, client) -> None:
    sender(cast)
    platform = make_platform(cast)
    beats = {"beats": [{"platform": platform.code}, {"platform": "nowhere"}]}
    told = send("platform-heartbeats", beats).json()
    assert (told["taken"], told["unknown"]) == (1, ["nowhere"])
    client.force_login(cast.nora)
    rows = client.get("/api/v1/platform-states/").json()["results"]
    assert [(row["platform"], row["state"]) for row in rows] == [(platform.code, "up")]


def test_a_camera_says_what_it_was_at_a_moment(cast: Cast, client) -> None:
    camera = make_camera(cast)
    give_state(camera, "online")
    client.force_login(cast.nora)
    now = client.get(f"/api/v1/cameras/{camera.code}/state/").json()
    assert (now["state"], len(now["spans"])) == ("online", 1)
    long_ago = client.get(f"/api/v1/cameras/{camera.code}/state/?at=2020-01-01T00:00:00Z").json()
    assert long_ago["state"] == "unknown"
    client.force_login(cast.sam)
    assert client.get(f"/api/v1/cameras/{camera.code}/state/").status_code == 404


def test_ages_of_signs_are_changed_by_who_manages_rates(cast: Cast, client) -> None:
    client.force_login(cast.chief)
    said = {"sweep_s": 600, "notify_s": 3600, "catalog_s": 3600, "heartbeat_s": 90}
    said |= {"lost_share": 80, "lost_least": 5, "valid_from": "2999-01-01"}
    headers = {"Idempotency-Key": "key-12345678"}
    answer = client.post(
        "/api/v1/sign-rules/", said, content_type="application/json", headers=headers
    )
    assert answer.status_code == 201
    assert client.get("/api/v1/sign-rules/").json()["count"] == 2
    assert EventEntry.objects.filter(kind="video.sign_rule_changed").count() == 1
