"""Judicial confirmation: filed within thirty days, or not wanted; later what the court said."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep
from grid.ledger import obligations
from grid.ledger.services import record
from grid.organisation.writing import fault, refuse
from mediation.documents.models import ConfirmationDue
from mediation.register.acting import By
from mediation.register.told import dispute_fact

Decision = ConfirmationDue.Decision


@transaction.atomic
def file_request(
    due: ConfirmationDue, *, by: By, court: str, filed_on: date, version: int | None = None
) -> ConfirmationDue:
    """Both parties have asked the court; the day counts, not the day it is written down.

    Raises InvalidInput for a day before the effect, after the thirtieth day or in the future.
    """
    first = timezone.localtime(due.effective_at).date()
    last = timezone.localtime(due.due_at).date()
    faults = []
    if not court.strip():
        faults.append(fault("court", "required", _("Name the court.")))
    if not first <= filed_on <= min(last, timezone.localdate()):
        message = _("From %(first)s to %(last)s, and not in the future.")
        told = {"first": first.isoformat(), "last": last.isoformat()}
        faults.append(fault("filed_on", "out_of_range", message % told))
    refuse(faults)
    return _end(
        due, by, version, decision=Decision.FILED, court=court.strip()[:60], filed_on=filed_on
    )


@transaction.atomic
def decline(due: ConfirmationDue, *, by: By, version: int | None = None) -> ConfirmationDue:
    """The parties were asked and do not want it."""
    return _end(due, by, version, decision=Decision.NOT_WANTED)


@transaction.atomic
def decide(
    due: ConfirmationDue, *, by: By, decision: str, court_number: str, decided_on: date
) -> ConfirmationDue:
    """Write down what the court said of an agreement that was filed."""
    held = ConfirmationDue.objects.select_for_update(of=("self",)).get(pk=due.pk)
    if held.decision != Decision.FILED or held.filed_on is None:
        raise IllegalStep(_("It is not before a court."), decision=held.decision)
    faults = []
    if decision not in (Decision.CONFIRMED, Decision.REJECTED):
        faults.append(fault("decision", "unknown", _("Choose what the court said.")))
    if not held.filed_on <= decided_on <= timezone.localdate():
        faults.append(
            fault("decided_on", "out_of_range", _("After the filing, not in the future."))
        )
    refuse(faults)
    held.decision, held.decided_on = decision, decided_on
    held.court_number = court_number.strip()[:60]
    held.version += 1
    held.save(update_fields=["decision", "decided_on", "court_number", "version"])
    record(by.as_actor(), dispute_fact("confirmation_decided", held.dispute, decision=decision))
    return held


def _end(due: ConfirmationDue, by: By, version: int | None, **fields: Any) -> ConfirmationDue:
    actor = by.as_actor()
    signed = obligations.sign(due, actor, version=version)
    return obligations.finish(
        signed, actor, outcome=str(Decision(fields["decision"]).label), **fields
    )
