"""What becomes of fixes that come in: taken, late, older, set aside or refused by name."""

from datetime import timedelta

import numpy as np
import pytest
from django.test import Client

from grid.territory import geo
from patrol.positions.models import QuarantinedFix, TrackFix, UnitPosition
from patrol.units.models import Unit
from tests.cast import Cast
from tests.patrol.make import make_crew, make_unit
from tests.patrol.positions.make import HERE, NOON, a_fix, send


def newest(unit: Unit) -> UnitPosition:
    return UnitPosition.objects.get(unit=unit)


def test_a_fix_becomes_the_units_position_and_the_first_of_its_track(
    gateway: Client, car: Unit
) -> None:
    answer = send(gateway, a_fix(car, speed_kmh=31.5, heading=360, accuracy_m=8, source="vehicle"))
    assert answer == {"received": 1, "newest": 1, "older": 0, "quarantined": [], "errors": []}
    row = newest(car)
    assert (round(row.point.x, 6), round(row.point.y, 6)) == HERE
    assert row.device_time == row.still_since == NOON
    assert (row.speed_kmh, row.heading, row.accuracy_m, row.source) == (31.5, 0, 8, "vehicle")
    fix = TrackFix.objects.get(unit=car)
    assert (fix.lng, fix.lat) == HERE
    assert not fix.is_late


def test_in_a_batch_the_newest_by_the_devices_clock_wins_in_whatever_order_it_comes(
    gateway: Client, car: Unit
) -> None:
    answer = send(
        gateway,
        a_fix(car, after_s=-30, east_m=100),
        a_fix(car, after_s=-10, east_m=300),
        a_fix(car, after_s=-20, east_m=200),
    )
    assert (answer["newest"], answer["older"]) == (1, 2)
    assert newest(car).device_time == NOON - timedelta(seconds=10)
    assert TrackFix.objects.filter(unit=car).count() == 3


def test_an_older_fix_is_counted_and_tracked_and_leaves_the_position_alone(
    gateway: Client, car: Unit
) -> None:
    send(gateway, a_fix(car))
    answer = send(gateway, a_fix(car, after_s=-60, east_m=50))
    assert (answer["newest"], answer["older"]) == (0, 1)
    assert newest(car).device_time == NOON
    assert TrackFix.objects.filter(unit=car).count() == 2


def test_a_batch_sent_twice_changes_nothing_the_second_time(gateway: Client, car: Unit) -> None:
    batch = [a_fix(car), a_fix(car, after_s=-10), a_fix(car, after_s=900)]
    send(gateway, *batch)
    before = list(TrackFix.objects.values()), list(QuarantinedFix.objects.values())
    answer = send(gateway, *batch)
    assert (answer["newest"], answer["older"], len(answer["quarantined"])) == (0, 2, 1)
    assert (list(TrackFix.objects.values()), list(QuarantinedFix.objects.values())) == before


def test_a_key_may_be_left_out_because_repeating_is_harmless(gateway: Client, car: Unit) -> None:
    body = {"fixes": [a_fix(car)]}
    answer = gateway.post("/api/v1/positions/", body, content_type="application/json")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"after_s": 121}, "future"),
        ({"east_m": 3_000_000}, "outside"),
        ({"after_s": 30, "east_m": 4_500, "kind": "leap"}, "teleport"),
    ],
    ids=["future", "outside", "teleport"],
)
def test_a_fix_that_cannot_be_right_is_set_aside_with_its_reason(
    gateway: Client, car: Unit, said: dict[str, float], reason: str
) -> None:
    said.pop("kind", None)
    send(gateway, a_fix(car))
    answer = send(gateway, a_fix(car, **said))
    assert answer["quarantined"] == [{"index": 0, "reason": reason}]
    assert (answer["newest"], answer["older"]) == (0, 0)
    assert newest(car).device_time == NOON
    assert QuarantinedFix.objects.get(unit=car).reason == reason
    assert TrackFix.objects.filter(unit=car).count() == 1


def test_two_minutes_ahead_is_a_clock_and_not_the_future(gateway: Client, car: Unit) -> None:
    assert send(gateway, a_fix(car, after_s=119))["newest"] == 1


def test_a_fix_too_old_for_the_newest_is_kept_in_the_track_as_late(
    gateway: Client, car: Unit
) -> None:
    answer = send(gateway, a_fix(car, after_s=-901))
    assert answer["quarantined"] == [{"index": 0, "reason": "stale"}]
    assert not UnitPosition.objects.exists()
    assert TrackFix.objects.get(unit=car).is_late
    assert not QuarantinedFix.objects.exists()


def test_a_fix_older_than_tracks_are_kept_is_refused(gateway: Client, car: Unit) -> None:
    answer = send(gateway, a_fix(car), a_fix(car, after_s=-86_400 * 30))
    assert answer["newest"] == 1
    assert [(e["index"], e["pointer"], e["code"]) for e in answer["errors"]] == [
        (1, "/fixes/1/at", "expired")
    ]


def test_who_walks_cannot_go_as_fast_as_who_drives(gateway: Client, cast: Cast) -> None:
    car, walker = make_unit(cast), make_unit(cast, kind=Unit.Kind.FOOT)
    for unit in (car, walker):
        send(gateway, a_fix(unit, after_s=-60))
    answer = send(gateway, a_fix(car, east_m=1_600), a_fix(walker, east_m=1_600))
    assert answer["newest"] == 1
    assert answer["quarantined"] == [{"index": 1, "reason": "teleport"}]


