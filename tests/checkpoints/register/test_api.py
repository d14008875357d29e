"""The register over REST."""

import json
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.register.stock import all_met, square_ring

KEYS = count(1)


def send(client: Client, verb: str, where: str, said: dict[str, Any]) -> HttpResponse:
    headers = {"Idempotency-Key": f"register-api-{next(KEYS):06d}"}
    return client.generic(
        verb,
        f"/api/v1/{where}",
        json.dumps(said),
        content_type="application/json",
        headers=headers,
    )


def entry(cast: Cast, **said: Any) -> dict[str, Any]:
    return {
        "code": "G1",
        "name": "示例检查站",
        "line": "provincial",
        "grade": "level1",
        "agency": cast.north_station.code,
        "lng": 125.11,
        "lat": 42.91,
        "built_on": "2026-01-01",
    } | said


def test_a_checkpoint_is_entered_read_changed_opened_and_closed(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    made = send(client, "POST", "checkpoints/", entry(cast))
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    assert made["ETag"] == '"1"'
    changed = send(client, "PATCH", "checkpoints/G1/", {"road": "G303", "version": 1})
    assert changed.json()["road"] == "G303"
    stale = send(client, "PATCH", "checkpoints/G1/", {"road": "G1", "version": 1})
    assert stale.status_code == 412
    term = {
        "instrument_type": "设站批复",
        "instrument_number": "1号",
        "instrument_issuer": "示例市局",
        "valid_from": timezone.now().isoformat(),
        "version": 2,
    }
    opened = send(client, "POST", "checkpoints/G1/openings/", term)
    assert opened.json()["state"] == "operational"
    assert client.get("/api/v1/checkpoints/G1/openings/").json()["count"] == 1
    gone = send(client, "POST", "checkpoints/G1/close/", {"reason": "改线", "version": 3})
    assert gone.json()["state"] == "closed"
    assert client.get("/api/v1/checkpoints/?state=closed").json()["count"] == 1
    assert client.get("/api/v1/checkpoints/?state=flying").status_code == 400


def test_the_same_key_enters_it_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    body = json.dumps(entry(cast))
    answers = [
        client.post(
            "/api/v1/checkpoints/",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "register-once-1"},
        )
        for _n in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert client.get("/api/v1/checkpoints/").json()["count"] == 1


def test_faults_are_named_with_their_fields(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    refused = send(client, "POST", "checkpoints/", entry(cast, grade="level9", code="a b"))
    assert refused.status_code == 400
    assert {e["pointer"] for e in refused.json()["errors"]} == {"/grade", "/code"}


def test_a_mobile_one_moves(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast, kind="mobile")
    client.force_login(cast.chief)
    said = {"mission": "安保", "lng": 125.12, "lat": 42.9, "version": 1}
    moved = send(client, "POST", f"checkpoints/{row.code}/moves/", said)
    assert (moved.json()["lng"], moved.json()["mission"]) == (125.12, "安保")
    assert client.get(f"/api/v1/checkpoints/{row.code}/moves/").json()["count"] == 1


def test_needs_and_shortages_of_a_level(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast)
    client.force_login(cast.gus)
    body = client.get(f"/api/v1/checkpoints/{row.code}/needs/?level=wartime").json()
    assert (body["officers"], body["equipment"]["shield"]) == (8, 4)
    lack = next(each for each in body["shortages"] if each["code"] == "shield")
    assert (lack["required"], lack["present"], lack["missing"]) == (4, 0, 4)


def test_equipment_posts_and_forces(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast)
    client.force_login(cast.chief)
    one = f"checkpoints/{row.code}/"
    item = send(client, "POST", f"{one}equipment/", {"kind": "shield", "quantity": 2}).json()
    there = f"checkpoint-equipment/{item['id']}/"
    changed = send(client, "PATCH", there, {"state": "faulty", "version": 1})
    assert changed.json()["state"] == "faulty"
    assert client.get(f"/api/v1/{there}").json()["version"] == 2
    assert client.get("/api/v1/checkpoint-equipment/?state=faulty").json()["count"] == 1
    laid = send(client, "POST", f"{one}posts/", {"kind": "cover_guard", "name": "警戒"})
    assert laid.status_code == 201
    said = {"kind": "traffic_police", "name": "示例交警大队", "heads": 2, "phone": "0000-0000"}
    assert send(client, "POST", f"{one}joint-forces/", said).status_code == 201
    detail = client.get(f"/api/v1/{one}").json()
    assert (detail["posts"][0]["name"], detail["joint_forces"][0]["heads"]) == ("警戒", 2)
    for part in ("equipment", "posts", "joint-forces"):
        assert client.get(f"/api/v1/{one}{part}/").json()["count"] == 1


def test_an_assessment_scores_and_is_read_again(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast)
    client.force_login(cast.chief)
    lines = [{"item": code, **line} for code, line in all_met().items()]
    made = send(client, "POST", f"checkpoints/{row.code}/assessments/", {"lines": lines})
    assert made.status_code == 201
    body = client.get(f"/api/v1/checkpoints/{row.code}/assessments/").json()["results"][0]
    assert body["met_weight"] < body["applicable_weight"] == 27
    short = send(client, "POST", f"checkpoints/{row.code}/assessments/", {"lines": []})
    assert short.json()["errors"][0]["pointer"].startswith("/lines/")


def test_minimums_are_read_and_set_in_ones_own_area_only(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    said = {"grade": "level1", "level": "normal", "need": "officers", "quantity": 7}
    made = send(client, "POST", "checkpoint-minimums/", said | {"agency": cast.city.code})
    assert (made.status_code, made.json()["quantity"]) == (201, 7)
    listed = client.get("/api/v1/checkpoint-minimums/?grade=level1&limit=200").json()["results"]
    assert {row["agency"] for row in listed} == {"", cast.city.code}
    missing = send(client, "POST", "checkpoint-minimums/", said | {"agency": "123456789012"})
    assert missing.status_code == 404


def test_the_map_shows_working_checkpoints_in_the_box(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast, road="G303")
    make_checkpoint(cast, is_active=False)
    client.force_login(cast.gus)
    layer = client.get("/api/v1/checkpoint-map/?bbox=125,42,126,43")
    assert layer["Content-Type"] == "application/geo+json"
    (feature,) = layer.json()["features"]
    assert (feature["id"], feature["properties"]["road"]) == (row.code, "G303")
    assert client.get("/api/v1/checkpoint-map/?bbox=1,1,2,2").json()["features"] == []
    for bad in ("1,2,3", "5,5,1,1", "a,b,c,d"):
        assert client.get(f"/api/v1/checkpoint-map/?bbox={bad}").status_code == 400


def test_rings_name_the_checkpoints_inside(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast)
    square_ring(agency=cast.north)
    client.force_login(cast.nora)
    (feature,) = client.get("/api/v1/defence-rings/").json()["features"]
    assert feature["properties"]["checkpoints"] == [row.code]


def test_build_rates_are_given_as_fractions_of_rows(cast: Cast, client: Client) -> None:
    make_checkpoint(cast, grade="level1")
    client.force_login(cast.ada)
    rows = client.get("/api/v1/checkpoint-build-rate/").json()
    first = next(row for row in rows if row["code"] == "level1")
    assert (first["planned"], first["built"], first["rate"]) == (1, 1, "100.0")


def test_a_file_is_tried_and_taken(cast: Cast, client: Client) -> None:
    client.force_login(cast.chief)
    sheet = f"code,name,line,grade,agency,lng,lat\nA1,甲,ring,level2,{cast.north.code},125.1,42.9\n"
    tried = send(client, "POST", "registers/checkpoints/import/", {"csv": sheet})
    assert (tried.json()["created"], tried.json()["is_written"]) == (1, False)
    taken = send(client, "POST", "registers/checkpoints/import/", {"csv": sheet, "dry_run": False})
    assert taken.json()["is_written"] is True
    assert client.get("/api/v1/checkpoints/A1/").json()["state"] == "planned"


def test_sam_finds_nothing_of_the_north(cast: Cast, client: Client) -> None:
    row = make_checkpoint(cast)
    client.force_login(cast.sam)
    assert client.get(f"/api/v1/checkpoints/{row.code}/").status_code == 404
    assert client.get("/api/v1/checkpoints/").json()["count"] == 0
    assert client.get("/api/v1/checkpoint-map/").json()["features"] == []
