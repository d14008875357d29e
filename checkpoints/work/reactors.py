"""What the work at checkpoints does by itself: it says what is missing, once an hour."""

from django.db import transaction
from django.utils import timezone

from checkpoints.register.models import Checkpoint
from checkpoints.work.selectors.overdue import full_hour, overdue_counts
from checkpoints.work.selectors.roster import gaps_now
from checkpoints.work.services.shared import fact
from grid.ledger.actors import PLATFORM
from grid.ledger.reactors import sweep
from grid.ledger.services import record

BACK = 3  # hours; what a stopped worker missed for longer is on the list, not worth an alert


@sweep("checkpoints.counts_overdue", every_s=30)
def watch_counts() -> None:
    """Say of each hour once that a checkpoint on duty sent no count for it."""
    facts = [
        fact(
            "counts_overdue",
            row["checkpoint"],
            ("checkpoint", row["checkpoint"].code),
            hour=row["hour"].isoformat(),
            dedupe_key=f"counts_overdue:{row['checkpoint'].pk}:{row['hour']:%Y%m%dT%H}",
        )
        for row in overdue_counts(back=BACK)
    ]
    with transaction.atomic():
        record(PLATFORM, *facts)


@sweep("checkpoints.post_gaps", every_s=60)
def watch_posts() -> None:
    """Say once an hour which agency left a checkpoint it staffs round the clock without anybody."""
    now = timezone.now()
    rows = Checkpoint.objects.operational(now).exclude(kind=Checkpoint.Kind.GANTRY)
    places = list(rows.select_related("agency"))
    facts = [
        fact(
            "post_uncovered",
            place,
            ("checkpoint", place.code),
            agency=agency.name,
            hour=full_hour(now).isoformat(),
            dedupe_key=f"post_uncovered:{place.pk}:{agency.pk}:{full_hour(now):%Y%m%dT%H}",
        )
        for place, agency in gaps_now(places, now)
    ]
    with transaction.atomic():
        record(PLATFORM, *facts)
