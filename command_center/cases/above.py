"""What the register of cases asks of whoever keeps incidents beside it, without knowing who.

The floor above brings it from `AppConfig.ready`: `above.register(incident=…)`. Alone, the register
knows no incident, and a number is kept as it was said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import Point

from grid.scope import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentBrief:
    """A call as the form of a case begins from it; the time is aware, the point is WGS-84."""

    number: str
    category: str  # in the reader's language
    state: str
    address: str
    point: Point | None
    reported_at: datetime
    url: str


@dataclass(slots=True)
class _Above:
    incident: Callable[[Viewer, str], IncidentBrief | None] = lambda _viewer, _number: None


_above = _Above()


def register(*, incident: Callable[[Viewer, str], IncidentBrief | None]) -> None:
    """Say how to ask; the last registration holds."""
    _above.incident = incident


def incident(viewer: Viewer, number: str) -> IncidentBrief | None:
    """The incident of this number in the viewer's scope; None: there is none, or no right."""
    return _above.incident(viewer, number) if number else None
