"""Cameras around a place: which look there, which were online then, and what cells have none."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from tests.cast import SOUTH, STEP, WEST, Cast
from tests.video.make import make_camera
from video.board import overlap, sight
from video.health.models import StatusSpan
from video.register.models import Camera

LNG, LAT = WEST + 0.5 * STEP, SOUTH + 1.5 * STEP
METRE = 1 / 111_195  # of latitude, in degrees


def south_of(metres: float) -> Point:
    """That far south of the place."""
    return Point(LNG, LAT - metres * METRE, srid=4326)


def around(client: Client, **asked: object) -> dict:
    query = {"lng": LNG, "lat": LAT} | asked
    answer = client.get("/api/v1/cameras/around/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def seen(told: dict) -> dict[str, str]:
    return {row["code"]: row["sight"] for row in told["cameras"]}


@pytest.fixture
def north(cast: Cast, client: Client) -> Client:
    client.force_login(cast.nora)
    return client


def test_a_camera_that_looks_there_stands_before_a_nearer_one_that_looks_away(
    cast: Cast, north: Client
) -> None:
    towards = make_camera(cast, location=south_of(80), bearing=0, view_angle=60, view_radius=100)
    away = make_camera(cast, location=south_of(20), bearing=180, view_angle=60, view_radius=100)
    told = around(north)
    assert list(seen(told).items()) == [(towards.code, "looks"), (away.code, "away")]
    first = told["cameras"][0]
    assert first["distance_m"] == 80
    assert first["azimuth"] in (0, 360)
    assert (told["count"], told["seeing"]) == (2, 1)


def test_what_the_file_does_not_say_is_assumed_and_said_to_be(cast: Cast, north: Client) -> None:
    compass = make_camera(cast, location=south_of(30), direction=4)  # north
    nothing = make_camera(cast, location=south_of(31))
    dome = make_camera(cast, location=south_of(32), camera_type=1)
    far = make_camera(cast, location=south_of(120), direction=4)
    told = around(north)
    assert seen(told) == {
        compass.code: "looks", dome.code: "can_turn", nothing.code: "unknown",
        far.code: "too_far",
    }  # fmt: skip
    assert all(row["sector"]["assumed"] for row in told["cameras"])


def test_a_high_lookout_is_found_five_kilometres_away(cast: Cast, north: Client) -> None:
    make_camera(cast, location=south_of(4_900), function_types=[6])
    make_camera(cast, location=south_of(5_100), function_types=[6])
    make_camera(cast, location=south_of(4_900))
    (row,) = around(north)["cameras"]
    assert row["is_lookout"]
    assert row["distance_m"] == pytest.approx(4_900, rel=0.005)
    assert row["sight"] == "looks"


def test_it_tells_what_was_online_then_and_not_what_is_now(cast: Cast, north: Client) -> None:
    camera = make_camera(cast, state="offline", location=south_of(20), bearing=0)
    now = timezone.now()
    begun, ended = now - timedelta(days=3), now - timedelta(days=1)
    StatusSpan.objects.create(camera=camera, state="online", started_at=begun, ended_at=ended)
    StatusSpan.objects.filter(camera=camera, state="offline").update(started_at=ended)
    then = around(north, at=(now - timedelta(days=2)).isoformat())
    assert then["cameras"][0]["state"] == "online"
    assert (then["useful"], then["is_now"]) == (1, False)
    long_ago = around(north, at=(now - timedelta(days=9)).isoformat())
    assert long_ago["cameras"][0]["state"] == "unknown"
    told = around(north)
    assert told["cameras"][0]["state"] == "offline"
    assert (told["useful"], told["is_now"]) == (0, True)


def test_only_useful_ones_can_be_asked_for(cast: Cast, north: Client) -> None:
    good = make_camera(cast, state="online", location=south_of(20), bearing=0)
    make_camera(cast, state="offline", location=south_of(20), bearing=0)
    make_camera(cast, state="online", location=south_of(20), bearing=180, view_angle=60)
    assert seen(around(north, only="useful")) == {good.code: "looks"}
    assert around(north, only="seeing")["count"] == 2


def test_the_future_and_half_a_place_are_refused_at_their_field(cast: Cast, north: Client) -> None:
    later = (timezone.now() + timedelta(hours=1)).isoformat()
    for query, pointer in (
        ({"lng": LNG, "lat": LAT, "at": later}, "/at"),
        ({"lng": LNG}, "/lat"),
        ({"lng": LNG, "lat": LAT, "radius": 90_000}, "/radius"),
        ({"lng": 200, "lat": LAT}, "/lng"),
    ):
        answer = north.get("/api/v1/cameras/around/", query)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == pointer


def test_a_southern_camera_next_to_the_place_is_not_told_to_the_north(
    cast: Cast, north: Client
) -> None:
    make_camera(cast, agency=cast.south_station, location=south_of(10))
    make_camera(cast, location=south_of(10), device_state=3)
    assert around(north)["count"] == 0


@pytest.mark.parametrize(
    ("azimuth", "answer"), [(350, "looks"), (29, "looks"), (31, "away"), (180, "away")]
)
def test_a_sector_goes_round_through_north(azimuth: float, answer: str) -> None:
    sector = sight.sector(bearing=0, angle=60, radius=100)
    assert sector.sees(azimuth=azimuth, distance=50) == answer


def test_the_page_lists_them_and_takes_the_sheet(cast: Cast, north: Client) -> None:
    camera = make_camera(cast, state="online", location=south_of(20), bearing=0)
    assert "Say a place" in north.get("/video/around/").content.decode()
    page = north.get("/video/around/", {"lng": LNG, "lat": LAT}).content.decode()
    assert camera.name in page
    assert "looks there" in page
    sheet = north.get("/video/around/", {"lng": LNG, "lat": LAT, "as": "csv"})
    assert camera.gb_id in b"".join(sheet).decode()
    wrong = north.get("/video/around/", {"lng": "x", "lat": LAT}).content.decode()
    assert "Enter a number." in wrong


def test_cells_without_a_working_camera_come_first_and_are_counted(
    cast: Cast, north: Client
) -> None:
    make_camera(cast, state="offline")
    told = north.get("/api/v1/camera-coverage/").json()
    mine = {row["code"]: row for row in told["cells"]}
    dead = [row for row in mine.values() if row["finding"] == "dead"]
    assert len(dead) == 1
    assert (dead[0]["cameras"], dead[0]["working"]) == (1, 0)
    assert told["totals"]["covered"] == 0
    Camera.objects.get().status.__class__.objects.update(state="online")
    told = north.get("/api/v1/camera-coverage/", {"finding": "gap"}).json()
    assert dead[0]["code"] not in {row["code"] for row in told["cells"]}
    assert told["totals"]["covered"] == 1


def test_a_camera_on_no_ground_is_counted_apart(cast: Cast, north: Client) -> None:
    make_camera(cast, state="online", location=Point(90, 40, srid=4326))
    assert north.get("/api/v1/camera-coverage/").json()["totals"]["outside"] == 1


def test_the_page_of_cells_says_what_is_missing(cast: Cast, north: Client) -> None:
    make_camera(cast, state="offline")
    page = north.get("/video/coverage/").content.decode()
    assert "No camera works" in page
    assert "S-1" not in page  # the south's
    sheet = b"".join(north.get("/video/coverage/", {"as": "csv"})).decode()
    assert "dead" in sheet


def test_two_cameras_side_by_side_see_the_same_and_one_could_fail(
    cast: Cast, north: Client
) -> None:
    wide = {"bearing": 0, "view_angle": 360, "view_radius": 300, "state": "online"}
    one, two = make_camera(cast, **wide), make_camera(cast, **wide)
    blind = make_camera(cast, state="online")
    cell = next(
        row["code"]
        for row in north.get("/api/v1/camera-coverage/").json()["cells"]
        if row["cameras"] == 3
    )
    told = north.get(f"/api/v1/camera-coverage/{cell}/").json()
    assert (told["cameras"], told["blind"]) == (3, 1)
    assert sorted(told["spare"]) == [one.code, two.code]
    assert 0 < told["twice"] == told["seen"] < 1
    assert blind.code not in told["spare"]
    assert told["gaps"]
    assert "See nothing alone" in north.get(f"/video/coverage/{cell}/").content.decode()


def test_a_cell_where_nothing_works_is_not_seen_at_all(cast: Cast, north: Client) -> None:
    make_camera(cast, state="offline", bearing=0, view_radius=300)
    cell = north.get("/api/v1/camera-coverage/").json()["cells"][0]["code"]
    told = north.get(f"/api/v1/camera-coverage/{cell}/").json()
    assert (told["seen"], told["twice"], told["spare"]) == (0, 0, [])


def test_what_is_drawn_lies_in_the_box_of_the_cell(cast: Cast) -> None:
    from grid.territory.layers import drawing
    from grid.territory.models import Cell

    cell = Cell.objects.filter(is_leaf=True).first()
    west, south, east, north = cell.outline.extent
    left, top, width, height = map(float, drawing(cell)["box"].split())
    (x, y), (x2, y2) = overlap.drawn(cell, [(west, north), (east, south)])
    assert abs(x - left) <= 1
    assert abs(y - top) <= 1
    assert abs(x2 - left - width) <= 1
    assert abs(y2 - top - height) <= 1
