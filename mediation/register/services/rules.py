"""Writing the rule of repeats."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, refuse
from mediation.register.acting import By
from mediation.register.models import RepeatRule


@transaction.atomic
def set_repeat_rule(
    *, by: By, days: int, radius_m: int, hint_days: int, valid_from: date
) -> RepeatRule:
    """What counts as a repeat at the own agency and below, from a day on; raises InvalidInput."""
    faults = []
    if valid_from < timezone.localdate():
        faults.append(fault("valid_from", "past", _("From today on or later.")))
    if not (1 <= days <= 1095 and 5 <= radius_m <= 1000 and 1 <= hint_days <= 1095):
        faults.append(fault("days", "out_of_range", _("Up to 1,095 days and 5 to 1,000 metres.")))
    refuse(faults)
    Agency.objects.select_for_update(no_key=True).get(pk=by.agency.pk)
    mine = RepeatRule.objects.filter(agency=by.agency)
    mine.filter(valid_from__gte=valid_from).delete()
    mine.in_force(valid_from).update(valid_to=valid_from)
    said = {"days": days, "radius_m": radius_m, "hint_days": hint_days}
    row = RepeatRule.objects.create(agency=by.agency, valid_from=valid_from, **said)
    record(
        by.as_actor(),
        Fact(
            kind="disputes.repeat_rule_set",
            subject_type="repeat_rule",
            subject_id=str(row.pk),
            agency_path=by.agency_path,
            payload={"valid_from": valid_from.isoformat(), **said},
        ),
    )
    return row
