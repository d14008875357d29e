"""Deciding on proposals, following the orders they led to, measuring what came of it."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.sheets import facts
from command_center.analysis.sheets.measuring import measured
from command_center.analysis.sheets.models import Proposal
from grid.errors import FieldError, IllegalStep, InvalidInput, LostRace, StaleVersion
from grid.ledger.actors import PLATFORM
from grid.ledger.services import record
from grid.organisation.models import ClientSystem, Officer

SHORTEST: Final = 4  # characters of a reason
SETTLES: Final = timedelta(days=2)  # after which most cases of a day have been entered
AT_ONCE: Final = 50
State = Proposal.State


@transaction.atomic
def decline(
    proposal: Proposal, *, by: Officer | ClientSystem, version: int | None, reason: str
) -> Proposal:
    """Decide against it, with the reason.

    Raises InvalidInput without a reason, StaleVersion, LostRace where it was decided already.
    """
    reason = reason.strip()
    if not SHORTEST <= len(reason) <= 200:
        message = _("Give the reason in 4 to 200 characters.")
        fault: FieldError = {"pointer": "/reason", "code": "length", "message": message}
        raise InvalidInput(message, errors=[fault])
    row = _locked(proposal.pk)
    _check_open(row, version)
    actor = by.as_actor()
    row.state, row.decline_reason = State.DECLINED, reason
    row.decided_at, row.decided_by = timezone.now(), actor.label
    _keep(row, "state", "decline_reason", "decided_at", "decided_by")
    record(actor, facts.of(row, "declined", reason=reason))
    return row


@transaction.atomic
def reopen(proposal: Proposal, *, by: Officer | ClientSystem, version: int | None) -> Proposal:
    """Take a refusal back, as long as its days are not over."""
    row = _locked(proposal.pk)
    _check_version(row, version)
    if row.state != State.DECLINED:
        raise IllegalStep(_("Only a declined proposal is taken up again."))
    if row.last_day < timezone.localdate():
        raise IllegalStep(_("Its days are over."))
    actor = by.as_actor()
    row.state, row.decline_reason = State.OFFERED, ""
    row.decided_at, row.decided_by = None, ""
    _keep(row, "state", "decline_reason", "decided_at", "decided_by")
    record(actor, facts.of(row, "reopened"))
    return row


@transaction.atomic
def note_order(pk: int, *, number: str, issuer_path: str, label: str) -> None:
    """An order that carries it out was issued by its agency or one above; the first one counts."""
    row = Proposal.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None or row.state not in (State.OFFERED, State.LAPSED, State.DECLINED):
        return
    if not row.agency.path.startswith(issuer_path):
        return
    row.state, row.order_number, row.decline_reason = State.ORDERED, number, ""
    row.decided_at, row.decided_by = timezone.now(), label[:100]
    _keep(row, "state", "order_number", "decline_reason", "decided_at", "decided_by")
    record(PLATFORM, facts.of(row, "ordered"))


@transaction.atomic
def note_withdrawn(number: str) -> None:
    """The order was taken back: what it carried out is open again."""
    for row in _of_order(number).filter(state=State.ORDERED):
        row.state, row.order_number, row.done_at = State.OFFERED, "", None
        row.decided_at, row.decided_by = None, ""
        _keep(row, "state", "order_number", "done_at", "decided_at", "decided_by")
        record(PLATFORM, facts.of(row, "reopened"))


@transaction.atomic
def note_done(number: str, *, at: Any) -> None:
    """Every receiver of the order has said that it was done."""
    for row in _of_order(number).filter(done_at__isnull=True):
        row.done_at = at
        _keep(row, "done_at")
        record(PLATFORM, facts.of(row, "done"))


@transaction.atomic
def lapse() -> int:
    """Proposals that nobody decided on by the end of their last day."""
    rows = Proposal.objects.select_for_update(of=("self",), skip_locked=True)
    late = rows.select_related("agency").filter(
        state=State.OFFERED, last_day__lt=timezone.localdate()
    )
    told = []
    for row in late[: AT_ONCE * 10]:
        row.state = State.LAPSED
        _keep(row, "state")
        told.append(facts.of(row, "lapsed"))
    record(PLATFORM, *told)
    return len(told)


@transaction.atomic
def measure() -> int:
    """What came of ordered proposals whose last day is two days past."""
    rows = Proposal.objects.select_for_update(of=("self",), skip_locked=True)
    due = rows.select_related("agency").filter(
        state=State.ORDERED, last_day__lt=timezone.localdate() - SETTLES
    )
    told = []
    for row in due.order_by("last_day", "pk")[:AT_ONCE]:
        row.effect, row.measured_at, row.state = measured(row), timezone.now(), State.MEASURED
        _keep(row, "effect", "measured_at", "state")
        told.append(facts.of(row, "measured"))
    record(PLATFORM, *told)
    return len(told)


def _locked(pk: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("agency")
    return rows.get(pk=pk)


def _of_order(number: str) -> Any:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("agency")
    return rows.filter(order_number=number).exclude(order_number="")


def _check_version(row: Proposal, version: int | None) -> None:
    if version is not None and version != row.version:
        raise StaleVersion(
            _("It was changed since you read it."), yours=version, current=row.version
        )


def _check_open(row: Proposal, version: int | None) -> None:
    if row.state in (State.ORDERED, State.DECLINED):
        told = {"who": row.decided_by, "what": row.get_state_display()}
        raise LostRace(_("%(who)s decided already: %(what)s.") % told)
    _check_version(row, version)
    if row.state != State.OFFERED:
        raise IllegalStep(_("Its days are over."))


def _keep(row: Proposal, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])
