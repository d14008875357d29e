"""Calls with stamps to measure: written straight into the tables, as history is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.figures.rulebook import ensure_default_rules
from command_center.incidents.models import Category, Disposition, Incident
from command_center.incidents.reference import load
from patrol.units.models import Unit
from tests.cast import Cast
from tests.patrol.make import NORTH_POINT

NUMBERS = count(1)
DAY = datetime(2026, 3, 10)  # noqa: DTZ001 - made aware where it is used
ORDER = (
    "answered",
    "dispatched",
    "delivered",
    "accepted",
    "departed",
    "on_scene",
    "handled",
    "fed_back",
    "closed",
)


def at(hour: float, *, day: int = 0) -> datetime:
    """A local moment of the day that is measured."""
    return timezone.make_aware(DAY + timedelta(days=day, hours=hour))


@pytest.fixture
def ground(cast: Cast) -> Cast:
    """The cast with categories, dispositions, bands and timers."""
    load()
    ensure_default_rules(cast.city)
    return cast


@pytest.fixture
def past_call(ground: Cast) -> Callable[..., Incident]:
    """A call of the past: `past_call(at(9), answered=5, on_scene=300)`, seconds after report."""
    categories = {category.code: category for category in Category.objects.all()}
    disposition = Disposition.objects.first()

    def make(reported: datetime, **said: Any) -> Incident:
        stamps = {name: said.pop(name) for name in ORDER if name in said}
        stamps = {
            f"{name}_at": None if after is None else reported + timedelta(seconds=after)
            for name, after in stamps.items()
        }
        number = next(NUMBERS)
        category = categories[said.pop("category", "010101")]
        made: dict[str, Any] = {
            "number": f"26T{number:06}",
            "agency": ground.north_station,
            "cell": ground.north_cell,
            "level": 2,
            "state": Incident.State.CLOSED,
            "disposition": disposition,
            "source": "test",
            "source_number": str(number),
            "source_agency": ground.north.code,
            "point": Point(*NORTH_POINT),
            "created_by": "test",
        }
        return Incident.objects.create(
            category=category, reported_at=reported, **made | stamps | said
        )

    return make


@pytest.fixture
def sent(ground: Cast) -> Callable[..., Assignment]:
    """An assignment of the past: `sent(incident, unit, issued=60, signed=20)`, seconds each after
    the report."""

    def make(incident: Incident, unit: Unit, *, issued: float, **said: Any) -> Assignment:
        def moment(name: str) -> datetime | None:
            after = said.pop(name, None)
            return None if after is None else incident.reported_at + timedelta(seconds=after)

        names = ("delivered", "signed", "departed", "on_scene", "handled", "fed_back", "ended")
        stamps = {f"{name}_at": moment(name) for name in names}
        issued_at = incident.reported_at + timedelta(seconds=issued)
        made: dict[str, Any] = {
            "owner_path": unit.agency.path,
            "title": incident.number,
            "subject_type": "incident",
            "subject_id": incident.number,
            "issued_at": issued_at,
            "issued_by": "test",
            "sign_by": issued_at + timedelta(seconds=30),
            "due_at": issued_at + timedelta(hours=2),
            "state": "cancelled" if stamps["ended_at"] else "issued",
        }
        return Assignment.objects.create(incident=incident, unit=unit, **made | stamps | said)

    return make


@pytest.fixture(autouse=True)
def _pages_are_read_in_english(settings: Any) -> None:
    """The sentences asserted are those of the source, whatever the catalogue holds."""
    settings.LANGUAGE_CODE = "en"