def test_after_a_leap_that_lasts_the_unit_is_believed_again(
    gateway: Client, car: Unit, at_noon: object
) -> None:
    send(gateway, a_fix(car))
    assert send(gateway, a_fix(car, after_s=60, east_m=4_500))["quarantined"]
    at_noon.move_to(NOON + timedelta(seconds=200))  # type: ignore[attr-defined]
    assert send(gateway, a_fix(car, after_s=200, east_m=4_500))["newest"] == 1


def test_a_leap_in_the_middle_of_a_batch_does_not_take_the_rest_with_it(
    gateway: Client, car: Unit
) -> None:
    answer = send(
        gateway,
        a_fix(car, after_s=-40),
        a_fix(car, after_s=-30, east_m=4_500),
        a_fix(car, after_s=-20, east_m=60),
    )
    assert answer["quarantined"] == [{"index": 1, "reason": "teleport"}]
    assert newest(car).device_time == NOON - timedelta(seconds=20)


def test_faults_are_named_by_index_and_the_rest_is_taken(gateway: Client, car: Unit) -> None:
    answer = send(
        gateway,
        a_fix("nobody"),
        a_fix(car),
        a_fix(car, lng=181),
        a_fix(car, lng=42.91, lat=125.11),
        a_fix(car, at="yesterday"),
        a_fix(car, crs="mars"),
        {"unit": car.call_sign},
        a_fix(car, heading=361),
    )
    assert answer["newest"] == 1
    assert [(e["index"], e["pointer"], e["code"]) for e in answer["errors"]] == [
        (0, "/fixes/0/unit", "unknown_unit"),
        (2, "/fixes/2/lng", "out_of_range"),
        (3, "/fixes/3/lat", "swapped"),
        (4, "/fixes/4/at", "invalid"),
        (5, "/fixes/5/crs", "invalid"),
        (6, "/fixes/6", "invalid"),
        (7, "/fixes/7/heading", "invalid"),
    ]
    parts = answer["newest"] + answer["older"] + len(answer["quarantined"]) + len(answer["errors"])
    assert parts == answer["received"] == 8


def test_a_unit_of_another_branch_sounds_like_one_that_does_not_exist(
    gateway: Client, cast: Cast, car: Unit
) -> None:
    foreign = make_unit(cast, agency=cast.south_station)
    answer = send(gateway, a_fix(car), a_fix(foreign), a_fix("nobody"))
    said = [{k: e[k] for k in ("code", "message")} for e in answer["errors"]]
    assert said[0] == said[1]
    assert not UnitPosition.objects.filter(unit=foreign).exists()


def test_an_officer_sends_for_the_own_unit_alone(client: Client, cast: Cast, car: Unit) -> None:
    other = make_unit(cast)
    make_crew(car, cast.pat)
    client.force_login(cast.pat)
    answer = send(client, a_fix(car), a_fix(other))
    assert answer["newest"] == 1
    assert [(e["index"], e["code"]) for e in answer["errors"]] == [(1, "not_own_unit")]


def test_when_nothing_can_be_taken_the_answer_is_a_refusal(gateway: Client) -> None:
    body = send(gateway, a_fix("nobody"), status=400)
    assert body["errors"][0]["pointer"] == "/fixes/0/unit"


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b'{"fixes":[]}', b'{"fixes":{}}', b"\xff", b"[" * 9_000],
    ids=["empty", "broken", "a list", "no fixes", "an object", "not utf-8", "too deep"],
)
def test_a_body_that_is_no_batch_is_refused(gateway: Client, raw: bytes) -> None:
    answer = gateway.post("/api/v1/positions/", raw, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_more_than_20_000_fixes_are_refused(gateway: Client, car: Unit) -> None:
    answer = send(gateway, *([a_fix(car)] * 20_001), status=400)
    assert answer["errors"][0]["code"] == "count"


@pytest.mark.parametrize("crs", ["gcj02", "bd09", "cgcs2000"])
def test_a_pair_of_another_system_lands_where_it_belongs(
    gateway: Client, car: Unit, crs: str
) -> None:
    lng, lat = geo.from_wgs84(lng=HERE[0], lat=HERE[1], crs=crs)
    send(gateway, a_fix(car, lng=lng, lat=lat, crs=crs))
    at = newest(car).point
    assert np.isclose([at.x, at.y], HERE, atol=1e-6).all()


def test_still_since_survives_the_noise_and_ends_with_a_step(
    gateway: Client, car: Unit, at_noon: object
) -> None:
    send(gateway, a_fix(car))
    for minute in range(1, 6):  # 6 m a minute: each step is noise, all of them are not
        at_noon.move_to(NOON + timedelta(minutes=minute))  # type: ignore[attr-defined]
        send(gateway, a_fix(car, after_s=60 * minute, east_m=6 * minute))
        since = NOON if minute < 5 else NOON + timedelta(minutes=5)
        assert newest(car).still_since == since


def test_outside_the_line_but_within_the_margin_is_still_the_city(
    gateway: Client, car: Unit
) -> None:
    west_edge_m = (125.10 - HERE[0]) * 81_600
    assert send(gateway, a_fix(car, east_m=west_edge_m - 2_900))["newest"] == 1
    answer = send(gateway, a_fix(car, after_s=100, east_m=west_edge_m - 3_400))
    assert answer["quarantined"] == [{"index": 0, "reason": "outside"}]


def test_a_whole_fleet_is_taken_in_by_the_same_number_of_queries_as_one_unit(
    gateway: Client, cast: Cast, car: Unit, django_assert_max_num_queries: object
) -> None:
    units = [make_unit(cast) for _ in range(40)]
    send(gateway, a_fix(car))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert send(gateway, *(a_fix(unit) for unit in units))["newest"] == 40
