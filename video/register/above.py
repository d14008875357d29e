"""What the video floor asks of whoever keeps calls and cases above it, without knowing who.

The floor above brings it from `AppConfig.ready`:

    above.register(incident=…, cases=…)

Alone, the video floor knows no incident and no case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import Point

from grid.scope import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBrief:
    """A call or case as the video floor shows it; times are aware, the point is WGS-84."""

    number: str
    agency_path: str
    agency_name: str
    kind: str  # its category, in the reader's language
    address: str
    point: Point | None
    occurred_at: datetime
    state: str
    url: str  # of its page
    also: tuple[str, ...] = ()  # other numbers it goes by: that of the call a case came from


@dataclass(slots=True)
class _Above:
    incident: Callable[[Viewer, str], CaseBrief | None] = lambda _viewer, _number: None
    cases: Callable[[Viewer, datetime, datetime], list[CaseBrief]] = lambda _v, _from, _to: []


_above = _Above()


def register(
    *,
    incident: Callable[[Viewer, str], CaseBrief | None],
    cases: Callable[[Viewer, datetime, datetime], list[CaseBrief]],
) -> None:
    """Say how to ask; the last registration holds."""
    _above.incident = incident
    _above.cases = cases


def incident(viewer: Viewer, number: str) -> CaseBrief | None:
    """The incident of this number in the viewer's scope; None: there is none."""
    return _above.incident(viewer, number)


def cases(viewer: Viewer, since: datetime, until: datetime) -> list[CaseBrief]:
    """Cases in the viewer's scope that occurred from `since` until before `until`, newest first."""
    return _above.cases(viewer, since, until)
