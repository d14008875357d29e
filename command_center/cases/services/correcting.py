"""Correcting a case: versioned, with a reason, the old values kept."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases.drafting import Draft, Reporter, prepare
from command_center.cases.models import Case
from command_center.cases.services.telling import held, keep_change, state_of
from grid.errors import IllegalStep, LostRace
from grid.organisation.writing import fault, nameless, refuse


@transaction.atomic
def correct_case(
    case: Case,
    *,
    by: Reporter,
    version: int | None,
    reason: str,
    channel: str = "screen",
    **said: Any,
) -> Case:
    """Change what is said (the fields of `enter_case`); the cell follows the point.

    Nothing changed is no correction: the case comes back as it was. Raises InvalidInput,
    StaleVersion, IllegalStep for a case entered in error, LostRace for a source number in use.
    """
    row = held(case, version)
    if row.state == Case.State.VOID:
        raise IllegalStep(_("This case was entered in error; reopen it first."))
    before = state_of(row)
    draft = Draft(said, row)
    prepare([draft], by=by, now=timezone.now())
    refuse(draft.errors + reason_faults(reason))
    if row.source_number and not row.source_agency:
        row.source_agency = by.agency.code
    try:
        with transaction.atomic():
            actor = by.as_actor(channel=channel)
            kept = keep_change(row, before, actor=actor, what="corrected", reason=reason.strip())
    except IntegrityError as error:
        raise LostRace(_("Another case has this source number.")) from error
    row.told = draft.warnings
    return row if kept else case


def reason_faults(reason: str) -> Any:
    """A reason is said, is short and names nobody."""
    text = reason.strip()
    if not text:
        return [fault("reason", "required", _("Say why."))]
    if len(text) > 200:
        return [fault("reason", "too_long", _("At most 200 characters."))]
    return nameless("reason", text)
