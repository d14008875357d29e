"""Handing out what is approved: masking seen to, copies with fingerprints, back or destroyed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import NotAllowed
from grid.ledger import obligations
from grid.ledger.services import record
from grid.organisation.models import Officer
from video.footage.handing import MASKED, checked_issue, hash_of
from video.footage.models import FootageIssue, FootageRequest
from video.footage.rules import times_of
from video.footage.services.looking import look
from video.footage.services.steps import (
    SUBJECT,
    State,
    expect,
    invalid,
    locked,
    move,
    not_the_requester,
    reason_of,
    request_fact,
)

Mode = FootageIssue.Mode
Settled = FootageIssue.Settled
AT_ONCE: Final = {Mode.VIEWING: Settled.VIEWED, Mode.PUBLICATION: Settled.PUBLISHED}
LATER: Final = (Settled.RETURNED, Settled.DESTROYED, Settled.FILED)


class IssueFields(TypedDict):
    """What is handed out, to whom."""

    mode: str
    covers_from: datetime
    covers_to: datetime
    recipient_unit: str
    recipient_badge: NotRequired[str]
    recipient_name: NotRequired[str]
    sha256: NotRequired[str]
    size_bytes: NotRequired[int | None]
    watermark: NotRequired[str]
    medium: NotRequired[str]
    copies: NotRequired[int]
    return_by: NotRequired[datetime | None]


@transaction.atomic
def confirm_masking(
    request: FootageRequest,
    *,
    by: Officer,
    masked: Sequence[str],
    version: int | None = None,
    channel: str = "screen",
) -> FootageRequest:
    """Say that faces, names, plates and licences cannot be recognised in what is published.

    Art. 22 asks it of all four; who asked for the publication does not confirm it.
    """
    row = locked(request, by=by, version=version)
    if row.kind != FootageRequest.Kind.PUBLICATION:
        raise invalid("", "no_publication", _("Only what is published is masked."))
    expect(row, State.APPROVED)
    not_the_requester(row, by, _("Another officer looks at the masking of what you publish."))
    if set(masked) != set(MASKED):
        text = _("Look at all four: faces, names, plates, licences.")
        raise invalid("/masked", "incomplete", text)
    move(row, masked=sorted(masked), masked_by=by, masked_at=timezone.now())
    record(by.as_actor(channel=channel), request_fact("masked", row))
    return row


@transaction.atomic
def issue(
    request: FootageRequest,
    *,
    by: Officer,
    version: int | None = None,
    channel: str = "screen",
    **said: Unpack[IssueFields],
) -> FootageIssue:
    """Show, hand out or give for publication what two approved, or what danger released.

    A citizen is only shown it (art. 21); nothing is published unmasked (art. 22); nobody hands it
    to herself. A copy is owed back after `return_by`, by rule 30 days.
    """
    row = locked(request, by=by, version=version)
    expect(row, State.APPROVED, State.RELEASED, State.ISSUED)
    not_the_requester(row, by, _("Another officer hands out what you asked for."))
    fields = checked_issue(row, said)
    made = _handed_out(row, by, fields, channel)
    look(row, by=by, operation="disclosure", channel=channel, reason=_("Handed out"))
    if row.state != State.ISSUED:
        move(row, state=State.ISSUED)
        record(by.as_actor(channel=channel), request_fact("issued", row))
    return made


def _handed_out(
    row: FootageRequest, by: Officer, fields: dict[str, Any], channel: str
) -> FootageIssue:
    actor = by.as_actor(channel=channel)
    keep = timedelta(days=times_of(row.agency.path).keep_days)
    due = fields.pop("return_by", None) or timezone.now() + keep
    order = obligations.Order(
        owner_path=row.agency.path,
        title=_("Copies of footage request %s back or destroyed") % row.number,
        subject_type=SUBJECT,
        subject_id=row.number,
        due_at=due,
    )
    made = obligations.issue(FootageIssue, actor, order, request=row, issuer=by, **fields)
    settled = AT_ONCE.get(Mode(made.mode))
    if settled is not None:
        obligations.sign(made, actor)
        obligations.finish(made, actor, outcome=str(settled.label), settled_as=settled)
    return made


@transaction.atomic
def receive(
    made: FootageIssue, *, by: Officer, sha256: str, channel: str = "screen"
) -> FootageIssue:
    """Sign for a copy with the fingerprint of the file received; another one is refused.

    Raises NotAllowed for who handed it out, InvalidInput where the fingerprint differs.
    """
    row = locked(made.request, by=by, version=None)
    if made.issuer_id == by.pk:
        raise NotAllowed(_("Who receives it signs, not who handed it out."))
    if hash_of(sha256) != made.sha256:
        text = _("This is not the file that was handed out: its fingerprint differs.")
        raise invalid("/sha256", "differs", text)
    look(row, by=by, channel=channel, reason=_("Signed for a copy"))
    return obligations.sign(made, by.as_actor(channel=channel))


@transaction.atomic
def settle(
    made: FootageIssue,
    *,
    by: Officer,
    settled_as: str,
    witness: str = "",
    note: str = "",
    channel: str = "screen",
) -> FootageIssue:
    """Say that every copy came back, was destroyed before a witness, or lies in the case's file.

    The witness is another officer, named by badge number.
    """
    locked(made.request, by=by, version=None)
    if settled_as not in LATER:
        raise invalid("/settled_as", "unknown", _("Returned, destroyed or filed with the case."))
    if settled_as == Settled.DESTROYED:
        _check_witness(witness.strip(), by)
    actor = by.as_actor(channel=channel)
    if made.state == FootageIssue.State.ISSUED:
        obligations.sign(made, actor)
    outcome = note.strip()[:400] or str(Settled(settled_as).label)
    said: dict[str, Any] = {"settled_as": settled_as, "witness": witness.strip()[:30]}
    return obligations.finish(made, actor, outcome=outcome, **said)


def _check_witness(badge: str, by: Officer) -> None:
    known = Officer.objects.filter(badge_number=badge, is_active=True).exclude(pk=by.pk)
    if "\0" in badge or not known.exists():
        text = _("Give the badge number of another officer who saw it.")
        raise invalid("/witness", "no_witness", text)


@transaction.atomic
def close(
    request: FootageRequest,
    *,
    by: Officer,
    reason: str,
    version: int | None = None,
    channel: str = "screen",
) -> FootageRequest:
    """Nothing more is handed out; only once every copy is settled and a release is reviewed."""
    row = locked(request, by=by, version=version)
    expect(row, State.ISSUED)
    if row.is_unreviewed:
        raise invalid("", "not_reviewed", _("Two others have to review this release first."))
    if row.issues.filter(state__in=obligations.OPEN).exists():
        raise invalid("", "copies_out", _("Copies are still out."))
    said = reason_of(reason)
    move(row, state=State.CLOSED)
    record(by.as_actor(channel=channel), request_fact("closed", row, reason=said))
    return row
