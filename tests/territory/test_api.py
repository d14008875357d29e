"""The ground over REST: cells by point, places with versions, layers that stay in the browser."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from rest_framework.test import APIClient

from grid.organisation.models import ClientSystem, Officer
from grid.territory.models import Place
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SCHOOL = {
    "name": "第一小学",
    "kind": "school",
    "lng": 125.11,
    "lat": 42.91,
    "is_key": True,
    "windows": [{"days": [1, 2, 3, 4, 5], "from": "07:20", "to": "08:10"}],
}


@pytest.fixture
def register(cast: Cast) -> ClientSystem:
    """A district's own register of places, allowed to write into ours."""
    return ClientSystem.objects.create(
        name="场所登记系统",
        agency=cast.city,
        token_digest="0" * 64,
        token_hint="none",
        scopes=["territory.read", "territory.manage"],
        owner="示例",
        expires_at=timezone.now() + timedelta(days=1),
    )


def as_(officer: Officer | ClientSystem) -> APIClient:
    client = APIClient()
    client.force_authenticate(officer)
    return client


def send(officer: Officer | ClientSystem, method: str, url: str, body: dict, **headers: str):
    headers = {"HTTP_IDEMPOTENCY_KEY": str(uuid4())} | headers
    return getattr(as_(officer), method)(url, body, format="json", **headers)


@pytest.fixture
def place(cast: Cast) -> Place:
    return Place.objects.create(
        name="北区医院",
        kind="hospital",
        point=Point(125.11, 42.91, srid=4326),
        agency=cast.north_station,
        cell=cast.north_cell,
    )


def test_a_dispatcher_lists_the_cells_of_her_branch_only(cast: Cast) -> None:
    found = as_(cast.nora).get("/api/v1/cells/").json()
    assert [c["code"] for c in found["results"]] == ["N-1", "N-2"]
    assert found["count"] == 2


def test_the_commander_lists_all_cells_and_filters_them(cast: Cast) -> None:
    client = as_(cast.chief)
    assert client.get("/api/v1/cells/").json()["count"] == 4
    assert client.get("/api/v1/cells/?q=南一").json()["results"][0]["code"] == "S-1"
    assert client.get(f"/api/v1/cells/?agency={cast.north_station.code}").json()["count"] == 2
    assert client.get("/api/v1/cells/?on=2019-01-01").json()["count"] == 0


def test_a_click_on_the_map_names_the_cell(cast: Cast) -> None:
    found = as_(cast.nora).get("/api/v1/cells/at/?lng=125.11&lat=42.91").json()
    assert found["cell"]["code"] == "N-1"
    assert found["cell"]["agency"]["name"] == "北站派出所"


def test_a_gcj02_pair_is_brought_home_first(cast: Cast) -> None:
    found = as_(cast.nora).get("/api/v1/cells/at/?lng=125.1164&lat=42.9125&crs=gcj02").json()
    assert found["lng"] == pytest.approx(125.110, abs=0.001)


def test_a_cell_of_the_other_branch_is_as_good_as_none(cast: Cast) -> None:
    there = as_(cast.sam).get("/api/v1/cells/at/?lng=125.11&lat=42.91").json()
    nowhere = as_(cast.sam).get("/api/v1/cells/at/?lng=1&lat=1").json()
    assert there["cell"] is None and nowhere["cell"] is None
    assert as_(cast.sam).get("/api/v1/cells/N-1/").status_code == 404
    assert as_(cast.sam).get("/api/v1/cells/none/").status_code == 404


