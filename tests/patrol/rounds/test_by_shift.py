"""Points left out, told by the shift whose unit left them out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from patrol.rounds.by_shift import by_shift
from patrol.shifts.models import RosterEntry, Shift
from tests.patrol.rounds.ground import Phone, in_english, make_round, pats_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def missed_round(cast):
    unit, walk = pats_unit(cast), make_round(cast)
    phone = Phone(cast.pat)
    phone.post(f"rounds/{walk.pk}/start/")
    phone.post(f"rounds/{walk.pk}/finish/")
    walk.refresh_from_db()
    return unit, walk


def roster(cast, unit, walk, name="白班", *, hours=8):
    begins = walk.due_start - timedelta(hours=1)
    shift = Shift.objects.create(
        agency=cast.north_station,
        name=name,
        starts_at=begins,
        ends_at=begins + timedelta(hours=hours),
    )
    RosterEntry.objects.create(shift=shift, unit=unit, name="辅警甲", kind="auxiliary")
    return shift


def test_missed_points_are_counted_under_the_shift_of_the_unit(cast, missed_round):
    unit, walk = missed_round
    shift = roster(cast, unit, walk)
    (row,) = by_shift(cast.chief, timezone.localdate(walk.due_start))
    assert (row.shift, row.name, row.missed, row.skipped) == (shift.pk, "白班", 3, 0)


def test_a_round_nobody_was_rostered_for_stands_on_no_shift(cast, missed_round):
    _unit, walk = missed_round
    (row,) = by_shift(cast.chief, timezone.localdate(walk.due_start))
    assert row.shift is None and row.missed == 3


def test_the_board_and_the_sheet_name_the_shift(cast, missed_round, client):
    unit, walk = missed_round
    shift = roster(cast, unit, walk)
    in_english(client, cast.chief)
    day = timezone.localdate(walk.due_start).isoformat()
    page = client.get(f"/patrols/?day={day}").content.decode()
    assert "3 missed, 0 skipped" in page and f"/shifts/{shift.pk}/" in page
    sheet = client.get(f"/patrols/missed.csv?day={day}")
    assert b"".join(sheet.streaming_content).decode().count("白班") == 3


def test_the_south_is_told_nothing_of_the_north(cast, missed_round):
    _unit, walk = missed_round
    assert by_shift(cast.sam, timezone.localdate(walk.due_start)) == []
