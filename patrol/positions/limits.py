"""Time limits by source and greatest speeds by kind: rows of a city, with dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from patrol.positions.models import PositionLimit, SpeedLimit
from patrol.units.models import Unit

BEGINNING: Final = date(2016, 1, 1)
# Seconds and metres: grey, recommended, newest, noise.
DEFAULT_LIMITS: Final[dict[str, tuple[int, int, int, int]]] = {
    "phone": (60, 300, 900, 25),
    "vehicle": (60, 300, 900, 15),
    "radio": (120, 300, 900, 50),
    "hand": (300, 600, 3600, 50),
}
# km/h; whoever walks may be given a lift through the town, but no more.
DEFAULT_SPEEDS: Final[dict[str, int]] = {
    "foot": 60,
    "bicycle": 60,
    "motorcycle": 180,
    "car": 220,
    "mixed": 220,
    "video": 60,
}
NUMBERS: Final = ("stale_after_s", "recommend_within_s", "latest_within_s", "noise_m")


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds in one city on one day; sources and kinds by their codes."""

    stale_after_s: Mapping[str, int]
    recommend_within_s: Mapping[str, int]
    latest_within_s: Mapping[str, int]
    noise_m: Mapping[str, int]
    max_kmh: Mapping[str, int]


def city_of(agency_path: str) -> str:
    """The code of the city an agency path begins with."""
    return agency_path.split("/", 1)[0]


def limits_of(agency_path: str, *, on: date | None = None) -> Limits:
    """The limits in force for the city of that path, today by default; defaults where no row is."""
    on, city = on or timezone.localdate(), city_of(agency_path)
    named = dict(DEFAULT_LIMITS)
    for row in PositionLimit.objects.in_force(on).filter(agency__code=city):
        named[row.source] = tuple(getattr(row, name) for name in NUMBERS)
    speeds = dict(DEFAULT_SPEEDS)
    speeds |= dict(
        SpeedLimit.objects.in_force(on).filter(agency__code=city).values_list("kind", "max_kmh")
    )
    stale, recommend, latest, noise = (
        {source: numbers[n] for source, numbers in named.items()} for n in range(4)
    )
    return Limits(stale, recommend, latest, noise, speeds)


def stale_after(source: str, *, agency_path: str = "") -> int:
    """Seconds after which a fix of that source is shown grey."""
    return limits_of(agency_path).stale_after_s[source]


def recommend_within(source: str, *, agency_path: str = "") -> int:
    """Seconds a fix may be old for its unit still to be recommended."""
    return limits_of(agency_path).recommend_within_s[source]


def ensure_default_limits(agency: Agency) -> int:
    """Give a city the limits it starts with; answers how many rows were new."""
    made = 0
    for source, numbers in DEFAULT_LIMITS.items():
        given = dict(zip(NUMBERS, numbers, strict=True)) | {"valid_from": BEGINNING}
        _row, is_new = PositionLimit.objects.get_or_create(
            agency=agency, source=source, defaults=given
        )
        made += is_new
    for kind in Unit.Kind.values:
        given = {"max_kmh": DEFAULT_SPEEDS[kind], "valid_from": BEGINNING}
        _speed, is_new = SpeedLimit.objects.get_or_create(agency=agency, kind=kind, defaults=given)
        made += is_new
    return made


@transaction.atomic
def change_limit(
    row: PositionLimit | SpeedLimit,
    *,
    by: Actor,
    version: int,
    valid_from: date,
    changes: Mapping[str, int],
) -> PositionLimit | SpeedLimit:
    """Let other numbers hold from a day on; what held before stays in its own row.

    Raises StaleVersion where somebody changed it since `version`, InvalidInput for a past day.
    """
    current: Any = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if current.version != version or current.valid_to is not None:
        raise StaleVersion(
            _("Somebody changed this rule meanwhile; open it again to see how."),
            your_version=version,
            current_version=current.version,
        )
    if valid_from < max(timezone.localdate(), current.valid_from):
        message = _("A change can begin today at the earliest.")
        fault = FieldError(pointer="/valid_from", code="past", message=message)
        raise InvalidInput(message, errors=[fault])
    current.version += 1
    if valid_from > current.valid_from:
        current.valid_to = valid_from
        current.save()
        current.pk, current.valid_to = None, None  # what is saved next is a new row
    current.valid_from = valid_from
    for name, value in changes.items():
        setattr(current, name, value)
    current.save()
    record(by, _fact(current, changes))
    saved: PositionLimit | SpeedLimit = current
    return saved


def _fact(row: Any, changes: Mapping[str, int]) -> Fact:
    what = row.source if isinstance(row, PositionLimit) else row.kind
    return Fact(
        kind="patrol.position_limit_changed",
        subject_type="position_limit",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload={"of": what, "valid_from": row.valid_from.isoformat(), **changes},
    )
