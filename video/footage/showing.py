"""What the page of one request shows to one officer, and what she may do there now."""

from typing import Any

from grid.organisation.models import Officer
from grid.rights import Right
from video.footage import forms_steps as forms
from video.footage import registering, selectors
from video.footage.models import FootageIssue, FootageRequest
from video.footage.serializers import masked
from video.footage.services.deciding import may_sign

State = FootageRequest.State
Kind = FootageRequest.Kind
LOOKS = 20  # newest lines of the register on the page


def shown(found: FootageRequest, officer: Officer) -> dict[str, Any]:
    """The context of the page."""
    windows = selectors.windows_of(found)
    looks = officer.has_right(Right.ACCESS_READ)
    return {
        "found": found,
        "windows": windows,
        "issues": [_issue(row, officer) for row in found.issues.select_related("issuer")],
        "applicant": masked(getattr(found, "applicant", None)),
        "looks": registering.looks_at(officer, found)[:LOOKS] if looks else None,
        "is_mine": found.requester_id == officer.pk,
        **_deciding(found, officer),
        **_handing(found, officer, windows),
    }


def _deciding(found: FootageRequest, officer: Officer) -> dict[str, Any]:
    """Signing, refusing, correcting and taking back."""
    first = {"version": found.version}
    is_mine = found.requester_id == officer.pk
    approves = officer.has_right(Right.FOOTAGE_APPROVE) and not is_mine
    waits = found.state in (State.REQUESTED, State.SIGNED) or found.is_unreviewed
    takes_back = is_mine and found.state in (State.REQUESTED, State.SIGNED, State.APPROVED)
    return {
        "sign_form": forms.SignForm(initial=first)
        if approves and may_sign(found, officer)
        else None,
        "refuse_form": forms.ReasonForm(initial=first) if approves and waits else None,
        "withdraw_form": forms.ReasonForm(initial=first) if takes_back else None,
        "may_edit": is_mine and found.state == State.REQUESTED,
    }


def _handing(found: FootageRequest, officer: Officer, windows: list[Any]) -> dict[str, Any]:
    """Masking, handing out, the citizen in clear, closing."""
    if not officer.has_right(Right.FOOTAGE_ISSUE) or found.requester_id == officer.pk:
        return {}
    first: dict[str, Any] = {"version": found.version}
    is_open = found.state in (State.APPROVED, State.RELEASED, State.ISSUED)
    is_masked = found.kind != Kind.PUBLICATION or found.masked_at is not None
    masks = found.state == State.APPROVED and not is_masked
    span = {
        "covers_from": min(one.since for one in windows),
        "covers_to": max(one.until for one in windows),
    }
    return {
        "mask_form": forms.MaskForm(initial=first) if masks else None,
        "issue_form": forms.IssueForm(initial=first | span, found=found)
        if is_open and is_masked
        else None,
        "close_form": forms.ReasonForm(initial=first) if found.state == State.ISSUED else None,
        "reveal_form": forms.RevealForm() if found.kind == Kind.CITIZEN else None,
    }


def _issue(row: FootageIssue, officer: Officer) -> dict[str, Any]:
    """One hand-out with what this officer may do about it."""
    is_out = row.state in (FootageIssue.State.ISSUED, FootageIssue.State.SIGNED)
    receives = row.state == FootageIssue.State.ISSUED and row.issuer_id != officer.pk
    return {
        "row": row,
        "is_out": is_out,
        "receive_form": forms.ReceiveForm()
        if receives and officer.has_right(Right.FOOTAGE_REQUEST)
        else None,
        "settle_form": forms.SettleForm()
        if is_out and officer.has_right(Right.FOOTAGE_ISSUE)
        else None,
    }
