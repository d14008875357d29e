"""What people see and do on the pages and over REST of stations and units."""

import json
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from patrol.units.models import Station, Unit
from tests.cast import Cast
from tests.patrol.make import make_crew, make_station, make_unit

KEYS = count(1)


def send(client: Client, verb: str, where: str, body: dict[str, Any]) -> Any:
    key = {"Idempotency-Key": f"units-{next(KEYS):06d}"}
    return client.generic(verb, where, json.dumps(body), "application/json", headers=key)


def post(client: Client, where: str, **said: Any) -> Any:
    return client.post(where, {"form_key": f"units-page-{next(KEYS):06d}", **said})


def test_every_page_opens_with_and_without_rows(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    pages = ["/units/", "/stations/", "/units/strength/", "/units/new/", "/stations/new/"]
    pages += ["/units/import/", "/stations/import/", "/units/strength/?as=csv"]
    assert {where: client.get(where).status_code for where in pages} == dict.fromkeys(pages, 200)
    station = make_station(cast, code="ST-A")
    unit = make_unit(cast, call_sign="P1", station=station, capabilities=["boat"])
    make_crew(unit, cast.pat)
    more = ["/units/at/P1/", "/units/at/P1/edit/", "/units/at/P1/crew/", "/stations/at/ST-A/"]
    more += ["/stations/at/ST-A/edit/"]
    assert {w: client.get(w).status_code for w in pages + more} == dict.fromkeys(pages + more, 200)


def test_the_chief_enters_a_station_and_a_unit_on_pages(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    where = {"lng": "125.11", "lat": "42.91", "crs": "wgs84", "cells": "N-1"}
    said = {"code": "ST-B", "name": "北站", "kind": "street", "agency": "990101000000"}
    answer = post(client, "/stations/new/", roads=8, junctions=24, is_active="on", **said, **where)
    assert (answer.status_code, answer["Location"]) == (302, "/stations/at/ST-B/")
    assert Station.objects.get().cell_codes == ["N-1"]
    unit = {"call_sign": "P9", "kind": "car", "tier": "roads", "agency": "990101000000"}
    answer = post(
        client, "/units/new/", station="ST-B", capabilities=["boat"], is_active="on", **unit
    )
    assert answer.status_code == 302
    assert Unit.objects.get().capabilities == ["boat"]
    again = post(client, "/units/new/", **unit)
    assert again.status_code == 400
    assert 'class="err"' in again.content.decode()


def test_pat_tells_her_status_on_the_page_and_sees_it_in_the_history(
    cast: Cast, client: Client
) -> None:
    make_crew(make_unit(cast, call_sign="P1"), cast.pat)
    make_unit(cast, call_sign="P2")
    client.force_login(cast.pat)
    answer = post(client, "/units/at/P1/", status="standby", channel="phone", note="在岗")
    assert answer.status_code == 302
    page = client.get("/units/at/P1/").content.decode()
    assert "在岗" in page
    assert 'id="tell"' not in client.get("/units/at/P2/").content.decode()


def test_the_sheet_is_tried_on_the_page_then_its_valid_rows_taken(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.chief)
    text = "call_sign,kind,agency\nP1,car,990101000000\nP2,sled,990101000000\n"
    page = post(
        client, "/units/import/", act="try", file=SimpleUploadedFile("u.csv", text.encode())
    )
    assert 'name="act" value="valid"' in page.content.decode()
    assert not Unit.objects.exists()
    assert post(client, "/units/import/", act="valid", text=text).status_code == 302
    assert [unit.call_sign for unit in Unit.objects.all()] == ["P1"]


def test_the_rest_of_units_answers_as_documented(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    said = {"call_sign": "P1", "kind": "car", "agency": "990101000000", "capabilities": ["boat"]}
    assert send(client, "POST", "/api/v1/units/", said).status_code == 201
    rows = client.get("/api/v1/units/?available=0&capability=boat").json()["results"]
    assert [row["call_sign"] for row in rows] == ["P1"]
    changed = send(client, "PATCH", "/api/v1/units/P1/", {"vehicle": "演A0001警", "version": 1})
    assert changed.json()["version"] == 2
    stale = send(client, "PATCH", "/api/v1/units/P1/", {"vehicle": "x", "version": 1})
    assert stale.status_code == 412
    told = send(
        client, "POST", "/api/v1/units/P1/status/", {"status": "patrol", "channel": "radio"}
    )
    assert told.json()["status"] == "patrol"
    assert client.get("/api/v1/units/P1/status/").json()["results"][0]["channel"] == "radio"
    posted = send(client, "POST", "/api/v1/units/P1/crew/", {"badge": "N003", "is_leader": True})
    assert posted.status_code == 201
    assert client.get("/api/v1/units/P1/").json()["crew"][0]["badge"] == "N003"
    unknown = send(client, "POST", "/api/v1/units/P1/crew/", {"badge": "ZZZ"})
    assert unknown.json()["errors"][0]["pointer"] == "/badge"


def test_stations_and_capabilities_over_rest(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    said = {"code": "ST-9", "name": "甲站", "agency": "990101000000", "lng": 125.11, "lat": 42.91}
    made = send(client, "POST", "/api/v1/stations/", said | {"cells": ["N-1"]})
    assert made.status_code == 201
    body = client.get("/api/v1/stations/ST-9/").json()
    assert body["outline"]["type"] == "MultiPolygon"
    moved = send(client, "PATCH", "/api/v1/stations/ST-9/", {"name": "乙站", "version": 1})
    assert moved.json()["name"] == "乙站"
    assert client.get("/api/v1/capabilities/").json()["count"] >= 10
    sheet = {
        "csv": "code,name,agency,lng,lat\nST-9,丙站,990101000000,125.1,42.9\n",
        "dry_run": False,
    }
    taken = send(client, "POST", "/api/v1/registers/stations/import/", sheet)
    assert (taken.json()["changed"], taken.json()["is_written"]) == (1, True)


def test_sam_finds_nothing_of_the_north(cast: Cast, client: Client) -> None:
    make_unit(cast, call_sign="P1", station=make_station(cast, code="ST-A"))
    client.force_login(cast.sam)
    for where in ("/units/at/P1/", "/stations/at/ST-A/", "/api/v1/units/P1/"):
        assert client.get(where).status_code == 404
    assert client.get("/api/v1/units/").json()["count"] == 0
