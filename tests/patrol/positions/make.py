"""Fixes for the tests of positions: in front of the northern station, at noon."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai, a Friday
HERE = (125.11, 42.91)  # inside cell N-1
M_EAST = 1 / 81_600  # degrees of longitude to one metre, at this latitude


def a_fix(unit: Any, *, after_s: float = 0, east_m: float = 0, **said: Any) -> dict[str, Any]:
    """One fix of the unit, so many seconds after noon and so many metres east of here."""
    lng, lat = HERE
    made = {
        "unit": getattr(unit, "call_sign", unit),
        "lng": round(lng + east_m * M_EAST, 7),
        "lat": lat,
        "at": (NOON + timedelta(seconds=after_s)).isoformat(),
    }
    return made | said


def send(client: Client, *fixes: dict[str, Any], status: int = 200, **headers: str) -> Any:
    """Post the fixes; answers the body."""
    answer = client.post(
        "/api/v1/positions/",
        json.dumps({"fixes": list(fixes)}),
        content_type="application/json",
        headers={"Idempotency-Key": "positions-1"} | headers,
    )
    assert answer.status_code == status, answer.content
    return answer.json()
