"""Which units are recommended, why, and who nearer was passed over."""

from datetime import date, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.dispatch.assignments import rulebook, selectors, services, travel
from command_center.dispatch.assignments.models import DetourFactor, RecommendationRule, SpeedRule
from command_center.dispatch.assignments.recommendation import as_json, nearer, recommend
from patrol.positions.models import UnitPosition
from patrol.units.models import Unit
from tests.dispatch.assignments.conftest import send
from tests.patrol.make import make_unit

LNG, LAT = 125.11, 42.91  # of the call


def at(cast, metres, *, age_s=0, sign="", **said):
    """A unit so many metres north of the call."""
    made = make_unit(cast, **({"call_sign": sign} if sign else {}), **said)
    now = timezone.now() - timedelta(seconds=age_s)
    point = Point(LNG, LAT + metres / 111_080, srid=4326)
    where = {"point": point, "still_at": point, "device_time": now, "still_since": now}
    UnitPosition.objects.create(unit=made, **where)
    return made


def signs(answer):
    return [row.unit.call_sign for row in answer.ranked]


def test_the_nearest_free_unit_stands_first_with_its_reasons(city, call):
    at(city, 900, sign="FAR")
    at(city, 300, sign="NEAR")
    answer = as_json(recommend(call(), city.nora), call())
    assert [unit["call_sign"] for unit in answer["units"]] == ["NEAR", "FAR"]
    first = answer["units"][0]
    assert first["distance_m"] == pytest.approx(300, abs=2)
    # 300 m × 1.4 ÷ 35 km/h, the city having no rows of its own
    assert first["travel_s"] == pytest.approx(300 * 1.4 / 35 * 3.6, abs=1)
    assert first["reasons"][0] == "300 m away, about 43 s"
    assert answer["passed_over"] == {"count": 0, "sentence": "", "units": []}


def test_nearer_units_passed_over_are_named_with_why(city, call):
    at(city, 100, sign="A", status="on_scene")
    at(city, 200, sign="B", status="on_scene")
    at(city, 250, sign="C", age_s=12 * 60)
    at(city, 700, sign="D")
    at(city, 900, sign="E", status="busy")
    told = as_json(recommend(call(), city.nora), call())["passed_over"]
    assert told["count"] == 3
    assert told["sentence"] == "3 nearer: 2 On scene, 1 position 12 min old"
    assert [unit["why"] for unit in told["units"]] == [
        ["on_scene"],
        ["on_scene"],
        ["stale_position"],
    ]


def test_a_call_with_a_weapon_asks_for_an_armed_unit(city, call):
    at(city, 100, sign="BARE")
    at(city, 900, sign="ARMED", is_armed=True)
    answer = recommend(call(has_weapon=True), city.nora)
    assert signs(answer) == ["ARMED"]
    assert nearer(answer)[0].why == ["not_armed"]


def test_a_capability_may_be_asked_for_by_the_call_or_by_a_row(city, call):
    at(city, 100)
    at(city, 500, sign="AID", capabilities=["first_aid"])
    at(city, 900, sign="BOTH", capabilities=["first_aid", "boat"])
    RecommendationRule.objects.create(
        agency=city.city, category_prefix="01", capabilities=["first_aid"]
    )
    assert signs(recommend(call(), city.nora)) == ["AID", "BOTH"]
    assert signs(recommend(call(), city.nora, capabilities=["boat"])) == ["BOTH"]


def test_load_and_tier_weigh_by_the_numbers_of_the_rule(city, call):
    worked = at(city, 300, sign="WORKED")
    at(city, 320, sign="FRESH")
    at(city, 310, sign="LANES", tier=Unit.Tier.LANES)
    RecommendationRule.objects.create(
        agency=city.city, tier=Unit.Tier.ROADS, task_today_s=30, other_tier_s=600
    )
    done = send(city, call(), worked)
    services.recall(done, by=city.nora, reason="误报")
    answer = recommend(call(), city.nora)
    assert signs(answer) == ["FRESH", "WORKED", "LANES"]
    assert "of tier: Lanes" in answer.ranked[2].reasons
    assert "free, 1 call today" in answer.ranked[1].reasons


def test_units_off_duty_elsewhere_or_at_a_desk_are_never_recommended(city, call):
    at(city, 100, status="off")
    at(city, 100, agency=city.south_station)
    at(city, 100, kind=Unit.Kind.VIDEO)
    at(city, 900, sign="OURS")
    assert signs(recommend(call(), city.nora)) == ["OURS"]


