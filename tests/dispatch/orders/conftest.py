"""Orders from the city to stations, units and branches."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from command_center.dispatch.orders import services
from command_center.dispatch.orders.models import DirectOrder
from tests.browser import chromium, visit  # noqa: F401
from tests.cast import Cast

Give = Callable[..., DirectOrder]


def in_minutes(minutes: int) -> Any:
    return timezone.now() + timedelta(minutes=minutes)


@pytest.fixture
def give(cast: Cast) -> Give:
    """An order of the city to the northern station: to be signed in 5 minutes, done in 60."""

    def order(*receivers: Any, by: Any = None, **said: Any) -> DirectOrder:
        fields: dict[str, Any] = {
            "title": "加强校门巡逻",
            "text": "即日起每日 7:30 至 8:30 派警到校门。",
            "sign_by": in_minutes(5),
            "due_at": in_minutes(60),
        }
        to = list(receivers) or [cast.north_station]
        return services.issue(by=by or cast.chief, receivers=to, **fields | said)

    return order