@pytest.mark.parametrize("query", ["lng=42.9&lat=125.1", "lng=nan&lat=42", "lng=x&lat=1", "lat=1"])
def test_a_bad_pair_is_a_clear_refusal(cast: Cast, query: str) -> None:
    answer = as_(cast.nora).get(f"/api/v1/cells/at/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] in ("/lng", "/lat")


def test_a_cell_is_shown_with_its_outline_and_who_answers_for_it(cast: Cast) -> None:
    cast.north_cell.postings.create(officer=cast.cora, valid_from="2024-01-01")
    found = as_(cast.nora).get("/api/v1/cells/N-1/").json()
    assert found["outline"]["type"] == "MultiPolygon"
    assert found["postings"][0]["badge_number"] == "N002"
    assert found["postings"][0]["is_current"]


def test_a_register_writes_a_place_once_for_one_key(cast: Cast, register: ClientSystem) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "place-key-0001"}
    first = send(register, "post", "/api/v1/places/", SCHOOL, **key)
    again = send(register, "post", "/api/v1/places/", SCHOOL, **key)
    assert first.status_code == again.status_code == 201
    assert first.json()["cell"]["code"] == "N-1"
    assert Place.objects.count() == 1


def test_a_dispatcher_may_look_at_places_but_not_register_one(cast: Cast, place: Place) -> None:
    assert as_(cast.nora).get("/api/v1/places/?q=医院").json()["count"] == 1
    assert send(cast.nora, "post", "/api/v1/places/", SCHOOL).status_code == 403
    assert as_(cast.sam).get("/api/v1/places/").json()["count"] == 0
    assert as_(cast.sam).get(f"/api/v1/places/{place.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("fault", "pointer"),
    [
        ({"lng": 125.5, "lat": 10.0}, "/lng"),
        ({"kind": "castle"}, "/kind"),
        ({"windows": [{"days": [1], "from": "09:00", "to": "08:00"}]}, "/windows/0/to"),
        ({"name": "a\x00b"}, "/name"),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_nothing_written(
    cast: Cast, register: ClientSystem, fault: dict, pointer: str
) -> None:
    answer = send(register, "post", "/api/v1/places/", SCHOOL | fault)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert not Place.objects.exists()


def test_two_editors_of_a_place_the_second_is_told(
    cast: Cast, place: Place, register: ClientSystem
) -> None:
    url = f"/api/v1/places/{place.pk}/"
    assert send(register, "patch", url, {"name": "新名"}, HTTP_IF_MATCH='"1"').status_code == 200
    late = send(register, "patch", url, {"name": "旧名"}, HTTP_IF_MATCH='"1"')
    assert late.status_code == 412
    assert late.json()["current_version"] == 2
    assert send(register, "patch", url, {"name": "无版本"}).status_code == 400


def test_a_place_moved_on_the_map_moves_to_the_cell_there(
    cast: Cast, place: Place, register: ClientSystem
) -> None:
    body = {"lng": 125.13, "lat": 42.91, "version": 1}
    moved = send(register, "patch", f"/api/v1/places/{place.pk}/", body).json()
    assert moved["cell"]["code"] == "N-2" and moved["version"] == 2


def test_the_map_layer_shows_the_viewers_cells_and_is_fetched_once(cast: Cast) -> None:
    first = as_(cast.nora).get("/api/v1/map/cells.json")
    codes = [f["properties"]["code"] for f in json.loads(first.content)["features"]]
    assert codes == ["N-1", "N-2"]
    assert first["Cache-Control"] == "private, no-cache"
    again = as_(cast.nora).get("/api/v1/map/cells.json", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    cast.north_cell.name = "改名"
    cast.north_cell.save()
    third = as_(cast.nora).get("/api/v1/map/cells.json", HTTP_IF_NONE_MATCH=first["ETag"])
    assert third.status_code == 200


def test_one_viewers_layer_is_not_anothers(cast: Cast) -> None:
    tags = [as_(o).get("/api/v1/map/cells.json")["ETag"] for o in (cast.nora, cast.sam)]
    assert tags[0] != tags[1]


def test_divisions_are_the_same_for_everybody(cast: Cast) -> None:
    answer = as_(cast.nora).get("/api/v1/map/divisions.json")
    assert json.loads(answer.content) == {"type": "FeatureCollection", "features": []}
    assert as_(cast.nora).get("/api/v1/divisions/?level=city").json()["count"] == 0
    assert as_(cast.nora).get("/api/v1/divisions/?level=moon").status_code == 400
