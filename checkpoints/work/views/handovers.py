"""Handing a checkpoint over from one shift to the next, signed by both on these pages."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkpoints.register.models import Checkpoint, DutyLevel
from checkpoints.register.selectors import find_checkpoint
from checkpoints.work import handover_forms, selectors, services
from checkpoints.work.models import PostHandover, PostShift
from checkpoints.work.services.handovers import NEAR
from grid.frame.pages import form_page
from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

BOTH: Final = ["GET", "POST"]


@requires(Right.CHECK_COUNT, Right.CHECK_COUNT)
@require_http_methods(BOTH)
def post_handover_give(request: HttpRequest) -> HttpResponse:
    """Sign as the one who leaves; the equipment of the register is filled in to be checked."""
    officer = officer_of(request)
    place = _own_place(officer, request.GET.get("checkpoint", ""))
    initial = {"checkpoint": place.code, "equipment": _stock(place)} if place else {}
    form = handover_forms.GiveForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        at = find_checkpoint(officer, said.pop("checkpoint"))
        return reverse("post_handover_detail", args=[services.give_post(at, by=officer, **said).pk])

    context = {
        "title": _("Hand a shift over"),
        "tab": "handovers",
        "back": reverse("post_handover_list"),
        "label": _("Sign and hand over"),
        "explanation": _(
            "What is open (level, suspension, hours without a count, receipts) is added by itself."
            " Somebody of the next shift signs within 30 minutes."
        ),
    }
    return form_page(request, form, keep, "checkwork/enter.html", context)


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
@require_http_methods(BOTH)
def post_handover_detail(request: HttpRequest, post_handover_id: int) -> HttpResponse:
    """What was handed over, and the second signature."""
    officer = officer_of(request)
    row = get_object_or_404(selectors.handovers(officer), pk=post_handover_id)
    form = handover_forms.TakeForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        services.take_post(row, by=officer, **said)
        return reverse("post_handover_detail", args=[row.pk])

    waits = row.state in OPEN
    is_mine = row.given_by == officer.badge_number
    context = {
        "row": row,
        "tab": "handovers",
        "waits": waits,
        "is_mine": is_mine,
        "is_late": waits and row.due_at < timezone.now(),
        "may": waits and not is_mine and Right.CHECK_COUNT in officer.rights,
        "open": _opened(row),
        "back": reverse("post_handover_list"),
    }
    return form_page(request, form, keep, "checkwork/handover.html", context)


def _own_place(officer: Officer, code: str) -> Checkpoint | None:
    """The checkpoint asked for, else the one of the officer's shift."""
    if code:
        return find_checkpoint(officer, code)
    now = timezone.now()
    shifts = PostShift.objects.filter(
        officer=officer,
        struck_at__isnull=True,
        starts_at__lte=now + NEAR,
        ends_at__gt=now - NEAR,
    )
    found = shifts.select_related("checkpoint").order_by("starts_at").first()
    return found.checkpoint if found else None


def _stock(place: Checkpoint) -> str:
    """The equipment of the register, a line each, as the form reads it."""
    rows = place.equipment.exclude(state="gone").select_related("kind")
    return "\n".join(f"{row.kind}, {row.quantity}, {row.get_state_display()}" for row in rows)


def _opened(row: PostHandover) -> dict[str, Any]:
    """What stood open, with moments for moments and the name of the level."""
    said = row.open_matters
    level = DutyLevel.objects.filter(pk=said.get("level")).first()
    held = said.get("suspended_until")
    hours = [parse_datetime(text) for text in said.get("hours_without_count", ())]
    return {
        "level": level,
        "suspended_until": parse_datetime(held) if held else None,
        "hours": hours,
        "receipts": said.get("receipts_waiting", ()),
    }
