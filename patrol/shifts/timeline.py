"""The shift board as bars: for each unit what was planned in a day and what it was really on."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from patrol.shifts.models import RosterEntry, Shift

WIDTH: Final = 1440  # a minute of an ordinary day is one unit of the drawing


def rows(shifts: Iterable[Shift], begins: datetime, ends: datetime) -> list[dict[str, Any]]:
    """A row for each unit (or person without one): name, planned and real bars, and their words.

    A real bar that has not ended yet ends now.
    """
    found: dict[str, dict[str, Any]] = {}
    for shift in shifts:
        for entry in shift.entries.all():
            name = entry.unit.call_sign if entry.unit else entry.who
            row = found.setdefault(
                name, {"name": name, "unit": entry.unit, "planned": [], "real": [], "lines": []}
            )
            _draw(row, entry, shift, (begins, ends))
    return [found[name] for name in sorted(found)]


def hours(begins: datetime, ends: datetime) -> list[dict[str, Any]]:
    """A mark for every third hour."""
    count = int((ends - begins) // timedelta(hours=1))
    marks = [begins + timedelta(hours=hour) for hour in range(0, count, 3)]
    return [
        {"x": _x(mark, begins, ends), "label": timezone.localtime(mark).strftime("%H")}
        for mark in marks
    ]


def _draw(
    row: dict[str, Any], entry: RosterEntry, shift: Shift, span: tuple[datetime, datetime]
) -> None:
    planned = _bar(shift.starts_at, shift.ends_at, span)
    if planned and planned not in row["planned"]:
        row["planned"].append(planned)
    if entry.came_at:
        until = entry.left_at or max(entry.came_at, timezone.now())
        real = _bar(entry.came_at, until, span)
        if real and real not in row["real"]:
            row["real"].append(real)
    row["lines"].append({"entry": entry, "shift": shift})


def _bar(
    begins: datetime, ends: datetime, span: tuple[datetime, datetime]
) -> dict[str, float] | None:
    x, over = _x(begins, *span), _x(ends, *span)
    return {"x": x, "width": round(over - x, 1)} if over > x else None


def _x(at: datetime, begins: datetime, ends: datetime) -> float:
    share = (at - begins) / (ends - begins)
    return round(min(1.0, max(0.0, share)) * WIDTH, 1)
