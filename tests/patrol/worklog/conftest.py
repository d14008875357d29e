"""A unit of the northern station with Pat in it, at noon, and the words of the log."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.utils import translation

from grid.organisation.models import Officer
from patrol.units.models import Unit
from tests.cast import Cast
from tests.patrol.make import make_crew, make_station, make_unit

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


@pytest.fixture(autouse=True)
def in_english(cast: Cast) -> Iterator[None]:
    """Sentences as the code has them, whatever the catalogue says by now."""
    Officer.objects.update(language="en")
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    """The rows of the migration, which a transactional test before may have emptied."""
    import_module("patrol.worklog.migrations.0002_work_codes").seed(apps, None)


@pytest.fixture
def unit(cast: Cast) -> Unit:
    """A foot patrol from a street station; Pat leads it."""
    made = make_unit(cast, call_sign="N-21", station=make_station(cast, name="站前警务站"))
    make_crew(made, cast.pat)
    return made


@pytest.fixture
def pat(client: Client, cast: Cast, unit: Unit) -> Client:
    """Pat's phone."""
    client.force_login(cast.pat)
    return client


@pytest.fixture
def chief(cast: Cast) -> Client:
    """The commander's screen."""
    screen = Client()
    screen.force_login(cast.chief)
    return screen
