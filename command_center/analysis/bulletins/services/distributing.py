"""To whom bulletins go, and who has read them."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.bulletins.models import Bulletin, BulletinCopy, BulletinReceiver
from command_center.analysis.bulletins.selectors import receivers_of
from command_center.analysis.bulletins.services.shared import By
from grid.errors import IllegalStep
from grid.ledger import obligations
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import fault, refuse
from grid.rights import Right

READ_WITHIN: Final = timedelta(hours=24)
Open = (BulletinCopy.State.ISSUED, BulletinCopy.State.SIGNED)


def send_out(row: Bulletin, by: By) -> None:
    """A copy for each receiver, to be read within a day."""
    due = timezone.now() + READ_WITHIN
    orders = [
        (
            obligations.Order(
                owner_path=one.path,
                title=f"{row.title} {row.number}"[:120],
                subject_type="bulletin",
                subject_id=str(row.pk),
                due_at=due,
            ),
            {"bulletin": row, "agency": one},
        )
        for one in receivers_of(row.agency)
    ]
    obligations.issue_many(BulletinCopy, by.as_actor(), orders)


def call_in(row: Bulletin, by: By, *, instead: str) -> None:
    """Nobody owes the reading of what was replaced: copies still unread are taken back."""
    reason = _("Replaced by %(number)s") % {"number": instead}
    for copy in row.copies.filter(state__in=Open):
        obligations.cancel(copy, by.as_actor(), reason=reason)


@transaction.atomic
def set_receivers(*, by: Officer, codes: Collection[str]) -> list[Agency]:
    """The own agency's list from now on; none at all is again the agencies directly below."""
    found = list(
        Agency.objects.filter(code__in=set(codes), is_active=True).exclude(pk=by.agency_id)
    )
    unknown = sorted(set(codes) - {one.code for one in found})
    if unknown:
        message = _("There is no such agency: %(codes)s.") % {"codes": ", ".join(unknown)}
        refuse([fault("agencies", "unknown", message)])
    mine = BulletinReceiver.objects.select_for_update(of=("self",)).filter(agency=by.agency)
    mine.exclude(receiver__in=found).delete()
    kept = set(mine.values_list("receiver_id", flat=True))
    BulletinReceiver.objects.bulk_create(
        BulletinReceiver(agency=by.agency, receiver=one) for one in found if one.pk not in kept
    )
    told = Fact(
        kind="analysis.bulletin_receivers_set",
        subject_type="agency",
        subject_id=by.agency.code,
        agency_path=by.agency_path,
        payload={"receivers": sorted(one.code for one in found)},
    )
    record(by.as_actor(), told)
    return found


@transaction.atomic
def see_copy(row: Bulletin, *, by: Officer) -> BulletinCopy | None:
    """Opening it is noted for the own agency's copy, once; answers that copy, read or not.

    Whoever only oversees reads without leaving a signature of the agency.
    """
    copy = row.copies.filter(agency=by.agency).first()
    may = by.has_right(Right.BULLETIN_SIGN)
    if may and copy is not None and copy.state == BulletinCopy.State.ISSUED:
        return obligations.sign(copy, by.as_actor())
    return copy


@transaction.atomic
def read_copy(row: Bulletin, *, by: Officer) -> BulletinCopy:
    """Say that the own agency has read it."""
    copy = see_copy(row, by=by)
    if copy is None or copy.state not in Open:
        raise IllegalStep(_("Your agency has no copy to read."))
    return obligations.finish(copy, by.as_actor(), outcome="read")
