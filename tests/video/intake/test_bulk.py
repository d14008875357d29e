"""Many cameras at once, also by two at the same time."""

import pytest

from grid.errors import LostRace
from grid.ledger.models import EventEntry
from tests.video.intake.make import LAT, LNG, gb_id, import_lines, line
from tests.video.make import camera_class, make_camera
from tests.waiting import at_once
from video.register import bulk
from video.register.models import Camera


def row(cast, number, **fields):
    told = {"gb_id": gb_id(number), "name": f"Camera {number}", "agency_id": cast.north_station.pk}
    return told | {"camera_class_id": camera_class("city").pk} | fields


def test_rows_become_cameras_and_are_told_once(cast):
    rows = [row(cast, number, lng=125.1, lat=42.9) for number in range(50)]
    done = bulk.upsert(rows, by=cast.vera.as_actor(), source="demo")
    assert (done.added, done.changed, done.unchanged) == (50, 0, 0)
    again = bulk.upsert(rows, by=cast.vera.as_actor(), source="demo")
    assert (again.added, again.changed, again.unchanged) == (0, 0, 50)
    assert EventEntry.objects.filter(kind="video.cameras_imported").count() == 1


def test_what_a_row_does_not_say_stays_and_a_new_camera_has_the_defaults(cast):
    known = make_camera(cast, gb_id=gb_id(1), remark="kept", more={"a": 1})
    rows = [row(cast, 1, more={"b": 2}), row(cast, 2, function_types=[1, 5])]
    done = bulk.upsert(rows, by=cast.vera.as_actor(), source="demo")
    assert (done.added, done.changed) == (1, 1)
    known.refresh_from_db()
    assert (known.remark, known.more, known.version) == ("kept", {"a": 1, "b": 2}, 2)
    new = Camera.objects.get(gb_id=gb_id(2))
    assert (new.device_state, new.file_state, new.position_types) == (1, "unchecked", [])
    assert new.function_types == [1, 5]


@pytest.mark.parametrize("word", ["a\tb", "a\\b", "a\nb", "\\N", "“'\"%s{}", "\\."])
def test_text_comes_through_as_it_is(cast, word):
    bulk.upsert([row(cast, 1, name=word)], by=cast.vera.as_actor(), source="demo")
    assert Camera.objects.get().name == word


def test_a_point_that_did_not_move_is_no_change(cast):
    make_camera(cast, gb_id=gb_id(1), name="x")
    said = {"gb_id": gb_id(1), "lng": LNG, "lat": LAT}
    assert bulk.upsert([said], by=cast.vera.as_actor(), source="demo").unchanged == 1
    moved = said | {"lng": 125.12}
    assert bulk.upsert([moved], by=cast.vera.as_actor(), source="demo").changed == 1


def test_a_number_taken_meanwhile_is_a_lost_race(cast):
    make_camera(cast, code=gb_id(1), gb_id=None)
    with pytest.raises(LostRace):
        bulk.upsert([row(cast, 1)], by=cast.vera.as_actor(), source="demo")
    assert Camera.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_file_at_once_enter_each_camera_once(cast, tmp_path):
    camera_class("other")
    lines = [line(number) for number in range(300)]
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    runs = at_once(*[lambda at=folder: import_lines(cast, at, *lines) for folder in folders])
    assert Camera.objects.count() == 300
    assert sum(run.rows_created for run in runs) == 300
    assert {run.state for run in runs} <= {"done", "refused"}
