"""The limits rounds are judged by: the nearest agency's rule in force, else the defaults."""

from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from patrol.rounds.models import PatrolRule

NUMBERS: Final = {  # each limit with the least and the most it may be
    "ready_min": (0, 240),
    "start_grace_min": (0, 240),
    "window_grace_min": (0, 120),
    "foot_kmh": (5, 60),
    "vehicle_kmh": (30, 250),
    "far_m": (20, 5000),
    "clock_s": (10, 3600),
    "late_entry_s": (30, 86400),
    "control_point_days": (1, 90),
}


def rule_of(agency_path: str, *, on: date | None = None) -> PatrolRule:
    """The rule of the agency or of the nearest one above it; an unsaved default where none is."""
    day = on or timezone.localdate()
    above = [agency_path[: end + 1] for end, sign in enumerate(agency_path) if sign == "/"]
    rules = PatrolRule.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), agency__path__in=above, valid_from__lte=day
    ).select_related("agency")
    return max(rules, key=lambda rule: (len(rule.agency.path), rule.valid_from), default=_DEFAULT)


_DEFAULT = PatrolRule()
