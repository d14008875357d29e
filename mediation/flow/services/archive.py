"""Into the archive: nothing without feedback, nothing with an open step; then read only."""

from typing import Final

from django.db import transaction

from mediation.flow import archiving, refusals
from mediation.flow.models import (
    Agreement,
    Assignment,
    Consent,
    Course,
    DangerReport,
    Entry,
    Escalation,
    Performance,
    Revisit,
    Session,
    StepKind,
    Suspension,
    Transfer,
)
from mediation.flow.services.work import begin
from mediation.flow.table import Event
from mediation.register.acting import By
from mediation.register.models import Dispute, Party

ROWS: Final = (
    Agreement,
    Assignment,
    Consent,
    Course,
    DangerReport,
    Entry,
    Escalation,
    Performance,
    Revisit,
    Session,
    Suspension,
    Transfer,
    Party,
)


@transaction.atomic
def archive(dispute: Dispute, *, by: By, version: int | None = None) -> Dispute:
    """Archive it: from now on the database lets nobody change it or what belongs to it.

    Raises Barred without feedback, without a grade or with open steps, and with the sentences of
    the apps above for what they miss (papers, the judicial clock).
    """
    work = begin(dispute, Event.ARCHIVE, by=by, version=version)
    row = work.dispute
    sentences = archiving.missing_of(row)
    if sentences:
        raise refusals.Barred(" ".join(sentences), missing=sentences)
    Assignment.objects.filter(dispute=row, ended_at__isnull=True).update(ended_at=work.now)
    archiving.stamp_all(row, work.now, work.actor)
    row.archived_at = work.now
    work.before_saving = lambda: _stamp(row)
    return work.end(to=Dispute.Stage.ARCHIVED, done=(StepKind.ARCHIVE,))


def _stamp(row: Dispute) -> None:
    for model in ROWS:
        model._default_manager.filter(dispute=row).update(archived_at=row.archived_at)