def test_a_unit_on_the_call_already_is_not_recommended_again(city, call):
    there = at(city, 100)
    incident = call()
    send(city, incident, there)
    assert signs(recommend(incident, city.nora)) == []
    assert recommend(incident, city.nora).passed_over[0].why == ["sent_already"]


def test_a_call_without_a_position_recommends_nobody_and_says_so(city, call):
    at(city, 100)
    incident = call()
    incident.point = None
    answer = as_json(recommend(incident, city.nora), incident)
    assert (answer["units"], answer["method"]) == ([], "none")


def test_a_slow_unit_nearby_stands_behind_a_fast_one_farther_away(city, call):
    at(city, 400, sign="FOOT", kind=Unit.Kind.FOOT)
    at(city, 1500, sign="CAR")
    assert signs(recommend(call(), city.nora)) == ["CAR", "FOOT"]


def test_the_first_places_are_exact_however_many_slow_units_are_nearer(city, call):
    for number in range(40):
        at(city, 300 + number, kind=Unit.Kind.FOOT)
    at(city, 900, sign="CAR")
    assert signs(recommend(call(), city.nora, limit=1)) == ["CAR"]


def test_equal_units_stand_in_the_order_of_the_ellipsoid(city, call):
    for number in range(30):
        unit = make_unit(city)
        angle = number * 12
        point = Point(LNG + 0.001 * (number % 7 - 3), LAT + 0.0009 * (angle % 11 - 5), srid=4326)
        now = timezone.now()
        UnitPosition.objects.create(
            unit=unit, point=point, still_at=point, device_time=now, still_since=now
        )
    metres = [row.unit.metres for row in recommend(call(), city.nora, limit=30).ranked]
    assert metres == sorted(metres)
    assert len(metres) == 30


def test_rows_of_the_nearest_agency_the_hour_and_the_cell_decide_the_travel_time(city):
    rulebook.ensure_default_rules(city.city)
    noon = timezone.make_aware(timezone.datetime(2026, 6, 1, 12))
    rush = noon.replace(hour=8)
    path = city.north_station.path
    assert travel.rates_at(path, at=noon).speeds["car"] == 35
    assert travel.rates_at(path, at=rush).speeds["car"] == rulebook.RUSH_KMH
    SpeedRule.objects.create(
        agency=city.north, kind="car", speed_kmh=50, valid_from=date(2020, 1, 1)
    )
    assert travel.rates_at(path, at=noon).speeds["car"] == 50
    DetourFactor.objects.create(
        agency=city.city, cell=city.north_cell, factor=2, valid_from=date(2020, 1, 1)
    )
    assert travel.rates_at(path, at=noon).detour == 1.4
    assert travel.rates_at(path, cell_id=city.north_cell.pk, at=noon).detour == 2


class Roads:
    """A routing service that knows one way."""

    def seconds(self, origins, *, lng, lat):
        return [100.0 if origin.kind == "foot" else None for origin in origins]


class Broken:
    """A routing service that is down."""

    def seconds(self, origins, *, lng, lat):
        raise ConnectionError("no route to the routes")


def test_a_routing_service_replaces_the_rows_where_it_knows_the_way(city, call, settings):
    settings.ROUTING = f"{__name__}.Roads"
    at(city, 400, sign="FOOT", kind=Unit.Kind.FOOT)
    at(city, 400, sign="CAR")
    answer = recommend(call(), city.nora)
    assert {row.unit.call_sign: round(row.travel_s) for row in answer.ranked}["FOOT"] == 100
    assert answer.method == settings.ROUTING


def test_a_routing_service_that_is_down_costs_nobody_the_recommendation(city, call, settings):
    settings.ROUTING = f"{__name__}.Broken"
    at(city, 400, sign="CAR")
    answer = recommend(call(), city.nora)
    assert (signs(answer), answer.method) == (["CAR"], "rows")


def test_a_unit_chosen_against_the_recommendation_is_kept_with_its_place_and_counted(
    city, call, desk
):
    at(city, 100, sign="FIRST")
    at(city, 900, sign="SECOND")
    nora = desk(city.nora)
    path = f"incidents/{call().number}/assignments/"
    answer = nora.post(path, {"units": ["SECOND"], "reason": "熟悉当事人"})
    [made] = answer.json()
    assert (made["rank"], made["is_override"], made["reason"]) == (2, True, "熟悉当事人")
    [made] = nora.post(f"incidents/{call().number}/assignments/", {"units": ["FIRST"]}).json()
    assert (made["rank"], made["is_override"]) == (1, False)
    rate = selectors.override_rate(city.nora, since=timezone.now() - timedelta(hours=1))
    assert (rate["assignments"], rate["overridden"]) == (2, 1)
    assert rate["rate"] == 0.5
