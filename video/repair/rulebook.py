"""The rules of a day: the row of the nearest agency, of its class before that of all classes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils import timezone

from video.repair.models import Priority, SlaRule, TicketRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a ticket is measured by once it is assigned; minutes and yuan."""

    accept_min: int
    arrive_min: int
    fix_min: int
    late_fee: int = 0
    hour_fee: int = 0
    most_fee: int = 0


# Where a city has set none yet; figures of common maintenance contracts, without fees.
DEFAULTS: Final[dict[int, Limits]] = {
    Priority.URGENT: Limits(accept_min=15, arrive_min=60, fix_min=240),
    Priority.HIGH: Limits(accept_min=30, arrive_min=120, fix_min=720),
    Priority.MEDIUM: Limits(accept_min=60, arrive_min=480, fix_min=1_440),
    Priority.LOW: Limits(accept_min=240, arrive_min=1_440, fix_min=4_320),
}
NAMES: Final = tuple(Limits.__dataclass_fields__)


@dataclass(slots=True)
class Rulebook:
    """Every rule in force on one local day, read once for a whole batch or page."""

    on: date = field(default_factory=timezone.localdate)
    _slas: list[SlaRule] = field(init=False)
    _rules: list[TicketRule] = field(init=False)

    def __post_init__(self) -> None:
        self._slas = list(SlaRule.objects.in_force(self.on).select_related("agency"))
        self._rules = list(TicketRule.objects.in_force(self.on).select_related("agency"))

    def limits(self, agency_path: str, camera_class: str | None, priority: int) -> Limits:
        """The limits of the agency nearest above, its class before all classes, else defaults."""
        fitting = [
            row
            for row in self._slas
            if row.priority == priority
            and row.camera_class_id in (None, camera_class)
            and agency_path.startswith(row.agency.path)
        ]
        if not fitting:
            return DEFAULTS[priority]
        row = max(fitting, key=lambda one: (len(one.agency.path), one.camera_class_id is not None))
        return Limits(**{name: getattr(row, name) for name in NAMES})

    def rule(self, agency_path: str) -> TicketRule:
        """When tickets open themselves there, else the model's own defaults."""
        fitting = (row for row in self._rules if agency_path.startswith(row.agency.path))
        found = max(fitting, key=lambda one: len(one.agency.path), default=None)
        return found or TicketRule()

    def rules(self) -> list[TicketRule]:
        """Every row in force, the nearest to the ground first, the defaults last."""
        rows = sorted(self._rules, key=lambda one: -len(one.agency.path))
        return [*rows, TicketRule()]
