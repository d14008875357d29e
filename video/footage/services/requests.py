"""Asking for footage, correcting what was asked, taking it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypedDict, Unpack

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import InvalidInput, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Officer
from video.footage.drafts import Draft, Window, checked_draft, checked_texts, text_faults
from video.footage.models import (
    FootageApplicant,
    FootageCounter,
    FootageDecision,
    FootageRequest,
    RequestedCamera,
)
from video.footage.rules import times_of
from video.footage.services.steps import (
    SUBJECT,
    State,
    expect,
    locked,
    move,
    reason_of,
    request_fact,
)

_NEXT: Final = f"""
    INSERT INTO {FootageCounter._meta.db_table} AS counter (year, last) VALUES (%s, 1)
    ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last
"""  # noqa: S608 the name of our own table
URGENT: Final = 2  # a release before any approval: others look at once


class RequestFields(TypedDict, total=False):
    """The words of a request."""

    case_number: str
    basis_type: str
    basis_number: str
    purpose: str


@transaction.atomic
def request_footage(
    *,
    by: Officer,
    kind: str,
    windows: Sequence[Window],
    applicant: Mapping[str, Any] | None = None,
    channel: str = "screen",
    **said: Unpack[RequestFields],
) -> FootageRequest:
    """Ask for the footage of cameras in scope at their times, in the name of the own unit.

    Two others in two roles approve it; a break-glass request is released at once and they review
    it afterwards. Raises InvalidInput naming every fault.
    """
    draft = checked_draft(by, kind, said, windows=windows, applicant=applicant)
    actor, now = by.as_actor(channel=channel), timezone.now()
    is_urgent = kind == FootageRequest.Kind.BREAK_GLASS
    request = FootageRequest.objects.create(
        number=_next_number(now),
        kind=kind,
        state=State.RELEASED if is_urgent else State.REQUESTED,
        agency=by.agency,
        requester=by,
        requested_at=now,
        **draft.fields,
    )
    _keep_parts(request, draft)
    _owe_decision(request, actor)
    step = "released" if is_urgent else "made"
    record(actor, request_fact(step, request, priority=URGENT if is_urgent else None))
    return request


def _keep_parts(request: FootageRequest, draft: Draft) -> None:
    RequestedCamera.objects.bulk_create(
        RequestedCamera(
            request=request, camera=camera, window_from=window.since, window_to=window.until
        )
        for camera, window in draft.windows
    )
    if draft.applicant is not None:
        FootageApplicant.objects.create(request=request, **draft.applicant)


def _owe_decision(request: FootageRequest, actor: Actor) -> None:
    times = times_of(request.agency.path)
    is_urgent = request.kind == FootageRequest.Kind.BREAK_GLASS
    hours = times.review_hours if is_urgent else times.decide_hours
    title = _("Review release %s") if is_urgent else _("Decide footage request %s")
    order = obligations.Order(
        owner_path=request.agency.path,
        title=title % request.number,
        subject_type=SUBJECT,
        subject_id=request.number,
        due_at=request.requested_at + timedelta(hours=hours),
    )
    obligations.issue(FootageDecision, actor, order, request=request)


def _next_number(now: datetime) -> str:
    """`DYY-NNNN` (调) of the local year."""
    year = timezone.localtime(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        return f"D{year % 100:02d}-{cursor.fetchone()[0]:04d}"


@transaction.atomic
def change_request(
    request: FootageRequest,
    *,
    by: Officer,
    version: int | None,
    channel: str = "screen",
    **said: Unpack[RequestFields],
) -> FootageRequest:
    """Correct the words of the own request while nobody has signed it; cameras stay as they are."""
    row = locked(request, by=by, version=version)
    _only_own(row, by)
    expect(row, State.REQUESTED)
    fields = {name: getattr(row, name) for name in ("case_number", "basis_type", "basis_number")}
    fields |= {"purpose": row.purpose, **said}
    texts = checked_texts(fields)
    faults = list(text_faults(row.kind, texts))
    if faults:
        raise InvalidInput(_("The request was not changed."), errors=faults)
    move(row, **texts)
    record(by.as_actor(channel=channel), request_fact("changed", row))
    return row


@transaction.atomic
def withdraw(
    request: FootageRequest,
    *,
    by: Officer,
    reason: str,
    version: int | None = None,
    channel: str = "screen",
) -> FootageRequest:
    """Take the own request back before anything was handed out; there is no way back.

    What was released in danger cannot be taken back: it is reviewed whatever came of it.
    """
    row = locked(request, by=by, version=version)
    _only_own(row, by)
    expect(row, State.REQUESTED, State.SIGNED, State.APPROVED)
    said, actor = reason_of(reason), by.as_actor(channel=channel)
    if row.decision.state in obligations.OPEN:
        obligations.cancel(row.decision, actor, reason=said)
    move(row, state=State.WITHDRAWN)
    record(actor, request_fact("withdrawn", row, reason=said))
    return row


def _only_own(row: FootageRequest, by: Officer) -> None:
    if row.requester_id != by.pk:
        raise NotAllowed(_("Only who asked for it may do this."))
