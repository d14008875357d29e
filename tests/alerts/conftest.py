"""A city with the default rules, and facts to throw at them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from command_center.alerts.models import Alert
from command_center.alerts.services import ensure_default_rules, hear
from command_center.incidents.targets import ensure_default_targets
from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.services import record
from tests.browser import chromium, visit  # noqa: F401
from tests.cast import Cast

Raise = Callable[..., Alert]


@pytest.fixture
def rules(cast: Cast) -> Cast:
    """The cast, with the rules a city starts with."""
    ensure_default_rules(cast.city)
    ensure_default_targets(cast.city)
    return cast


@pytest.fixture
def an_alert(rules: Cast) -> Raise:
    """Raise an alert as an incident of that level in the north would."""

    def make(level: int = 1, number: str = "26-0001", path: str = "", **payload: Any) -> Alert:
        fact = Fact(
            kind="incidents.received",
            subject_type="incident",
            subject_id=number,
            agency_path=path or rules.north_station.path,
            payload={"level": level, "is_valid_call": True, "address": "示例路 1 号", **payload},
        )
        with transaction.atomic():
            [seq] = record(PLATFORM, fact)
            [alert] = hear([(fact, seq)])
        return alert

    return make
