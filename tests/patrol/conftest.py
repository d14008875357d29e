"""Fixtures of the tests of patrol."""

from importlib import import_module

import pytest
from django.apps import apps

from patrol.units.models import Capability

ROWS = [f"patrol.{app}.migrations.0002_reference_rows" for app in ("units", "shifts")]


@pytest.fixture(autouse=True)
def _the_city_has_its_reference_rows(request: pytest.FixtureRequest) -> None:
    """A transactional test before this one has emptied every table, these rows included."""
    if not {"db", "transactional_db"} & set(request.fixturenames):
        return
    request.getfixturevalue("db")
    if not Capability.objects.exists():
        for name in ROWS:
            import_module(name).add(apps, None)
