"""The small map of a card: where a camera looks, among the lines of the ground, to scale."""

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.test import Client

from grid.territory import surroundings
from grid.territory.models import Cell, Division
from grid.territory.surroundings import Window, around
from tests.cast import SOUTH, STEP, WEST, Cast, square
from tests.patrol.make import make_station
from tests.video.make import make_camera
from video.board.around import sector_of
from video.board.small_map import HEIGHT, SHORT, WIDTH, SmallMap, _nice, small_map
from video.register.models import Camera

EDGE = Point(WEST + STEP - 0.0001, SOUTH + 0.5 * STEP, srid=4326)


def drawn(cast: Cast, camera: Camera) -> SmallMap:
    return small_map(cast.chief, camera, sector_of(camera))


def numbers(path: str) -> list[tuple[float, float]]:
    """The points of a path of straight lines."""
    found = path.replace("M", "L").split("L")
    return [(float(x), float(y)) for x, y in (one.split() for one in found if one)]


def test_a_unit_is_so_many_metres_north_up() -> None:
    window = Window(lng=125.0, lat=42.0, width=200, height=100, metres=2)
    assert window.at(125.0, 42.0) == (100, 50)
    x, y = window.at(125.0, 42.0 + 100 / surroundings.DEGREE_M)
    assert (x, round(y, 6)) == (100, 0)  # a hundred metres north, fifty units up
    east = 100 / (surroundings.DEGREE_M * 0.7431448)  # cos 42°
    assert window.at(125.0 + east, 42.0)[0] == pytest.approx(150, abs=0.01)
    west, south, east_, north = window.box.extent
    assert (north - south) * surroundings.DEGREE_M == pytest.approx(200)
    assert (east_ - west) * surroundings.DEGREE_M * 0.7431448 == pytest.approx(400, rel=1e-5)


def test_lines_of_cells_town_and_station_stand_under_the_sector(cast: Cast) -> None:
    Division.objects.create(
        code="990101000000", name="北街道", level=Division.Level.TOWN, outline=square(0, 0)
    )
    station = make_station(cast, agency=cast.south_station)
    near = Polygon.from_bbox((EDGE.x - 0.001, EDGE.y - 0.001, EDGE.x + 0.0003, EDGE.y + 0.001))
    station.outline = MultiPolygon(near, srid=4326)
    station.save()
    made = make_camera(cast, location=EDGE, bearing=90, view_angle=60, view_radius=80)
    found = drawn(cast, made)
    kinds = {ground.kind: ground for ground in found.grounds if ground.path}
    assert set(kinds) == {"division", "cell", "station"}
    assert found.town == "北街道"
    assert station.name in found.names
    for ground in kinds.values():
        for x, y in numbers(ground.path):
            assert -0.2 <= x <= WIDTH + 0.2
            assert -0.2 <= y <= HEIGHT + 0.2
    assert found.path.startswith(f"M{WIDTH / 2:.0f} {HEIGHT / 2:.0f}L")


def test_where_no_line_is_near_more_of_the_ground_is_shown(cast: Cast) -> None:
    middle = Point(WEST + 0.5 * STEP, SOUTH + 0.5 * STEP, srid=4326)
    far = drawn(cast, make_camera(cast, location=middle, bearing=0, view_angle=90, view_radius=50))
    near = drawn(cast, make_camera(cast, location=EDGE, bearing=0, view_angle=90, view_radius=50))
    assert far.bar_m > near.bar_m
    assert f"A{SHORT:.1f} " in far.path
    assert "A46.0 " in near.path
    assert [ground.name for ground in far.grounds if ground.kind == "cell"]


@pytest.mark.parametrize(
    ("metres", "nice"), [(70, 50), (100, 100), (140, 100), (231, 200), (7609, 5000), (9.9, 5)]
)
def test_the_scale_is_a_round_number_of_metres(metres: float, nice: int) -> None:
    assert _nice(metres) == nice


def test_the_scale_is_as_long_as_it_says(cast: Cast) -> None:
    for radius in (30, 50, 80, 400, 5000):
        found = drawn(cast, make_camera(cast, location=EDGE, bearing=1, view_radius=radius))
        metres = found.bar_m / found.bar  # of a unit
        assert found.bar <= 70
        tip = max(radius / metres, 0)
        assert f"A{tip:.1f} " in found.path or tip == pytest.approx(46, abs=0.5)


def test_a_high_lookout_has_a_ring_and_a_camera_nobody_measured_no_map(cast: Cast) -> None:
    high = make_camera(cast, location=EDGE, view_angle=360, view_radius=5000)
    assert (drawn(cast, high).path, drawn(cast, high).ring) == ("", 46)
    nowhere = drawn(cast, make_camera(cast, location=None, bearing=10))
    assert nowhere.path
    assert (nowhere.grounds, nowhere.others, nowhere.bar) == ((), (), 0)


def test_other_cameras_in_the_window_are_dots_and_those_out_of_scope_are_not(cast: Cast) -> None:
    made = make_camera(cast, location=EDGE, agency=cast.north_station, view_radius=80, bearing=0)
    beside = Point(EDGE.x + 0.0001, EDGE.y, srid=4326)
    make_camera(cast, location=beside, agency=cast.south_station)
    make_camera(cast, location=Point(EDGE.x + 1, EDGE.y, srid=4326))
    assert len(drawn(cast, made).others) == 1
    assert small_map(cast.nora, made, sector_of(made)).others == ()


def test_where_there_are_too_many_cameras_the_nearest_are_the_dots(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_camera(cast, location=EDGE, view_radius=80, bearing=0)
    for away in (0.0003, 0.0001, 0.0002):
        make_camera(cast, location=Point(EDGE.x, EDGE.y + away, srid=4326))
    every = drawn(cast, made).others
    assert len(every) == 3
    monkeypatch.setattr("video.board.small_map.NEAR", 1)
    assert drawn(cast, made).others == (min(every, key=lambda at: abs(at[1] - HEIGHT / 2)),)


def test_cells_of_others_and_cells_no_longer_in_force_are_not_drawn(cast: Cast) -> None:
    window = Window(lng=EDGE.x, lat=EDGE.y, width=WIDTH, height=HEIGHT, metres=20)

    def cells(viewer: object) -> set[str]:
        return {g.name for g in around(viewer, window) if g.kind == "cell"}  # type: ignore[arg-type]

    seen = cells(cast.chief)
    assert cells(cast.stranger) <= seen
    assert cells(cast.nora) | cells(cast.sam) == seen
    Cell.objects.filter(agency=cast.south_station).update(valid_to="2020-01-02")
    assert cells(cast.sam) == set()


def test_the_card_shows_map_scale_and_names(cast: Cast, client: Client) -> None:
    made = make_camera(cast, location=EDGE, bearing=90, view_angle=60, view_radius=80)
    client.force_login(cast.chief)
    page = client.get(f"/video/?camera={made.code}&tab=file").content.decode()
    assert 'class="ground cell"' in page
    assert f"{drawn(cast, made).bar_m:,} m" in page
    for name in drawn(cast, made).names:
        assert name in page


def test_a_card_far_off_at_the_pole_or_at_nought_is_drawn_too(cast: Cast) -> None:
    for lng, lat in ((0, 0), (125, 89.9999), (179.9999, 0)):
        made = make_camera(cast, location=Point(lng, lat, srid=4326), bearing=0, view_radius=50)
        assert drawn(cast, made).bar_m > 0
