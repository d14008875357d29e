"""The register of cameras over REST."""

from datetime import date

import pytest
from django.test import Client

from tests.cast import Cast
from tests.video.make import make_camera, make_company, make_platform
from tests.video.register.files import GB_ID, entered, send, whole
from video.register.models import Camera, CameraLink, Company


def test_a_camera_is_entered_read_changed_filed_checked_and_removed(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.vera)
    made = send(client, "POST", "cameras/", whole(cast))
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    one = f"cameras/{GB_ID}/"
    body = client.get(f"/api/v1/{one}").json()
    assert (body["filled"], body["fields_total"], body["missing"]) == (21, 27, [])
    assert [warning["code"] for warning in body["warnings"]] == ["unfiled"]
    changed = send(client, "PATCH", one, {"pole_number": "DF-1", "version": 1})
    assert changed.json()["file"]["pole_number"] == "DF-1"
    stale = send(client, "PATCH", one, {"pole_number": "DF-2", "version": 1})
    assert (stale.status_code, stale.json()["current_version"]) == (412, 2)
    filing = {"number": "备-1", "filed_on": "2024-06-20", "version": 2}
    assert send(client, "POST", f"{one}filings/", filing).json()["warnings"] == []
    checked = send(client, "POST", f"{one}checks/", {"state": "complete", "version": 3})
    assert checked.json()["file_state"] == "complete"
    gone = send(client, "POST", f"{one}removal/", {"reason": "改造", "version": 4})
    assert gone.json()["device_state"] == 3
    again = send(client, "POST", f"{one}removal/", {"reason": "改造", "version": 5})
    assert again.status_code == 409
    assert client.get(f"/api/v1/{one}filings/").json()["results"][0]["days_taken"] == 19
    assert client.get(f"/api/v1/{one}checks/").json()["results"][0]["state"] == "complete"


def test_what_is_read_can_be_sent_back_and_changes_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    row = entered(cast)
    told = client.get(f"/api/v1/cameras/{row.code}/").json()["file"]
    for name in ("file_state", "filing_number", "filed_on", "refile_since", "code"):
        del told[name]
    answer = send(client, "PATCH", f"cameras/{row.code}/", told)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)


def test_every_bad_field_is_named_in_one_answer(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    bad = whole(cast, gb_id="12", port=0, forbidden_place="private", function_types=[55])
    answer = send(client, "POST", "cameras/", bad)
    assert answer.status_code == 400
    named = {fault["pointer"] for fault in answer.json()["errors"]}
    assert named == {"/gb_id", "/port", "/forbidden_place", "/function_types"}
    assert not Camera.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"lng": "east"}, {"port": 2**40}, {"function_types": "5"}, {"function_types": [None]},
        {"installed_on": "tomorrow"}, {"is_signed": "perhaps"}, {"name": "\x00"}, {"crs": "utm"},
        {"name": None}, {"agency": "1"}, {"device_state": 9}, {"height_m": "NaN"},
    ],
)  # fmt: skip
def test_no_body_however_wrong_is_more_than_a_bad_request(
    cast: Cast, client: Client, said: dict[str, object]
) -> None:
    client.force_login(cast.vera)
    answer = send(client, "POST", "cameras/", whole(cast, **said))
    assert answer.status_code == 400, answer.content


def test_one_key_enters_a_camera_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    sent = {"content_type": "application/json", "headers": {"Idempotency-Key": "camera-once-1"}}
    body = whole(cast) | {"installed_on": "2024-05-01", "enabled_on": "2024-06-01"}
    first = client.post("/api/v1/cameras/", body, **sent)
    second = client.post("/api/v1/cameras/", body, **sent)
    assert (first.status_code, second.status_code) == (201, 201)
    assert Camera.objects.count() == 1


