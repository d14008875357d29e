"""Recent cases that came from a call: they take its number, place and hour."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from command_center.cases.models import CaseCategory
from command_center.incidents.models import Incident

CALLED: Final = {  # case category: how the category of the call begins
    "050201": "010101",
    "050225": "010102",
    "050224": "010103",
    "050223": "010103",
    "050238": "010104",
    "050240": "010105",
    "ZA0302": "020500",
    "ZA0301": "020100",
}
_BEFORE: Final = timedelta(hours=36)
_WEEKS: Final = 8
_EVERY: Final = 3  # of the cases whose kind is called in


def tie_to_calls(
    rows: Iterable[dict[str, Any]], *, now: datetime, without: Iterable[int] = ()
) -> int:
    """How many cases of the last weeks were tied to a call, each call once.

    `without` are keys of cells whose calls are left alone.
    """
    calls = _calls(now - timedelta(weeks=_WEEKS), set(without))
    codes = dict(CaseCategory.objects.values_list("pk", "code"))
    recent = [row for row in rows if "point" in row and codes[row["category_id"]] in CALLED]
    tied = 0
    for row in recent[::_EVERY]:
        call = _take(calls[CALLED[codes[row["category_id"]]]], row["reported_at"])
        if call is not None:
            _move(row, call)
            tied += 1
    return tied


def _calls(since: datetime, without: set[int]) -> dict[str, list[dict[str, Any]]]:
    rows = Incident.objects.filter(reported_at__gte=since, source_lng__isnull=False)
    rows = rows.filter(is_valid_call=True, cell__isnull=False).order_by("reported_at")
    columns = ("number", "cell_id", "cell__agency_id", "category__code", "reported_at", "address")
    found = defaultdict(list)
    for row in rows.values(*columns, "source_lng", "source_lat"):
        if row["cell_id"] not in without:
            found[row["category__code"][:6]].append(row)
    return found


def _take(waiting: list[dict[str, Any]], at: datetime) -> dict[str, Any] | None:
    """The last call before the report, struck from those that wait."""
    place = bisect_left(waiting, at, key=lambda row: row["reported_at"]) - 1
    if place < 0 or at - waiting[place]["reported_at"] > _BEFORE:
        return None
    return waiting.pop(place)


def _move(row: dict[str, Any], call: dict[str, Any]) -> None:
    earlier = row["reported_at"] - call["reported_at"]
    for name in ("occurred_from", "occurred_to", "reported_at"):
        row[name] = row[name] - earlier if row[name] else None
    row["incident_number"], row["address"] = call["number"], call["address"]
    row["cell_id"], row["agency_id"] = call["cell_id"], call["cell__agency_id"]
    row["source_lng"], row["source_lat"] = call["source_lng"], call["source_lat"]
    row["point"] = f"SRID=4326;POINT({call['source_lng']} {call['source_lat']})"
