"""Stations with fewer free units than they must keep."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules
from command_center.alerts.settling import follow
from command_center.dispatch.coverage import gaps, services
from command_center.dispatch.coverage.models import CoverageGap, CoverageRequirement
from grid.errors import InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from patrol.units.models import Station, Unit
from tests.cast import Cast

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def facts(kind: str) -> list[EventEntry]:
    return list(EventEntry.objects.filter(kind=kind).order_by("seq"))


def test_a_station_without_a_free_unit_is_told_once_and_its_filling_too(
    required: Make, standing: Make, station: Station
) -> None:
    required()
    unit = standing(0, station=station, status=Unit.Status.ON_SCENE)
    assert gaps.watch() == 1
    assert gaps.watch() == 0
    [fact] = facts(gaps.GAP)
    assert fact.payload["station"]["code"] == "ST-N"
    assert (fact.payload["required"], fact.payload["available"]) == (1, 0)
    Unit.objects.filter(pk=unit.pk).update(status=Unit.Status.STANDBY)
    assert gaps.watch() == 1
    assert gaps.watch() == 0
    assert len(facts(gaps.FILLED)) == 1
    assert CoverageGap.objects.get().closed_at is not None


def test_a_gap_that_opens_again_is_told_again(
    required: Make, standing: Make, station: Station
) -> None:
    required()
    unit = standing(0, station=station)
    for status in (Unit.Status.BUSY, Unit.Status.PATROL, Unit.Status.BUSY):
        Unit.objects.filter(pk=unit.pk).update(status=status)
        gaps.watch()
    assert len(facts(gaps.GAP)) == 2


@pytest.mark.parametrize(
    ("said", "is_enough"),
    [
        ({"min_available": 2}, True),
        ({"min_available": 3}, False),
        ({"kind": Unit.Kind.CAR}, True),
        ({"kind": Unit.Kind.CAR, "min_available": 2}, False),
        ({"kind": Unit.Kind.MOTORCYCLE}, False),
        ({"radius_m": 1_000}, True),
        ({"radius_m": 1_000, "min_available": 4}, False),
        ({"radius_m": 1_000, "min_available": 3}, True),
        ({"radius_m": 1_000, "kind": Unit.Kind.MOTORCYCLE}, True),
    ],
)
def test_own_units_count_anywhere_and_others_within_the_radius(
    said: dict[str, Any], is_enough: bool, required: Make, standing: Make, station: Station
) -> None:
    standing(200, station=station)
    standing(300, station=station, kind=Unit.Kind.FOOT)
    standing(900, kind=Unit.Kind.MOTORCYCLE)
    standing(1_100)
    standing(100, age_s=900)
    required(**said)
    gaps.watch()
    assert CoverageGap.objects.exists() is not is_enough


def test_a_requirement_that_ended_takes_its_gap_with_it(required: Make) -> None:
    row = required(valid_from=timezone.localdate() - timedelta(days=2))
    gaps.watch()
    CoverageRequirement.objects.filter(pk=row.pk).update(valid_to=timezone.localdate())
    assert gaps.watch() == 1
    assert CoverageGap.objects.get().closed_at is not None


def test_a_gap_is_an_alert_of_the_third_priority_until_it_is_filled(
    cast: Cast, required: Make, standing: Make, station: Station
) -> None:
    ensure_default_rules(cast.city)
    required()
    gaps.watch()
    follow(facts(gaps.GAP))
    alert = Alert.objects.get()
    assert (alert.priority, alert.state) == (3, "open")
    assert "北街警务站" in alert.title
    standing(0, station=station)
    gaps.watch()
    follow(facts(gaps.FILLED))
    alert.refresh_from_db()
    assert alert.state == "resolved"


def test_a_station_is_asked_for_one_number_of_a_kind(cast: Cast, station: Station) -> None:
    said = {"station": station, "kind": "", "min_available": 2}
    by = cast.chief.as_actor()
    services.create_requirement(by=by, agency=cast.north_station, said=said)
    with pytest.raises(InvalidInput):
        services.create_requirement(by=by, agency=cast.north_station, said=said)


def test_who_changes_an_older_version_is_told(cast: Cast, required: Make) -> None:
    row, by = required(), cast.chief.as_actor()
    services.change_requirement(row, by=by, version=1, said={"min_available": 2})
    with pytest.raises(StaleVersion):
        services.change_requirement(row, by=by, version=1, said={"min_available": 3})
    row.refresh_from_db()
    assert (row.min_available, row.version) == (2, 2)
