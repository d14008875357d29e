"""What a span of major mode amounted to, from the event log and the incidents of its time.

The log keeps facts for 90 days; a takeover is ended, and its report stored, long before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from math import ceil
from typing import Any, Final

from django.db.models import Count, Q

from command_center.incidents.briefs import moment
from command_center.incidents.models import Incident
from grid.ledger.models import EventEntry
from grid.organisation.models import Agency

COUNTED: Final = {
    "dispatch.assignment_issued": "assignments",
    "dispatch.assignment_overdue": "overdue",
    "dispatch.assignment_overridden": "overridden",
    "dispatch.order_issued": "orders",
    "dispatch.receipt_signed": "receipts_signed",
    "dispatch.receipt_overdue": "receipts_late",
    "dispatch.plan_activated": "plans",
}
# Spans of an assignment, each from when it was issued, in seconds.
SPANS: Final = {"sign": "signed_at", "arrive": "on_scene_at", "feedback": "fed_back_at"}
NUMBERS: Final = ("incidents", "urgent", "closed", *COUNTED.values())


def compute(path: str, *, since: datetime, until: datetime) -> dict[str, Any]:
    """Figures of the agency at `path` and all below, of acts from `since` until `until`.

    Counts by agency and in sum; median and P90 of signing, arrival and feedback in seconds, of
    the assignments issued in the span, with how many had both stamps.
    """
    facts = list(_facts(path, since, until))
    rows: dict[str, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(NUMBERS, 0))
    for kind, agency_path, _payload in facts:
        rows[_code(agency_path)][COUNTED[kind]] += 1 if kind in COUNTED else 0
    for found in _incidents(path, since, until):
        rows[found["agency__code"]].update({name: found[name] for name in NUMBERS[:3]})
    times = _assignments(path, since, until)
    names = dict(Agency.objects.filter(code__in=rows).values_list("code", "name"))
    by_agency = [
        {"code": code, "name": names.get(code, code), **counts, **_spans(times.get(code, []))}
        for code, counts in sorted(rows.items())
    ]
    everything = [times_of for found in times.values() for times_of in found]
    total = {name: sum(row[name] for row in by_agency) for name in NUMBERS}
    return {
        "since": moment(since),
        "until": moment(until),
        "total": total | _spans(everything),
        "by_agency": by_agency,
    }


def _code(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _facts(
    path: str, since: datetime, until: datetime
) -> Iterable[tuple[str, str, dict[str, Any]]]:
    rows = EventEntry.objects.filter(
        recorded_at__gte=since,
        recorded_at__lte=until,
        agency_path__startswith=path,
        kind__in=COUNTED,
    )
    return rows.values_list("kind", "agency_path", "payload").iterator()


def _incidents(path: str, since: datetime, until: datetime) -> Iterable[Mapping[str, Any]]:
    rows = Incident.objects.filter(
        agency__path__startswith=path,
        reported_at__gte=since,
        reported_at__lte=until,
        is_exercise=False,
    )
    return rows.values("agency__code").annotate(
        incidents=Count("pk"),
        urgent=Count("pk", filter=Q(level=1)),
        closed=Count("pk", filter=Q(state=Incident.State.CLOSED)),
    )


def _assignments(path: str, since: datetime, until: datetime) -> dict[str, list[Mapping[str, Any]]]:
    """By agency code, the last word of the log on each assignment issued in the span."""
    rows = EventEntry.objects.filter(
        recorded_at__gte=since,
        recorded_at__lte=until,
        agency_path__startswith=path,
        kind__startswith="dispatch.assignment_",
    ).order_by("seq")
    last: dict[Any, tuple[str, Mapping[str, Any]]] = {}
    begun = moment(since) or ""
    for agency_path, payload in rows.values_list("agency_path", "payload").iterator():
        issued = payload.get("issued_at")
        if issued and datetime.fromisoformat(issued) >= datetime.fromisoformat(begun):
            last[payload.get("id")] = (_code(agency_path), payload)
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for code, payload in last.values():
        found[code].append(payload)
    return found


def _spans(assignments: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    spans: dict[str, Any] = {}
    listed = list(assignments)
    for name, stamp in SPANS.items():
        seconds = sorted(
            (
                datetime.fromisoformat(a[stamp]) - datetime.fromisoformat(a["issued_at"])
            ).total_seconds()
            for a in listed
            if a.get(stamp)
        )
        spans[name] = {
            "of": len(listed),
            "stamped": len(seconds),
            "median_s": _nearest(seconds, 0.5),
            "p90_s": _nearest(seconds, 0.9),
        }
    return spans


def _nearest(seconds: list[float], share: float) -> int | None:
    """The nearest-rank percentile, whole seconds; None of nothing."""
    return round(seconds[max(0, ceil(share * len(seconds)) - 1)]) if seconds else None
