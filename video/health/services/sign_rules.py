"""Ages of signs are changed from a day on; what was judged before stays as it was."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, refuse
from video.health.limits import nearest_rule, rules_in_force
from video.health.models import SignRule

NUMBERS: Final = ("sweep_s", "notify_s", "catalog_s", "heartbeat_s", "lost_share", "lost_least")
LEAST_S: Final = 30


@transaction.atomic
def change_sign_rule(
    agency: Agency, *, by: Actor, valid_from: date, numbers: Mapping[str, int], version: int
) -> SignRule:
    """Let other ages hold at an agency and below from a day on.

    `version` is that of the rule in force there. Raises StaleVersion where it changed meanwhile,
    InvalidInput for a past day or an age no sign could keep.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    _check(valid_from, numbers)
    current = nearest_rule(rules_in_force(valid_from), agency.path)
    if current.version != version:
        message = _("Somebody changed this rule meanwhile; open it again to see how.")
        raise StaleVersion(message, yours=version, current=current.version)
    row = SignRule.objects.filter(agency=agency, valid_from=valid_from).first()
    row = row or SignRule(agency=agency, valid_from=valid_from)
    for name in NUMBERS:
        setattr(row, name, numbers[name])
    row.version = version + 1
    row.save()
    fact = Fact(
        kind="video.sign_rule_changed",
        subject_type="sign_rule",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=agency.path,
        payload={"valid_from": valid_from.isoformat(), **{n: numbers[n] for n in NUMBERS}},
    )
    record(by, fact)
    return row


def _check(valid_from: date, numbers: Mapping[str, int]) -> None:
    found = []
    if valid_from < timezone.localdate():
        message = _("A change can begin today at the earliest.")
        found.append(fault("valid_from", "past", message))
    for name in NUMBERS[:4]:
        if numbers[name] < LEAST_S:
            found.append(fault(name, "too_small", _("At least 30 s.")))
    if not 50 <= numbers["lost_share"] <= 100:
        found.append(fault("lost_share", "out_of_range", _("From 50 to 100 percent.")))
    refuse(found)
