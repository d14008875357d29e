"""A round as the unit walks it with its phone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from grid.ledger.models import EventEntry
from patrol.rounds import services
from patrol.rounds.models import Round, RoundStop, Visit
from tests.patrol.make import make_unit
from tests.patrol.rounds.ground import (
    NORTH,
    STEP,
    Phone,
    make_point,
    make_round,
    make_route,
    pats_unit,
    planner,
)

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    found = EventEntry.objects.filter(kind__startswith="patrol.")
    return list(found.order_by("seq").values_list("kind", flat=True))


def test_a_unit_finds_its_round_walks_it_and_ends_it(cast):
    unit, phone = pats_unit(cast), Phone(cast.pat)
    walk = make_round(cast, unit=unit)
    mine = phone.get("my-rounds/").json()
    assert mine["unit"] == unit.call_sign and mine["active"] is None
    assert [row["id"] for row in mine["upcoming"]] == [walk.pk]
    begun = phone.post(f"rounds/{walk.pk}/start/")
    assert begun.status_code == 200, begun.content
    assert begun.json()["state"] == "active"
    points = phone.get("my-rounds/").json()["active"]["points"]
    assert [point["order"] for point in points] == [1, 2, 3]
    for place, point in enumerate(points[:2]):
        said = {"point": point["point"], "method": "geofence", "client_ref": f"v{place}"}
        spot = {"lng": point["lng"], "lat": point["lat"], "dwell_s": 90}
        answer = phone.post(f"rounds/{walk.pk}/visits/", said | spot)
        assert answer.status_code == 201, answer.content
        assert answer.json()["distance_m"] == 0
    done = phone.post(f"rounds/{walk.pk}/finish/", {"note": "无异常"})
    assert done.json()["state"] == "done"
    assert [point["state"] for point in done.json()["points"]] == ["visited", "visited", "missed"]
    assert kinds()[-3:] == ["patrol.point_visited", "patrol.round_finished", "patrol.point_missed"]


def test_nobody_knows_the_order_before_the_start(cast):
    unit = pats_unit(cast)
    walk = make_round(cast, unit=unit)
    answer = Phone(cast.nora).get(f"rounds/{walk.pk}/").json()
    assert answer["points"] == [] and "seed" not in answer


def test_a_code_read_is_a_check_in_and_a_wrong_one_is_refused_by_its_field(cast):
    unit, phone = pats_unit(cast), Phone(cast.pat)
    point = make_point(cast)
    walk = make_round(cast, unit=unit, route=make_route(cast, points=[point]))
    phone.post(f"rounds/{walk.pk}/start/")
    wrong = phone.post(
        f"rounds/{walk.pk}/visits/", {"code": "ABC", "method": "qr", "client_ref": "a"}
    )
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["pointer"] == "/code"
    right = phone.post(
        f"rounds/{walk.pk}/visits/",
        {"code": f"ANLAN:{point.tag}", "method": "qr", "client_ref": "b"},
    )
    assert right.status_code == 201, right.content
    assert right.json()["point"] == point.pk


def test_the_same_message_sent_twice_is_one_check_in(cast):
    unit, phone = pats_unit(cast), Phone(cast.pat)
    walk = make_round(cast, unit=unit)
    points = phone.post(f"rounds/{walk.pk}/start/").json()["points"]
    said = {"point": points[0]["point"], "method": "hand", "client_ref": "offline-1"}
    first, second = (phone.post(f"rounds/{walk.pk}/visits/", said) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert Visit.objects.count() == 1
    assert kinds().count("patrol.point_visited") == 1


def test_a_geofence_not_reached_says_how_far_it_is(cast):
    unit, phone = pats_unit(cast), Phone(cast.pat)
    point = make_point(cast, radius_m=30)
    walk = make_round(cast, unit=unit, route=make_route(cast, points=[point]))
    phone.post(f"rounds/{walk.pk}/start/")
    said = {"point": point.pk, "method": "geofence", "client_ref": "a", **NORTH}
    far = phone.post(f"rounds/{walk.pk}/visits/", said | {"lng": NORTH["lng"] + STEP})
    assert far.status_code == 400
    assert far.json()["errors"][0]["code"] == "too_far"
    assert "163 m" in far.json()["message"]
    assert Visit.objects.count() == 0


def test_a_point_is_skipped_with_a_reason_and_other_needs_words(cast):
    unit, phone = pats_unit(cast), Phone(cast.pat)
    walk = make_round(cast, unit=unit)
    points = phone.post(f"rounds/{walk.pk}/start/").json()["points"]
    said = {"point": points[0]["point"], "reason": "other"}
    refused = phone.post(f"rounds/{walk.pk}/skip/", said)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/text"
    kept = phone.post(f"rounds/{walk.pk}/skip/", said | {"text": "施工封路"})
    assert kept.json()["points"][0]["state"] == "skipped"
    assert phone.post(f"rounds/{walk.pk}/skip/", said | {"text": "施工封路"}).status_code == 200
    assert kinds().count("patrol.point_skipped") == 1


def test_another_unit_s_round_is_seen_but_not_walked(cast):
    pats_unit(cast)
    walk = make_round(cast, unit=make_unit(cast))
    answer = Phone(cast.pat).post(f"rounds/{walk.pk}/start/")
    assert answer.status_code == 403
    assert Phone(cast.pat).get(f"rounds/{walk.pk}/").status_code == 200


def test_an_officer_without_a_unit_walks_nothing(cast):
    walk = make_round(cast)
    phone = Phone(cast.pat)
    assert phone.get("my-rounds/").json()["unit"] is None
    assert phone.post(f"rounds/{walk.pk}/start/").status_code == 403


def test_a_round_without_a_unit_is_taken_by_the_first_of_its_station(cast):
    unit, walk = pats_unit(cast), make_round(cast)
    assert Phone(cast.pat).get("my-rounds/").json()["upcoming"][0]["id"] == walk.pk
    begun = Phone(cast.pat).post(f"rounds/{walk.pk}/start/").json()
    assert begun["unit"]["call_sign"] == unit.call_sign


def test_a_unit_walks_one_round_at_a_time_and_hears_which(cast):
    unit, phone = pats_unit(cast), Phone(cast.pat)
    first, second = make_round(cast, unit=unit), make_round(cast, unit=unit)
    phone.post(f"rounds/{first.pk}/start/")
    answer = phone.post(f"rounds/{second.pk}/start/")
    assert answer.status_code == 409
    assert answer.json()["code"] == "lost_race"
    assert first.name in answer.json()["message"]


def test_a_start_seen_stale_names_both_versions(cast):
    unit, walk = pats_unit(cast), None
    walk = make_round(cast, unit=unit)
    services.give_to(walk, unit, by=cast.chief.as_actor())
    answer = Phone(cast.pat).post(f"rounds/{walk.pk}/start/", {"version": 1})
    assert answer.status_code == 412
    assert (answer.json()["your_version"], answer.json()["current_version"]) == (1, 2)


def test_a_round_over_is_not_begun_again(cast):
    unit, phone = pats_unit(cast), Phone(cast.pat)
    walk = make_round(cast, unit=unit)
    services.cancel(walk, by=cast.chief.as_actor(), reason="暴雨")
    answer = phone.post(f"rounds/{walk.pk}/start/")
    assert answer.status_code == 409
    assert answer.json()["code"] == "illegal_step"


def test_what_a_phone_kept_without_a_line_counts_late_and_takes_the_miss_back(cast):
    unit, phone = pats_unit(cast), Phone(cast.pat)
    begin = timezone.now()
    walk = make_round(cast, unit=unit)
    points = phone.post(f"rounds/{walk.pk}/start/").json()["points"]
    with time_machine.travel(begin + timedelta(hours=3), tick=True):
        services.finish(walk, by=cast.chief.as_actor())
        assert RoundStop.objects.filter(state="missed").count() == 3
        said = {"point": points[0]["point"], "method": "hand", "client_ref": "late-1"}
        moment = (begin + timedelta(minutes=20)).isoformat()
        answer = Phone(cast.pat).post(f"rounds/{walk.pk}/visits/", said | {"at": moment})
    assert answer.status_code == 201, answer.content
    assert answer.json()["is_late_entry"] is True
    assert RoundStop.objects.filter(state="visited").count() == 1


def test_a_time_of_the_future_and_one_of_last_week_are_refused(cast):
    unit, phone = pats_unit(cast), Phone(cast.pat)
    walk = make_round(cast, unit=unit)
    points = phone.post(f"rounds/{walk.pk}/start/").json()["points"]
    said = {"point": points[0]["point"], "method": "hand", "client_ref": "x"}
    for days, code in ((1, "future"), (-7, "too_old")):
        moment = (timezone.now() + timedelta(days=days)).isoformat()
        answer = phone.post(f"rounds/{walk.pk}/visits/", said | {"at": moment})
        assert answer.json()["errors"][0] == {
            "pointer": "/at",
            "code": code,
            "message": answer.json()["message"],
        }


def test_legs_on_foot_and_by_video_hand_over_and_the_log_says_so(cast):
    foot, video = pats_unit(cast), make_unit(cast, kind="video", call_sign="V1")
    camera = make_point(cast, kind="camera", name="南口枪机")
    screens = make_route(cast, points=[camera])
    now = timezone.localtime()
    legs = [
        {"mode": "foot", "route": make_route(cast).code, "unit": foot.call_sign, "minutes": 60},
        {
            "mode": "video",
            "route": screens.code,
            "unit": video.call_sign,
            "after_min": 30,
            "minutes": 60,
        },
    ]
    services.put_plan(
        None,
        **planner(cast),
        name="步巡视频巡",
        days=[1, 2, 3, 4, 5, 6, 7],
        starts_at=(now - timedelta(minutes=5)).time(),
        ends_at=now.time(),
        legs=legs,
    )
    services.plan_ahead(now=timezone.now())
    on_foot, on_screen = (Round.objects.filter(mode=mode).first() for mode in ("foot", "video"))
    services.start(on_foot, unit=foot, by=cast.pat.as_actor())
    begun = services.start(on_screen, unit=video, by=cast.chief.as_actor())
    handed = begun.handover_taken
    assert (handed.of, handed.from_mode, handed.to_mode) == (on_foot, "foot", "video")
    assert kinds()[-1] == "patrol.round_handed_over"


def test_the_south_hears_nothing_of_a_northern_round(cast):
    walk = make_round(cast)
    assert Phone(cast.sam).get(f"rounds/{walk.pk}/").status_code == 404
    assert Phone(cast.sam).get("rounds/").json()["count"] == 0
    assert Phone(cast.nora).get("rounds/").json()["count"] == 1
