"""Ground for the tests of assignments: a city with calls, units with crews, and a desk."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from command_center.dispatch.assignments import services
from command_center.dispatch.assignments.models import Assignment
from command_center.incidents.models import Incident
from patrol.units.models import Unit
from tests.cast import Cast
from tests.incidents.conftest import call, city, desk, nora  # noqa: F401
from tests.patrol.make import make_crew, make_unit


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are read in the source language."""
    with translation.override("en"):
        yield


@pytest.fixture
def unit(city: Cast) -> Unit:  # noqa: F811
    """P12, a car on patrol of the northern station; Pat is its crew."""
    made = make_unit(city, call_sign="P12")
    make_crew(made, city.pat)
    return made


@pytest.fixture
def other(city: Cast) -> Unit:  # noqa: F811
    """P14, a second car of the same station, nobody's phone in it."""
    return make_unit(city, call_sign="P14")


@pytest.fixture
def sent(city: Cast, call: Callable[..., Incident], unit: Unit) -> Assignment:  # noqa: F811
    """P12 sent by Nora to a burglary."""
    return send(city, call(), unit)


def send(cast: Cast, incident: Incident, *units: Unit, **how: Any) -> Assignment:
    """Nora sends units; answers the first assignment."""
    return services.assign(incident, units, by=how.pop("by", cast.nora), **how)[0]
