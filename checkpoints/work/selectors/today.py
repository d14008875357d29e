"""What a checkpoint did today, for its page, the board and the phone: constant queries for all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max, Q, Sum
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import CheckOutcome, HourlyCount, LaneReport, Suspension
from checkpoints.work.models.rules import Kind
from checkpoints.work.rulebook import words
from checkpoints.work.selectors.lists import day_start
from checkpoints.work.selectors.overdue import missing_hours
from checkpoints.work.selectors.roster import on_duty_many

BACK: Final = timedelta(days=7)  # older counts and lane reports say nothing of today
CHECKED: Final = HourlyCount.Measure.CHECKED


def today(checkpoint: Checkpoint, at: datetime | None = None) -> dict[str, Any]:
    """One checkpoint's day; see `today_many`."""
    return today_many([checkpoint], at)[checkpoint.pk]


def today_many(
    checkpoints: Sequence[Checkpoint], at: datetime | None = None
) -> dict[int, dict[str, Any]]:
    """By checkpoint key: people, vehicles, goods, results since local midnight, per-hour figures.

    `last_count_at`/`last_hour` (None: none for a week), `this_hour` (checked in the last full
    hour), `overdue` (hours of today without a count), `lanes`, `suspended`, `staffing`.
    """
    at = at or timezone.now()
    begins = day_start(timezone.localdate(at))
    rows: dict[int, dict[str, Any]] = {place.pk: _empty() for place in checkpoints}
    _add_counts(rows, checkpoints, begins, at)
    _add_lanes(rows, checkpoints, at)
    hours_today = max(1, int((at - begins) / timedelta(hours=1)))
    missing = missing_hours(checkpoints, at, back=hours_today)
    staffing = on_duty_many(checkpoints, at)
    for pk, row in rows.items():
        row["overdue"] = [hour for hour in missing.get(pk, []) if hour >= begins]
        row["staffing"] = staffing[pk]
    return rows


def _empty() -> dict[str, Any]:
    return {
        **dict.fromkeys((*Kind.values, "results", "outcomes", "late", "last_hour_sum"), 0),
        "last_count_at": None,
        "last_hour": None,
        "lanes": None,
        "suspended": None,
    }


def _add_counts(
    rows: dict[int, dict[str, Any]], places: Sequence[Checkpoint], begins: datetime, at: datetime
) -> None:
    recent = HourlyCount.objects.filter(
        checkpoint__in=places, hour__gte=at - BACK, hour__lte=at, measure=CHECKED
    ).order_by()
    since = Q(hour__gte=begins)
    sums = {kind: Sum("number", filter=since & Q(kind=kind)) for kind in Kind.values}
    counted = recent.values("checkpoint_id").annotate(
        **sums,
        last_hour=Max("hour"),
        last_count_at=Max("recorded_at"),
        late=Sum("number", filter=since & Q(is_late=True)),
    )
    _add(rows, counted)
    past = CheckOutcome.objects.filter(
        checkpoint__in=places, happened_at__gte=begins, struck_at__isnull=True
    ).order_by()
    come = past.values("checkpoint_id").annotate(
        results=Sum("number", filter=Q(is_result=True)), outcomes=Sum("number")
    )
    _add(rows, come)
    _add_last_hours(rows, recent)


def _add(rows: dict[int, dict[str, Any]], sums: Any) -> None:
    """Put the sums of each checkpoint into its row; the sum of nothing is 0."""
    for found in sums:
        mine = {name: n or 0 for name, n in found.items() if name != "checkpoint_id"}
        rows[found["checkpoint_id"]] |= mine


def _add_last_hours(rows: dict[int, dict[str, Any]], recent: Any) -> None:
    """People and vehicles checked in the last hour that was counted."""
    lasts = {pk: row["last_hour"] for pk, row in rows.items() if row["last_hour"]}
    hours = recent.filter(hour__in=set(lasts.values())).values_list("checkpoint_id", "hour")
    for pk, hour, n in hours.annotate(n=Sum("number", filter=~Q(kind=Kind.GOODS))):
        if lasts.get(pk) == hour:
            rows[pk]["last_hour_sum"] = n or 0


def _add_lanes(rows: dict[int, dict[str, Any]], places: Sequence[Checkpoint], at: datetime) -> None:
    latest = LaneReport.objects.filter(
        checkpoint__in=places, reported_at__gte=at - BACK, reported_at__lte=at
    ).order_by("checkpoint_id", "-reported_at", "-pk")
    for report in latest.distinct("checkpoint_id"):
        rows[report.checkpoint_id]["lanes"] = {
            "open_in": report.open_in,
            "open_out": report.open_out,
            "queue_in_m": report.queue_in_m,
            "queue_out_m": report.queue_out_m,
            "reported_at": report.reported_at,
        }
    running = list(Suspension.objects.in_force(at).filter(checkpoint__in=places))
    named = words()["suspension"] if running else {}
    for held in running:
        rows[held.checkpoint_id]["suspended"] = {
            "id": held.pk,
            "version": held.version,
            "reason": held.reason,
            "reason_name": named.get(held.reason, held.reason),
            "until": held.until,
            "started_by": held.started_by,
        }
