"""What the checkpoints ask of whoever commands above them, without knowing who that is.

The floor above brings it from `AppConfig.ready`:

    above.register(require_authority=…, is_major=…, incident=…)

Alone, the checkpoints stand under nobody: every authority holds, no major mode is on, and no
incident is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.gis.geos import Point

from grid.scope import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentBrief:
    """What a containment takes over from a call; times are aware, the point is WGS-84."""

    number: str
    agency_path: str
    category: str
    address: str
    point: Point | None
    occurred_at: datetime
    state: str
    url: str  # of its page


@dataclass(slots=True)
class _Above:
    require_authority: Callable[[Any, str], None] = lambda _by, _path: None
    is_major: Callable[[str], bool] = lambda _path: False
    incident: Callable[[Viewer, str], IncidentBrief | None] = lambda _viewer, _number: None


_above = _Above()


def register(
    *,
    require_authority: Callable[[Any, str], None],
    is_major: Callable[[str], bool],
    incident: Callable[[Viewer, str], IncidentBrief | None],
) -> None:
    """Say how to ask; the last registration holds."""
    _above.require_authority = require_authority
    _above.is_major = is_major
    _above.incident = incident


def require_authority(by: Any, agency_path: str) -> None:
    """Whether `by` may command at `agency_path` now; raises a DomainError that says who may."""
    _above.require_authority(by, agency_path)


def is_major(agency_path: str) -> bool:
    """Whether a higher agency has taken over command at `agency_path` (战时, major mode)."""
    return _above.is_major(agency_path)


def incident(viewer: Viewer, number: str) -> IncidentBrief | None:
    """The incident of this number in the viewer's scope; None: there is none."""
    return _above.incident(viewer, number)
