"""Speeds and detours of many places, asked of the rows once for each agency."""

from datetime import datetime

from django.utils import timezone

from command_center.dispatch.assignments.models import DetourFactor
from command_center.dispatch.assignments.numbers import Rates
from command_center.dispatch.assignments.travel import rates_at


class RateBook:
    """The rates of places at one moment; a cell with a detour of its own is asked for itself."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        rows = DetourFactor.objects.in_force(timezone.localdate(at)).filter(cell__isnull=False)
        self._own = set(rows.values_list("cell_id", flat=True))
        self._own |= set(rows.values_list("cell__children", flat=True))
        self._known: dict[tuple[str, int | None], Rates] = {}

    def of(self, agency_path: str, cell_id: int | None = None) -> Rates:
        """What holds on an agency's ground, in a cell of it."""
        key = (agency_path, cell_id if cell_id in self._own else None)
        if key not in self._known:
            self._known[key] = rates_at(agency_path, cell_id=key[1], at=self.at)
        return self._known[key]
