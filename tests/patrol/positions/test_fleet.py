"""Where everybody is: read with age and source, by limits that are rows."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from grid.errors import InvalidInput, StaleVersion
from grid.ledger.actors import PLATFORM
from patrol.positions import selectors
from patrol.positions.limits import (
    change_limit,
    ensure_default_limits,
    limits_of,
    recommend_within,
    stale_after,
)
from patrol.positions.models import PositionLimit, SpeedLimit
from patrol.positions.stations import move_stations
from patrol.units.models import Station, StationMove, Unit
from tests.cast import Cast
from tests.patrol.make import make_station, make_unit
from tests.patrol.positions.make import HERE, a_fix, send


@pytest.fixture
def stood(gateway: Client, car: Unit) -> Unit:
    """A car that has stood since ten minutes before noon; its last fix is 70 s old."""
    send(gateway, a_fix(car, after_s=-600), a_fix(car, after_s=-70, source="vehicle"))
    return car


def test_the_fleet_says_how_old_whence_and_since_when(cast: Cast, stood: Unit) -> None:
    [row] = selectors.fleet(cast.nora)
    assert (row["call_sign"], row["age_s"], row["still_s"]) == (stood.call_sign, 70, 600)
    assert (row["source"], row["is_stale"], row["is_recommendable"]) == ("vehicle", True, True)
    assert selectors.position_of(stood) == row
    assert selectors.fleet(cast.sam) == []


def test_the_list_is_narrowed_by_a_box_an_agency_and_a_word(
    client: Client, cast: Cast, stood: Unit
) -> None:
    client.force_login(cast.nora)

    def found(**query: str) -> int:
        return int(client.get("/api/v1/positions/", query).json()["count"])

    assert found() == found(q="N-1") == found(agency=cast.north_station.code) == 1
    assert found(bbox="125.1,42.9,125.12,42.92") == found(source="vehicle") == 1
    assert found(bbox="125.12,42.9,125.14,42.92") == found(source="phone") == found(q="S-") == 0
    for bad in ("1,2,3", "a,b,c,d", "125.2,42.9,125.1,43", "nan,1,2,3"):
        assert client.get("/api/v1/positions/", {"bbox": bad}).status_code == 400


def test_pages_show_positions_set_aside_and_limits(
    client: Client, cast: Cast, gateway: Client, stood: Unit
) -> None:
    send(gateway, a_fix(stood, after_s=500))
    ensure_default_limits(cast.city)
    client.force_login(cast.nora)
    assert "stale" in client.get("/positions/").content.decode()
    assert "From the future" in client.get("/positions/quarantine/").content.decode()
    assert client.get("/positions/limits/").content.decode().count("<tr>") >= 10


def test_a_limit_changed_from_tomorrow_leaves_today_as_it_is(cast: Cast) -> None:
    assert ensure_default_limits(cast.city) == 10
    assert ensure_default_limits(cast.city) == 0
    row = PositionLimit.objects.get(source="phone")
    tomorrow = timezone.localdate() + timedelta(days=1)
    changed = change_limit(
        row, by=PLATFORM, version=1, valid_from=tomorrow, changes={"stale_after_s": 90}
    )
    assert changed.pk != row.pk
    path = cast.north.path
    assert stale_after("phone", agency_path=path) == 60
    assert limits_of(path, on=tomorrow).stale_after_s["phone"] == 90
    assert recommend_within("phone", agency_path=path) == 300
    with pytest.raises(StaleVersion):
        change_limit(row, by=PLATFORM, version=1, valid_from=tomorrow, changes={})
    with pytest.raises(InvalidInput):
        change_limit(
            changed, by=PLATFORM, version=2, valid_from=date(2020, 1, 1), changes={"noise_m": 1}
        )


def test_the_city_alone_changes_limits_and_a_page_does_it(client: Client, cast: Cast) -> None:
    ensure_default_limits(cast.city)
    row = SpeedLimit.objects.get(kind="foot")
    client.force_login(cast.chief)
    where = f"/positions/speeds/{row.pk}/"
    key = {"form_key": "positions-limit-1", "version": 1, "valid_from": "2026-11-21"}
    assert client.post(where, key | {"max_kmh": 40}).status_code == 302
    assert SpeedLimit.objects.filter(kind="foot").count() == 2
    grey = {"stale_after_s": 400, "recommend_within_s": 300, "latest_within_s": 9, "noise_m": 9}
    where = f"/positions/limits/{PositionLimit.objects.get(source='radio').pk}/"
    assert client.post(where, key | grey).status_code == 200
    assert PositionLimit.objects.filter(source="radio").count() == 1


def test_a_mobile_station_follows_its_vehicle_and_keeps_where_it_stood(
    gateway: Client, cast: Cast
) -> None:
    station = make_station(cast, kind=Station.Kind.MOBILE)
    car = make_unit(cast, station=station)
    make_unit(cast, station=station, kind=Unit.Kind.FOOT)
    send(gateway, a_fix(car, east_m=80))
    assert move_stations() == 0
    send(gateway, a_fix(car, after_s=60, east_m=900))
    assert move_stations() == 1
    station.refresh_from_db()
    assert round((station.point.x - HERE[0]) * 81_600) == 900
    assert StationMove.objects.get(station=station).actor_label == "Anlan"
    assert move_stations() == 0


def test_a_later_fix_of_yesterday_does_not_wait_for_a_table(gateway: Client, car: Unit) -> None:
    answer = send(gateway, a_fix(car, after_s=-86_400 * 3))
    assert answer["quarantined"] == [{"index": 0, "reason": "stale"}]
