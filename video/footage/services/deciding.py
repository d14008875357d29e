"""Two approvers of different roles, none of them the requester: approval, review, refusal."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import NotAllowed
from grid.ledger import obligations
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.roles import RIGHTS_OF, Role
from grid.rights import Right
from video.footage.models import FootageIssue, FootageRequest
from video.footage.services.steps import (
    State,
    expect,
    locked,
    move,
    not_the_requester,
    reason_of,
    request_fact,
)


def approving_roles(officer: Officer) -> list[Role]:
    """The roles in which this officer may sign."""
    return sorted(role for role in officer.roles if Right.FOOTAGE_APPROVE in RIGHTS_OF[role])


def may_sign(request: FootageRequest, officer: Officer) -> bool:
    """Whether the next signature could be this officer's."""
    is_waiting = request.state in (State.REQUESTED, State.SIGNED) or request.is_unreviewed
    others = officer.pk not in (request.requester_id, request.first_approver_id)
    return is_waiting and others and _role_for(request, officer) is not None


def _role_for(request: FootageRequest, officer: Officer) -> Role | None:
    """The role to sign in: for the second signature another than the first's."""
    return next((role for role in approving_roles(officer) if role != request.first_role), None)


@transaction.atomic
def sign(
    request: FootageRequest,
    *,
    by: Officer,
    version: int | None = None,
    channel: str = "screen",
) -> FootageRequest:
    """Sign first or, in another role, second; the second signature approves or ends the review.

    Raises NotAllowed for the requester, for one who has signed, and for a second of the same role;
    LostRace where it is decided already.
    """
    row = locked(request, by=by, version=version)
    _expect_waiting(row)
    not_the_requester(row, by, _("Another officer approves what you asked for."))
    if row.first_approver_id == by.pk:
        raise NotAllowed(_("You have signed it: a second officer signs too."))
    role = _role_for(row, by)
    if role is None:
        raise NotAllowed(_("The second approver has another role than the first."))
    if row.first_approver_id is None:
        return _sign_first(row, by, role, channel)
    return _sign_second(row, by, role, channel)


def _expect_waiting(row: FootageRequest) -> None:
    if not (row.kind == FootageRequest.Kind.BREAK_GLASS and row.is_unreviewed):
        expect(row, State.REQUESTED, State.SIGNED)


def _sign_first(row: FootageRequest, by: Officer, role: Role, channel: str) -> FootageRequest:
    actor = by.as_actor(channel=channel)
    state = State.SIGNED if row.state == State.REQUESTED else row.state
    move(row, state=state, first_approver=by, first_role=role, first_at=timezone.now())
    obligations.sign(row.decision, actor)
    record(actor, request_fact("signed", row))
    return row


def _sign_second(row: FootageRequest, by: Officer, role: Role, channel: str) -> FootageRequest:
    actor = by.as_actor(channel=channel)
    is_review = row.kind == FootageRequest.Kind.BREAK_GLASS
    state = row.state if row.state == State.ISSUED else State.APPROVED
    move(row, state=state, second_approver=by, second_role=role, second_at=timezone.now())
    outcome = _("Reviewed: the release was justified") if is_review else _("Approved")
    obligations.finish(row.decision, actor, outcome=outcome)
    record(actor, request_fact("reviewed" if is_review else "approved", row))
    return row


@transaction.atomic
def refuse(
    request: FootageRequest,
    *,
    by: Officer,
    reason: str,
    version: int | None = None,
    channel: str = "screen",
) -> FootageRequest:
    """Refuse it, or find a release in danger not justified: one approver's word is enough.

    Copies that are already out become due at once.
    """
    row = locked(request, by=by, version=version)
    _expect_waiting(row)
    not_the_requester(row, by, _("Another officer decides what you asked for."))
    said, actor = reason_of(reason), by.as_actor(channel=channel)
    move(row, state=State.REFUSED, refused_by=by, refusal=said)
    now = timezone.now()
    FootageIssue.objects.filter(request=row, state__in=obligations.OPEN, due_at__gt=now).update(
        due_at=now, version=F("version") + 1
    )
    obligations.return_(row.decision, actor, reason=said)
    record(actor, request_fact("refused", row, reason=said))
    return row
