"""Alarm devices over REST: presses from their own systems, the register from officers."""

import json
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client

from grid.ledger.models import EventEntry
from grid.rights import Right
from tests.cast import Cast
from tests.video.alarms.make import calling, make_device, make_press
from video.alarms.models import AlarmDevice, Press

KEYS = count(1)


def send(client: Client, verb: str, where: str, said: Any = None, key: str = "") -> HttpResponse:
    headers = {"Idempotency-Key": key or f"alarms-api-{next(KEYS):06d}"}
    body = "" if said is None else json.dumps(said)
    return client.generic(
        verb, f"/api/v1/{where}", body, content_type="application/json", headers=headers
    )


def test_a_pole_presses_and_pressing_again_with_the_same_key_changes_nothing(cast: Cast) -> None:
    device, client = make_device(cast), calling(cast.north)
    said = {"device": device.code, "press_ref": "77"}
    first = send(client, "POST", "alarm-presses/", said, key="press-000001")
    assert first.status_code == 201, first.content
    assert first.json()["place"] == device.name
    assert first.json()["level"] == 1
    again = send(client, "POST", "alarm-presses/", said, key="press-000001")
    assert again.json() == first.json()
    under_another_key = send(client, "POST", "alarm-presses/", said)
    assert under_another_key.json()["press"] == first.json()["press"]
    assert EventEntry.objects.filter(kind="video.alarm_pressed").count() == 1


def test_officers_do_not_press_and_systems_that_press_read_nothing(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.chief)
    said = {"device": "X", "press_ref": "1"}
    assert send(client, "POST", "alarm-presses/", said).status_code == 403
    assert calling(cast.north).get("/api/v1/alarm-presses/").status_code == 403
    reader = calling(cast.north, Right.CAMERA_READ)
    assert reader.get("/api/v1/alarm-presses/").status_code == 200


def test_a_press_without_its_number_names_the_field(cast: Cast) -> None:
    answer = send(calling(cast.north), "POST", "alarm-presses/", {"device": "X"})
    assert answer.status_code == 400
    assert "/press_ref" in answer.content.decode()
    assert not Press.objects.exists()


def test_a_device_is_entered_corrected_and_refused_with_a_stale_version(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.vera)
    said = {
        "code": "SCH-1", "name": "Example school", "kind": "school", "lng": 125.11, "lat": 42.91,
        "agency": cast.north_station.code,
    }  # fmt: skip
    made = send(client, "POST", "alarm-devices/", said)
    assert made.status_code == 201, made.content
    taken = send(client, "POST", "alarm-devices/", said)
    assert taken.status_code == 400
    path = "alarm-devices/SCH-1/"
    changed = send(client, "PATCH", path, {"state": "faulty", "note": "No answer", "version": 1})
    assert changed.json()["state"] == "faulty"
    assert send(client, "PATCH", path, {"name": "Y", "version": 1}).status_code == 412
    assert client.get(f"/api/v1/{path}").json()["version"] == 2


def test_a_device_without_place_or_degrees_is_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    said = {"code": "A", "name": "A", "kind": "pole", "agency": cast.south.code}
    answer = send(client, "POST", "alarm-devices/", said)
    assert answer.status_code == 400
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {"/agency", "/lng"}


def test_the_list_is_narrowed_and_never_leaves_the_scope(cast: Cast, client: Client) -> None:
    pole = make_device(cast, name="Market pole")
    make_device(cast, kind="school")
    make_device(cast, agency=cast.south_station)
    client.force_login(cast.nora)
    rows = client.get("/api/v1/alarm-devices/?kind=pole").json()["results"]
    assert [row["code"] for row in rows] == [pole.code]
    assert client.get("/api/v1/alarm-devices/?q=market").json()["count"] == 1
    assert client.get("/api/v1/alarm-devices/?kind=x").status_code == 400


def test_a_test_is_begun_and_a_press_judged_over_rest(cast: Cast, client: Client) -> None:
    device = make_device(cast)
    made = make_press(device, cast)
    client.force_login(cast.vera)
    begun = send(client, "POST", f"alarm-devices/{device.code}/tests/")
    assert begun.status_code == 201
    listed = client.get(f"/api/v1/alarm-devices/{device.code}/tests/").json()
    assert listed["results"][0]["state"] == "waiting"
    said = {"result": "genuine", "number": "20260101000001", "version": 1}
    judged = send(client, "PATCH", f"alarm-presses/{made.pk}/", said)
    assert (judged.json()["result"], judged.json()["version"]) == ("genuine", 2)


def test_a_sheet_is_tried_names_each_bad_row_and_is_taken(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    code = cast.north_station.code
    lines = ["code,name,kind,agency,lng,lat"]
    lines += [f"A-{n},Pole {n},pole,{code},125.1{n},42.91" for n in range(3)]
    lines += [f"B-1,Pole,tower,{code},125.1,42.9"]
    sheet = "\n".join(lines)
    path = "registers/alarm-devices/import/"
    tried = send(client, "POST", path, {"csv": sheet}).json()
    assert (tried["created"], tried["faulty"], tried["is_written"]) == (3, 1, False)
    assert (tried["faults"][0]["row"], tried["faults"][0]["field"]) == (5, "kind")
    assert not AlarmDevice.objects.exists()
    taken = send(client, "POST", path, {"csv": sheet, "dry_run": False, "only_valid": True})
    assert taken.json()["created"] == 3
    assert AlarmDevice.objects.count() == 3
