"""A track: read against a purpose, kept for thirty days, then gone day by day."""

from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.test import Client

from grid.ledger.cleaning import apply_retention, preview
from grid.ledger.models import AccessEntry
from patrol.positions.models import QuarantinedFix, TrackFix, UnitPosition
from patrol.positions.partitions import days_there, ensure_days, make_ahead
from patrol.units.models import Unit
from tests.cast import Cast
from tests.patrol.make import make_unit
from tests.patrol.positions.make import NOON, a_fix, send

WHY = {"purpose": "supervision", "case_number": "26-0007"}


@pytest.fixture
def walked(gateway: Client, car: Unit) -> Unit:
    """A car that drove for five minutes and then stood for four."""
    fixes = [a_fix(car, after_s=-600 + 60 * n, east_m=200 * n) for n in range(6)]
    fixes += [a_fix(car, after_s=-240 + 60 * n, east_m=1_000) for n in range(5)]
    send(gateway, *fixes)
    return car


def test_a_track_is_read_by_rest_and_the_reading_is_registered(
    client: Client, cast: Cast, walked: Unit
) -> None:
    client.force_login(cast.chief)
    answer = client.get(f"/api/v1/units/{walked.call_sign}/track/", WHY).json()
    times = [fix["at"] for fix in answer["fixes"]]
    assert len(times) == 11
    assert times == sorted(times)
    entry = AccessEntry.objects.get()
    assert (entry.subject_type, entry.subject_id, entry.fields) == ("unit", "N-11", ["track"])
    assert (entry.purpose, entry.case_number) == ("supervision", "26-0007")


def test_without_a_purpose_there_is_no_track_and_no_entry(
    client: Client, cast: Cast, walked: Unit
) -> None:
    client.force_login(cast.chief)
    answer = client.get(f"/api/v1/units/{walked.call_sign}/track/")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/purpose"
    assert not AccessEntry.objects.exists()


def test_more_than_a_day_is_not_given_at_once(client: Client, cast: Cast, walked: Unit) -> None:
    client.force_login(cast.chief)
    since = (NOON - timedelta(hours=25)).isoformat()
    where = f"/api/v1/units/{walked.call_sign}/track/"
    assert client.get(where, WHY | {"from": since}).status_code == 400


def test_who_may_see_units_may_still_not_read_tracks(
    client: Client, cast: Cast, walked: Unit
) -> None:
    client.force_login(cast.nora)
    assert client.get(f"/api/v1/units/{walked.call_sign}/track/", WHY).status_code == 403


def test_the_page_asks_for_a_purpose_first_then_draws_the_way_and_the_stop(
    client: Client, cast: Cast, walked: Unit
) -> None:
    client.force_login(cast.chief)
    where = f"/positions/{walked.call_sign}/track/"
    assert "<polyline" not in client.get(where).content.decode()
    assert not AccessEntry.objects.exists()
    text = client.get(where, WHY).content.decode()
    assert "<polyline" in text
    assert text.count("<circle") == 1
    assert "11" in text
    assert AccessEntry.objects.count() == 1


def test_a_unit_that_was_nowhere_has_an_empty_track(client: Client, cast: Cast) -> None:
    unit = make_unit(cast)
    client.force_login(cast.chief)
    text = client.get(f"/positions/{unit.call_sign}/track/", WHY).content.decode()
    assert "<polyline" not in text


def test_tables_are_made_ahead_and_only_once(db: None) -> None:
    with connection.cursor() as cursor:  # a test before this one may have left its days behind
        for day in days_there():
            cursor.execute("SELECT positions_drop_day(%s)", [day])
    assert make_ahead() == 4
    assert make_ahead() == 0
    today = NOON.astimezone(UTC).date()
    assert set(days_there()) >= {today + timedelta(days=n) for n in range(4)}


def test_after_thirty_days_a_track_is_dropped_and_counted(
    gateway: Client, car: Unit, cast: Cast
) -> None:
    send(gateway, a_fix(car), a_fix(car, after_s=-60), a_fix(car, after_s=200_000))
    ensure_days([NOON.date()])
    early, late = NOON + timedelta(days=29), NOON + timedelta(days=90)
    assert "positions.TrackFix" not in {run.model for run in apply_retention(now=early)}
    assert ("positions.TrackFix", "delete", 2) in set(preview(now=late))
    runs = {run.model: run.rows for run in apply_retention(now=late)}
    assert runs["positions.TrackFix"] == 2
    assert runs["positions.UnitPosition"] == 1
    assert runs["positions.QuarantinedFix"] == 1
    assert NOON.date() not in days_there()
    for model in (TrackFix, UnitPosition, QuarantinedFix):
        assert not model.objects.exists()


def test_of_a_day_that_is_half_over_the_older_half_goes(gateway: Client, car: Unit) -> None:
    send(gateway, a_fix(car), a_fix(car, after_s=-600))
    cut = NOON + timedelta(days=30) - timedelta(minutes=5)
    runs = {run.model: run.rows for run in apply_retention(now=cut)}
    assert runs["positions.TrackFix"] == 1
    assert TrackFix.objects.get().device_time == NOON