def test_the_list_is_paged_narrowed_and_scoped(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    firm = make_company(cast)
    for number in range(3):
        make_camera(cast, contractor=firm if number else None, is_public=number != 2)
    make_camera(cast, agency=cast.south_station)
    page = client.get("/api/v1/cameras/?limit=2").json()
    assert (page["count"], len(page["results"])) == (3, 2)
    assert client.get(f"/api/v1/cameras/?contractor={firm.code}").json()["count"] == 2
    assert client.get("/api/v1/cameras/?is_public=false").json()["count"] == 1
    assert client.get("/api/v1/cameras/?standing=true").json()["count"] == 3
    assert client.get("/api/v1/cameras/?finding=unsigned").json()["count"] == 3
    assert client.get("/api/v1/cameras/?finding=moon").status_code == 400
    assert client.get("/api/v1/cameras/?device_state=9").status_code == 400


def test_a_list_of_fifty_asks_the_database_as_often_as_a_list_of_two(
    cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    client.force_login(cast.vera)
    for _ in range(30):
        make_camera(cast, platform=make_platform(cast), contractor=make_company(cast))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(client.get("/api/v1/cameras/").json()["results"]) == 30


def test_a_camera_two_platforms_know_is_one_with_two_links(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    row = make_camera(cast)
    for _ in range(2):
        CameraLink.objects.create(camera=row, platform=make_platform(cast), given_id=row.gb_id)
    links = client.get(f"/api/v1/cameras/{row.code}/").json()["links"]
    assert [link["given_id"] for link in links] == [row.gb_id, row.gb_id]


def test_points_platforms_companies_and_contracts_are_kept_over_rest(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.vera)
    north = cast.north.code
    sent = {
        "camera-points/": {"code": "PT-1", "name": "杆", "agency": north, "lng": 125, "lat": 42},
        "video-platforms/": {"code": "PF-1", "name": "平台", "agency": north, "level": "county"},
        "video-companies/": {"code": "CO-1", "name": "公司", "agency": north, "is_owner": True},
        "video-contracts/": {
            "company": "CO-1", "kind": "lease", "number": "租-1", "valid_from": "2026-01-01",
            "valid_to": "2030-01-01",
        },
    }  # fmt: skip
    for where, said in sent.items():
        made = send(client, "POST", where, said)
        assert made.status_code == 201, made.content
        key = made.json().get("code") or made.json()["id"]
        change = {"number": "租-2"} if "contracts" in where else {"name": "新名"}
        changed = send(client, "PATCH", f"{where}{key}/", change | {"version": 1})
        assert changed.json()["version"] == 2, changed.content
        assert client.get(f"/api/v1/{where}{key}/").json()["version"] == 2
        assert client.get(f"/api/v1/{where}").json()["count"] == 1
        assert client.get(f"/api/v1/{where}?q=nothing").json()["count"] == 0
    assert client.get("/api/v1/video-platforms/?level=city").json()["count"] == 0
    assert client.get("/api/v1/video-companies/?part=owner").json()["count"] == 1
    assert client.get("/api/v1/video-contracts/?kind=lease&company=CO-1").json()["count"] == 1
    assert send(client, "POST", "video-companies/", sent["video-companies/"]).status_code == 400
    assert Company.objects.count() == 1


def test_stock_and_growth_are_told_in_figures(cast: Cast, client: Client) -> None:
    client.force_login(cast.vera)
    make_camera(cast, installed_on=date(2024, 1, 1))
    stock = client.get("/api/v1/camera-stock/").json()
    assert (stock["cameras"], stock["networked_share"]) == (1, 100.0)
    assert stock["classes"][0]["unexplained"] == 198
    assert stock["findings"]["unsigned"] == 1
    told = client.get("/api/v1/camera-growth/").json()
    assert told == [{"year": 2024, "added": 1, "removed": 0, "standing": 1}]


def test_who_may_only_read_changes_nothing(cast: Cast, client: Client) -> None:
    row = make_camera(cast)
    client.force_login(cast.ada)
    assert client.get(f"/api/v1/cameras/{row.code}/").status_code == 200
    assert send(client, "PATCH", f"cameras/{row.code}/", {"version": 1}).status_code == 403
    client.force_login(cast.con)
    assert client.get(f"/api/v1/cameras/{row.code}/").status_code == 403
