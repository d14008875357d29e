"""Every look at a request is a line of the access register, in the transaction that shows it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from grid.ledger.access import note_access
from grid.organisation.models import Officer
from video.footage.models import FootageRequest
from video.footage.services.steps import SUBJECT, invalid

LIST: Final = "footage_list"
PURPOSE: Final = "footage"
LOOKED_AT: Final = ("basis", "purpose", "cameras", "windows", "approvals", "issues")
IDENTITY: Final = ("name", "document_number", "phone")
SHORTEST_REASON: Final = 10


@transaction.atomic
def look(
    request: FootageRequest,
    *,
    by: Officer,
    operation: str = "consultation",
    channel: str = "screen",
    reason: str = "",
) -> None:
    """Write that somebody reads this request (`consultation`) or takes it out (`export`)."""
    note_access(
        by.as_actor(channel=channel),
        operation=operation,
        subject_type=SUBJECT,
        subject_id=request.number,
        agency_path=request.agency.path,
        fields=LOOKED_AT,
        purpose=PURPOSE,
        case_number=request.case_number,
        reason=reason or _("Opened the request"),
    )


@transaction.atomic
def look_at_list(
    numbers: Iterable[str],
    asked: Mapping[str, Any],
    *,
    by: Officer,
    operation: str = "consultation",
    channel: str = "screen",
) -> None:
    """Write that somebody read these lines of the list, each by its number, and what was asked."""
    shown = " ".join(numbers) or "-"
    said = ", ".join(f"{name}={value}" for name, value in asked.items() if value)
    note_access(
        by.as_actor(channel=channel),
        operation=operation,
        subject_type=LIST,
        subject_id="requests",
        agency_path=by.agency_path,
        purpose=PURPOSE,
        reason=f"{shown}; {said}" if said else shown,
    )


@transaction.atomic
def reveal(
    request: FootageRequest, *, by: Officer, reason: str, channel: str = "screen"
) -> dict[str, str]:
    """The citizen in clear, for who checks the identity before showing; with a reason.

    Raises InvalidInput for a reason under ten characters or where no citizen stands behind it.
    """
    applicant = getattr(request, "applicant", None)
    if applicant is None:
        raise invalid("", "no_applicant", _("No citizen stands behind this request."))
    if len(reason.strip()) < SHORTEST_REASON:
        text = _("Give a reason of ten characters or more.")
        raise invalid("/reason", "too_short", text)
    note_access(
        by.as_actor(channel=channel),
        operation="disclosure",
        subject_type=SUBJECT,
        subject_id=request.number,
        agency_path=request.agency.path,
        fields=IDENTITY,
        purpose=PURPOSE,
        case_number=request.case_number,
        reason=reason.strip(),
    )
    return {name: getattr(applicant, name) or "" for name in IDENTITY}
