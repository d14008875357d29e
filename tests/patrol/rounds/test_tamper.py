"""What looks tampered with is kept, flagged, and shown to the supervisor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from patrol.rounds.models import Visit
from patrol.rounds.tamper import Fix, Limits, flags_of
from tests.patrol.rounds.ground import (
    NORTH,
    STEP,
    Phone,
    in_english,
    make_point,
    make_round,
    make_route,
    pats_unit,
)

NOON = timezone.make_aware(timezone.datetime(2026, 11, 23, 12))
LIMITS = Limits(max_kmh=25, far_m=200, clock_s=120)


def fix(*, minutes: float = 0, lng: float = 125.11, lat: float = 42.91) -> Fix:
    return Fix(point_id=1, at=NOON + timedelta(minutes=minutes), lng=lng, lat=lat)


def flags(one: Fix | None, *others: Fix, off_m: float | None = None, clock: float = 0) -> list[str]:
    return flags_of(one, neighbours=others, off_m=off_m, clock_off_s=clock, limits=LIMITS)


def test_a_kilometre_in_a_minute_on_foot_is_impossible():
    assert flags(fix(minutes=1, lng=125.1223), fix()) == ["speed"]


def test_a_kilometre_in_ten_minutes_is_a_walk():
    assert flags(fix(minutes=10, lng=125.1223), fix()) == []


def test_a_receiver_wandering_indoors_is_not_fast():
    assert flags(fix(minutes=0.1, lng=125.1112), fix()) == []


def test_the_very_same_fix_at_another_time_is_a_replay():
    assert flags(fix(minutes=30), fix()) == ["same_fix"]


def test_a_fix_near_another_is_no_replay():
    assert flags(fix(minutes=30, lng=125.1100001), fix()) == []


def test_speed_is_judged_towards_the_next_check_in_too():
    assert flags(fix(lng=125.1223), fix(minutes=1)) == ["speed"]


@pytest.mark.parametrize(("off_m", "found"), [(199, []), (201, ["far"]), (None, [])])
def test_a_code_used_away_from_its_point_is_flagged(off_m, found):
    assert flags(None, off_m=off_m) == found


@pytest.mark.parametrize(("seconds", "found"), [(119, []), (-121, ["clock"]), (3600, ["clock"])])
def test_a_device_clock_that_is_wrong_is_flagged(seconds, found):
    assert flags(None, clock=seconds) == found


@pytest.mark.django_db
def test_a_copied_code_read_at_home_counts_but_shows(cast, client):
    pats_unit(cast)
    point = make_point(cast)
    walk = make_round(cast, route=make_route(cast, points=[point]))
    phone = Phone(cast.pat)
    phone.post(f"rounds/{walk.pk}/start/")
    said = {"code": point.tag, "method": "qr", "client_ref": "a", **NORTH}
    answer = phone.post(f"rounds/{walk.pk}/visits/", said | {"lng": NORTH["lng"] + 4 * STEP})
    assert answer.json()["flags"] == ["far"]
    assert answer.json()["distance_m"] > 600
    in_english(client, cast.chief)
    board = client.get("/patrols/").content.decode()
    assert "Code used far from the point" in board
    assert (
        "Code used far from the point" in client.get(f"/patrols/rounds/{walk.pk}/").content.decode()
    )


@pytest.mark.django_db
def test_a_wrong_device_clock_is_set_right_and_flagged(cast):
    pats_unit(cast)
    walk, phone = make_round(cast), Phone(cast.pat)
    points = phone.post(f"rounds/{walk.pk}/start/").json()["points"]
    wrong = timezone.now() + timedelta(hours=5)
    said = {"point": points[0]["point"], "method": "hand", "client_ref": "a"}
    times = {"at": (wrong - timedelta(minutes=2)).isoformat(), "sent_at": wrong.isoformat()}
    answer = phone.post(f"rounds/{walk.pk}/visits/", said | times)
    assert answer.status_code == 201, answer.content
    assert answer.json()["flags"] == ["clock"]
    ago = timezone.now() - Visit.objects.get().happened_at
    assert timedelta(minutes=1, seconds=50) < ago < timedelta(minutes=3)
