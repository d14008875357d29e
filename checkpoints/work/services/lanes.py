"""Saying how the lanes are, letting everybody through for a while, and checking again."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint
from checkpoints.work.models import LaneReport, Suspension
from checkpoints.work.rulebook import rule_of
from checkpoints.work.services.shared import (
    Group,
    code_faults,
    fact,
    fault,
    moment_faults,
    refuse,
    text_faults,
    work_faults,
)
from grid.errors import IllegalStep, LostRace, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.services import record

LONGEST_QUEUE_M = 50_000


@transaction.atomic
def report_lanes(
    checkpoint: Checkpoint, *, by: Actor, open_in: int, open_out: int, **said: Any
) -> LaneReport:
    """Say how many lanes are open and how long the queues are, in metres.

    `said` may hold queue_in_m, queue_out_m, reported_at and client_ref (sent again it is answered
    as it stands). Raises InvalidInput for more lanes than there are.
    """
    ref = said.get("client_ref", "")
    Checkpoint.objects.select_for_update(no_key=True).get(pk=checkpoint.pk)
    known = LaneReport.objects.filter(checkpoint=checkpoint, client_ref=ref).first()
    if ref and known is not None:
        return known
    said["reported_at"] = said.get("reported_at") or timezone.now()
    rule = rule_of(checkpoint.agency.path)
    faults = moment_faults("reported_at", said["reported_at"], rule)
    faults += work_faults("reported_at", checkpoint, said["reported_at"])
    for name, opened, there in (
        ("open_in", open_in, checkpoint.lanes_in),
        ("open_out", open_out, checkpoint.lanes_out),
    ):
        if not 0 <= opened <= there:
            message = _("Between 0 and %(most)s lanes.") % {"most": there}
            faults.append(fault(name, "lanes", message))
    for name in ("queue_in_m", "queue_out_m"):
        if not 0 <= said.get(name, 0) <= LONGEST_QUEUE_M:
            message = _("Between 0 and %(most)s metres.") % {"most": LONGEST_QUEUE_M}
            faults.append(fault(name, "queue", message))
    refuse(faults)
    row = LaneReport.objects.create(
        checkpoint=checkpoint, open_in=open_in, open_out=open_out, entered_by=by.label, **said
    )
    record(by, _lane_fact(row))
    return row


def _lane_fact(row: LaneReport) -> Any:
    place = row.checkpoint
    return fact(
        "lanes_changed",
        place,
        ("checkpoint", place.code),
        open_in=row.open_in,
        open_out=row.open_out,
        queue_in_m=row.queue_in_m,
        queue_out_m=row.queue_out_m,
        reported_at=row.reported_at.isoformat(),
    )


@transaction.atomic
def suspend(
    checkpoint: Checkpoint, *, by: Actor, reason: str, until: datetime, note: str = ""
) -> Suspension:
    """Stop checking until a moment at most so far ahead as the rule allows.

    Raises InvalidInput, LostRace where checks are suspended already.
    """
    Checkpoint.objects.select_for_update(no_key=True).get(pk=checkpoint.pk)
    now = timezone.now()
    running = checkpoint.suspensions.in_force(now).first()
    if running is not None:
        raise LostRace(
            _("%s suspended the checks already.") % running.started_by,
            winner=running.started_by,
            at=running.starts_at,
        )
    most = rule_of(checkpoint.agency.path).suspend_most_min
    faults = code_faults("reason", Group.SUSPENSION, reason) + text_faults("note", note)
    faults += work_faults("until", checkpoint, now)
    if not now < until <= now + timedelta(minutes=most, seconds=59):
        message = _("Within the next %(most)s minutes.") % {"most": most}
        faults.append(fault("until", "range", message))
    refuse(faults)
    row = Suspension.objects.create(
        checkpoint=checkpoint,
        reason=reason,
        note=note.strip(),
        starts_at=now,
        until=until,
        started_by=by.label,
    )
    record(by, _suspension_fact("checks_suspended", row))
    return row


@transaction.atomic
def resume(row: Suspension, *, by: Actor, version: int) -> Suspension:
    """Check again before the suspension ends by itself. Raises IllegalStep when it is over."""
    current = (
        Suspension.objects.select_for_update(of=("self",))
        .select_related("checkpoint__agency")
        .get(pk=row.pk)
    )
    if not current.holds():
        raise IllegalStep(_("This suspension is over."), at=current.over_at)
    if current.version != version:
        raise StaleVersion(
            _("Somebody changed this since you read it."),
            your_version=version,
            current_version=current.version,
        )
    current.ended_at, current.ended_by = timezone.now(), by.label
    current.version += 1
    current.save()
    record(by, _suspension_fact("checks_resumed", current))
    return current


def _suspension_fact(kind: str, row: Suspension) -> Any:
    return fact(
        kind,
        row.checkpoint,
        ("suspension", str(row.pk)),
        reason_code=row.reason,
        until=row.over_at.isoformat(),
    )
