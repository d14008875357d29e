"""The nightly end of notices: the row of counts is written, then everything else is gone."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from checkpoints.lookout.models import CheckTally, Notice, NoticeStatistic
from grid.ledger.retention import Keep, clears, due

AT_ONCE: Final = 200
DAY_S: Final = 86_400


@clears(Notice)
def clear_notices(rule: Keep, *, now: datetime) -> int:
    """Delete what is over with its keys, terms and acknowledgements; leave counts alone."""
    total = 0
    while True:
        done = _clear_some(rule, now=now)
        total += done
        if done < AT_ONCE:
            return total


@transaction.atomic
def _clear_some(rule: Keep, *, now: datetime) -> int:
    over = due(Notice, rule, now=now).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    rows = Notice.objects.filter(pk__in=list(over))
    counted = rows.filter(approved_at__isnull=False).select_related("agency")
    NoticeStatistic.objects.bulk_create(
        [statistic_of(notice) for notice in counted.annotate(**_COUNTS)]
    )
    taken = rows.count()
    rows.delete()
    return taken


_COUNTS: Final[dict[str, Any]] = {
    "n_stations": Count("acknowledgements", distinct=True),
    "n_acknowledged": Count(
        "acknowledgements", filter=Q(acknowledgements__state="done"), distinct=True
    ),
    "n_renewals": Count("renewals", distinct=True),
    "n_true": Count("hits", filter=Q(hits__is_true=True), distinct=True),
    "n_false": Count("hits", filter=Q(hits__is_true=False), distinct=True),
    "n_open": Count("hits", filter=Q(hits__is_true__isnull=True), distinct=True),
}


def statistic_of(notice: Any) -> NoticeStatistic:
    """Counts of a notice annotated with `_COUNTS`; no number, no instrument, nobody."""
    ended = notice.revoked_at or notice.valid_to
    began = max(notice.first_from, notice.approved_at)
    seconds = max(0.0, (ended - began).total_seconds())
    return NoticeStatistic(
        agency=notice.agency,
        kind=notice.kind,
        ended_on=timezone.localdate(ended),
        was_revoked=notice.revoked_at is not None,
        days=-(-int(seconds) // DAY_S),
        renewals=notice.n_renewals,
        stations=notice.n_stations,
        acknowledged=notice.n_acknowledged,
        hits_true=notice.n_true,
        hits_false=notice.n_false,
        hits_open=notice.n_open,
        checks=_checks(notice, began, ended),
    )


def _checks(notice: Notice, began: datetime, ended: datetime) -> int:
    """Numbers asked about on its ground in the hours it was in force."""
    whole = began.replace(minute=0, second=0, microsecond=0)
    rows = CheckTally.objects.filter(
        checkpoint__agency__path__startswith=notice.agency.path, hour__gte=whole, hour__lt=ended
    )
    return int(rows.aggregate(total=Sum("checked"))["total"] or 0)
