"""Cameras over REST: sheets and catalogues sent by other systems, and their reports."""

import base64
import io

import pytest
from celery import current_app
from openpyxl import Workbook

from tests.video.intake.make import HEAD, LAT, LNG, gb_id, item, line, message
from tests.video.make import make_camera, make_platform
from video.intake import services
from video.intake.models import IntakeRun
from video.register.models import Camera

ROOT = "22040200002000000001"


@pytest.fixture
def send(client, cast, monkeypatch, tmp_path, django_capture_on_commit_callbacks):
    """POST as Vera with a key of its own; the queue is worked at once."""
    monkeypatch.setattr(services, "FOLDER", tmp_path)
    monkeypatch.setattr(
        current_app, "send_task", lambda _name, arguments: services.run_queued(*arguments)
    )
    client.force_login(cast.vera)
    keys = iter(range(1_000))

    def post(path, body, *, key="", kind="application/json"):
        headers = {"Idempotency-Key": key or f"intake-{next(keys):04}"}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"/api/v1/{path}", body, content_type=kind, headers=headers)

    return post


def sheet(*lines):
    return "\n".join([HEAD, *lines])


def test_a_sheet_is_sent_and_its_report_is_read(client, send):
    answer = send("camera-imports/", {"csv": sheet(line(1), "123,x,1,1,"), "accept_valid": True})
    assert answer.status_code == 202, answer.content
    report = client.get(f"/api/v1/camera-imports/{answer.json()['id']}/").json()
    assert (report["state"], report["rows_created"], report["rows_bad"]) == ("done", 1, 1)
    assert report["faults"][0]["line"] == 3
    errors = client.get(f"/api/v1/camera-imports/{report['id']}/errors.csv")
    assert b"".join(errors.streaming_content).decode("utf-8-sig").startswith("line,column,reason")
    assert client.get("/api/v1/camera-imports/?state=done").json()["count"] == 1
    assert client.get("/api/v1/camera-imports/?kind=catalog").json()["count"] == 0


def test_a_workbook_is_sent_in_base64(send):
    book, kept = Workbook(), io.BytesIO()
    book.active.append(HEAD.split(","))
    book.active.append([gb_id(1), "x", LNG, LAT, None])
    book.save(kept)
    answer = send("camera-imports/", {"xlsx": base64.b64encode(kept.getvalue()).decode()})
    assert answer.status_code == 202
    assert IntakeRun.objects.get().refusal == ""
    assert list(IntakeRun.objects.get().faults.values()) == []
    assert Camera.objects.get().name == "x"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/csv"),
        ({"csv": "a", "xlsx": "b"}, "/csv"),
        ({"xlsx": "no base64 !"}, "/xlsx"),
        ({"csv": "a", "crs": "mars"}, "/crs"),
        ({"csv": "a", "camera_class": "nothing"}, "/camera_class"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_with_its_field(send, body, pointer):
    answer = send("camera-imports/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert IntakeRun.objects.count() == 0


def test_sent_twice_under_one_key_it_is_imported_once(send):
    body = {"csv": sheet(line(1))}
    first = send("camera-imports/", body, key="the-same-key")
    again = send("camera-imports/", body, key="the-same-key")
    assert again.json()["id"] == first.json()["id"]
    assert again["Idempotency-Replayed"] == "true"
    assert IntakeRun.objects.count() == 1


def test_a_checked_sheet_is_imported_by_a_word(send):
    checked = send("camera-imports/", {"csv": sheet(line(1)), "dry_run": True}).json()
    assert Camera.objects.count() == 0
    answer = send(f"camera-imports/{checked['id']}/decision/", {"accept_valid": False})
    assert answer.status_code == 202
    assert Camera.objects.count() == 1
    again = send(f"camera-imports/{checked['id']}/decision/", {})
    assert (again.status_code, again.json()["code"]) == (409, "file_gone")


@pytest.mark.parametrize("kind", ["application/xml", "text/xml", "application/manscdp+xml"])
def test_a_catalogue_is_sent_as_the_bytes_it_is(client, send, cast, kind):
    platform = make_platform(cast, gb_id=ROOT)
    body = message([item(gb_id(1), "镕基路")], device=ROOT, total=1).encode("gbk")
    answer = send("catalogs/", body, kind=kind)
    assert answer.status_code == 202, answer.content
    [run] = answer.json()["runs"]
    report = client.get(f"/api/v1/catalogs/{run['id']}/").json()
    assert (report["platform"], report["rows_created"]) == (platform.code, 1)
    assert Camera.objects.get().name == "镕基路"
    assert client.get("/api/v1/catalogs/").json()["count"] == 1


def test_a_catalogue_may_come_as_json_and_name_its_platform(send, cast):
    platform = make_platform(cast)
    body = {"xml": message([item(gb_id(1), "x")], device=ROOT, total=2), "platform": platform.code}
    answer = send("catalogs/", body)
    assert answer.json()["runs"][0]["state"] == "collecting"
    assert answer.json()["runs"][0]["rows_expected"] == 2


def test_status_events_are_counted_and_unknown_devices_named(send, cast):
    make_platform(cast, gb_id=ROOT)
    make_camera(cast, gb_id=gb_id(1), state="online")
    items = [item(gb_id(1), "x", Event="OFF"), item(gb_id(9), "y", Event="ON")]
    answer = send("catalogs/", {"xml": message(items, device=ROOT, total=2, root="Notify")})
    assert answer.json() == {"runs": [], "events": 2, "unknown": [gb_id(9)]}


def test_an_entity_in_a_catalogue_is_refused(send):
    body = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><Response>&a;</Response>'
    answer = send("catalogs/", body, kind="application/xml")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_catalog")


def test_a_report_of_another_area_is_404_like_none(client, send, cast):
    made = send("camera-imports/", {"csv": sheet(line(1))}).json()
    run = IntakeRun.objects.get(pk=made["id"])
    run.agency = cast.south
    run.save()
    theirs = client.get(f"/api/v1/camera-imports/{run.pk}/")
    nobodys = client.get("/api/v1/camera-imports/999999/")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.json()["code"] == nobodys.json()["code"]


def test_oversight_may_not_import(client, cast):
    client.force_login(cast.ada)
    headers = {"Idempotency-Key": "oversight-1"}
    answer = client.post(
        "/api/v1/camera-imports/", {"csv": "x"}, content_type="application/json", headers=headers
    )
    assert answer.status_code == 403
