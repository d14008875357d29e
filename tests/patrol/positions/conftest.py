"""A gateway that sends fixes for the whole north, at noon."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from grid.ledger.actors import PLATFORM
from grid.organisation.models import Officer
from grid.organisation.services import create_client
from patrol.units.models import Unit
from tests.cast import Cast
from tests.patrol.make import make_unit
from tests.patrol.positions.make import NOON


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


def gateway_of(agency: object) -> Client:
    _client, token = create_client(
        name="定位网关",
        agency=agency,  # type: ignore[arg-type]
        scopes=["positions.send", "units.read"],
        owner="x",
        by=PLATFORM,
    )
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def gateway(cast: Cast) -> Client:
    """A client system of the northern branch."""
    return gateway_of(cast.north)


@pytest.fixture
def car(cast: Cast) -> Unit:
    """A car of the northern station."""
    return make_unit(cast, call_sign="N-11")
