"""A northern foot patrol with Pat as its leader, the rules a city starts with."""

import pytest

from command_center.alerts.services import ensure_default_rules as ensure_alert_rules
from command_center.dispatch.safety import rules
from patrol.units.models import Unit
from tests.browser import chromium, visit  # noqa: F401
from tests.cast import Cast
from tests.dashboard.conftest import awake, board, people, server  # noqa: F401
from tests.patrol.make import make_crew, make_unit


@pytest.fixture
def ready(cast: Cast) -> Cast:
    ensure_alert_rules(cast.city)
    rules.ensure_default_rules(cast.city)
    return cast


@pytest.fixture
def unit(ready: Cast) -> Unit:
    made = make_unit(ready, kind="foot", call_sign="巡01")
    make_crew(made, ready.pat)
    return made
