"""Points left out, by the shift whose unit left them out: joined by unit and by time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from grid.scope import Viewer
from patrol.rounds.models import RoundStop
from patrol.rounds.selectors import day_span, missed_stops
from patrol.shifts.models import RosterEntry

_NO_SHIFT: tuple[int | None, str] = (None, "")
_Span = tuple[datetime, datetime, int, str]  # from, until before, shift, its name


@dataclass(frozen=True, slots=True)
class ShiftMisses:
    """What the units of one shift left out on a day; no shift: rounds nobody was rostered for."""

    shift: int | None
    name: str
    missed: int
    skipped: int


class Rosters:
    """Which shift a unit was on when its round was due; read once for a day."""

    def __init__(self, day: date) -> None:
        begin, end = day_span(day)
        rows = RosterEntry.objects.filter(
            unit__isnull=False, shift__starts_at__lt=end, shift__ends_at__gt=begin
        )
        said = rows.order_by("shift__starts_at", "shift_id").values_list(
            "unit_id", "shift__starts_at", "shift__ends_at", "shift_id", "shift__name"
        )
        self._spans: dict[int, list[_Span]] = {}
        for unit, begins, ends, shift, name in said.distinct():
            self._spans.setdefault(unit, []).append((begins, ends, shift, name))

    def of(self, stop: RoundStop) -> tuple[int | None, str]:
        """The shift and its name; the one that began last where two overlap."""
        due, found = stop.round.due_start, _NO_SHIFT
        for since, until, shift, name in self._spans.get(stop.round.unit_id or 0, ()):
            if since <= due < until:
                found = (shift, name)
        return found


def by_shift(viewer: Viewer, day: date) -> list[ShiftMisses]:
    """Shifts of a local day with what their units missed and skipped, the most missed first."""
    rosters = Rosters(day)
    counts: Counter[tuple[tuple[int | None, str], str]] = Counter(
        (rosters.of(stop), stop.state) for stop in missed_stops(viewer, day=day)
    )
    shifts = {shift for shift, _state in counts}
    rows = [
        ShiftMisses(
            shift=shift[0],
            name=shift[1],
            missed=counts[shift, RoundStop.State.MISSED],
            skipped=counts[shift, RoundStop.State.SKIPPED],
        )
        for shift in shifts
    ]
    return sorted(rows, key=lambda row: (-row.missed, -row.skipped, row.name, row.shift or 0))


def with_shift(stops: Iterable[RoundStop], day: date) -> list[tuple[RoundStop, int | None, str]]:
    """Each stop with its shift."""
    rosters = Rosters(day)
    return [(stop, *rosters.of(stop)) for stop in stops]
