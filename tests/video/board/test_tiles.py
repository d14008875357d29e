"""What a tile of the map carries, for whom, and how often it is sent."""

import gzip
import math

from django.contrib.gis.geos import Point
from django.test import Client

from tests.cast import SOUTH, STEP, WEST, Cast
from tests.video.board.mvt import layers
from tests.video.make import camera_class, make_camera, make_company

LNG, LAT = WEST + 0.5 * STEP, SOUTH + 1.5 * STEP  # where make_camera puts the north's


def where(z: int, lng: float = LNG, lat: float = LAT) -> str:
    count = 1 << z
    x = int((lng + 180) / 360 * count)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * count)
    return f"/api/v1/camera-tiles/{z}/{x}/{y}.mvt"


def cut(client: Client, z: int, **given: float) -> dict:
    answer = client.get(where(z, **given))
    assert answer.status_code == 200
    return layers(answer.content)


def test_a_street_shows_each_camera_with_what_the_map_filters_by(
    client: Client, cast: Cast
) -> None:
    owner = make_company(cast)
    camera = make_camera(cast, state="offline", owner=owner, bearing=90, view_angle=60)
    client.force_login(cast.nora)
    (row,) = cut(client, 14)["cameras"]
    assert (row["code"], row["id"]) == (camera.code, camera.pk)
    assert (row["class"], row["state"], row["owner"]) == ("city", "offline", owner.pk)
    assert (row["bearing"], row["angle"]) == (90, 60)
    assert 0 <= row["x"] <= 4096


def test_a_whole_city_is_told_in_groups_that_can_still_be_filtered(
    client: Client, cast: Cast
) -> None:
    for state in ("online", "online", "offline"):
        make_camera(cast, state=state)
    make_camera(cast, state="online", camera_class=camera_class("shop", is_public=False))
    client.force_login(cast.nora)
    rows = cut(client, 9)["groups"]
    assert sorted((row["class"], row["state"], row["n"]) for row in rows) == [
        ("city", "offline", 1), ("city", "online", 2), ("shop", "online", 1),
    ]  # fmt: skip


def test_a_camera_nobody_ever_heard_of_is_unknown_and_without_owner(
    client: Client, cast: Cast
) -> None:
    make_camera(cast)
    client.force_login(cast.nora)
    (row,) = cut(client, 12)["cameras"]
    assert (row["state"], row["owner"]) == ("unknown", 0)
    assert "bearing" not in row  # sectors are for streets


def test_removed_ones_and_those_without_a_place_are_on_no_tile(client: Client, cast: Cast) -> None:
    make_camera(cast, device_state=3)
    make_camera(cast, location=None)
    client.force_login(cast.nora)
    assert cut(client, 14) == {}
    assert cut(client, 8) == {}


def test_one_under_repair_is_still_there(client: Client, cast: Cast) -> None:
    make_camera(cast, device_state=2)
    client.force_login(cast.nora)
    assert len(cut(client, 14)["cameras"]) == 1


def test_the_south_is_on_no_tile_of_the_north(client: Client, cast: Cast) -> None:
    make_camera(cast, agency=cast.south_station)
    client.force_login(cast.nora)
    south = {"lng": LNG, "lat": SOUTH + 0.5 * STEP}
    assert cut(client, 14, **south) == {}
    assert cut(client, 9, **south) == {}
    client.force_login(cast.chief)
    assert len(cut(client, 14, **south)["cameras"]) == 1


def test_no_camera_is_counted_on_two_tiles_of_groups(client: Client, cast: Cast) -> None:
    make_camera(cast, location=Point(135.0, SOUTH + 1.5 * STEP, srid=4326))  # an edge at every zoom
    client.force_login(cast.nora)
    sides = [cut(client, 8, lng=lng) for lng in (134.99, 135.01)]
    assert sum(row["n"] for side in sides for row in side.get("groups", [])) == 1


def test_what_has_not_changed_is_not_sent_again(client: Client, cast: Cast) -> None:
    camera = make_camera(cast, state="online")
    client.force_login(cast.nora)
    first = client.get(where(14))
    again = client.get(where(14), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    camera.status.state = "offline"
    camera.status.save()
    assert client.get(where(14), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_browser_that_takes_gzip_gets_the_same_tile_packed(client: Client, cast: Cast) -> None:
    for _ in range(30):
        make_camera(cast)
    client.force_login(cast.nora)
    plain = client.get(where(14))
    packed = client.get(where(14), headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert packed["Cache-Control"] == "private, no-cache"


def test_there_are_no_tiles_outside_the_world(client: Client, cast: Cast) -> None:
    client.force_login(cast.nora)
    for path in ("4/0/0", "17/0/0", "8/256/0", "8/0/256"):
        assert client.get(f"/api/v1/camera-tiles/{path}.mvt").status_code == 404


def test_a_high_lookout_is_marked_as_one(client: Client, cast: Cast) -> None:
    make_camera(cast, function_types=[6])
    client.force_login(cast.nora)
    (row,) = cut(client, 12)["cameras"]
    assert row["lookout"] is True
