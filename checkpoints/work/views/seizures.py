"""Pages of one seizure: entering it, its chain, giving, taking, ending it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checkpoints.register.selectors import find_checkpoint
from checkpoints.work import forms, selectors, services
from checkpoints.work.api.asking import officer_by
from checkpoints.work.models import CustodyStep
from checkpoints.work.rulebook import words
from checkpoints.work.views.entering import entered
from grid.frame.pages import RefusableForm, act, form_page
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

BOTH = ["GET", "POST"]


@requires(Right.CHECK_COUNT, Right.CHECK_COUNT)
@require_http_methods(BOTH)
def seizure_new(request: HttpRequest) -> HttpResponse:
    """Enter what was seized; who enters it holds it."""
    officer = officer_of(request)
    initial = {"checkpoint": request.GET.get("checkpoint", "")}
    form = forms.SeizureForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        place = find_checkpoint(officer, said.pop("checkpoint"))
        made = services.seize(place, by=officer, **said)
        return reverse("seizure_detail", args=[made.number])

    more = {"tab": "seizures", "back": reverse("seizure_list")}
    return entered(request, form, _("Enter a seizure"), keep, **more)


@requires(Right.CHECKPOINT_READ)
@require_GET
def seizure_detail(request: HttpRequest, seizure_number: str) -> HttpResponse:
    """One seizure, whoever held it, and what its holder can do now."""
    row = selectors.find_seizure(officer_of(request), seizure_number)
    return render(request, "checkwork/seizure.html", _page(request, row))


def _page(request: HttpRequest, row: Any) -> dict[str, Any]:
    officer, is_over = officer_of(request), row.last_act == CustodyStep.Act.DISPOSED
    is_free = not is_over and not row.waits_for
    holds = row.holder_badge in ("", officer.badge_number)
    return {
        "tab": "seizures",
        "row": row,
        "names": words(),
        "is_over": is_over,
        "may_give": is_free and holds and Right.ORDER_SIGN in officer.rights,
        "badge": officer.badge_number,
    }


@requires(Right.CHECKPOINT_READ, Right.ORDER_SIGN)
@require_http_methods(BOTH)
def seizure_hand_over(request: HttpRequest, seizure_number: str) -> HttpResponse:
    """Give it to an officer or to a room."""

    def keep(row: Any, said: dict[str, Any]) -> None:
        badge = said.pop("to_badge")
        said["receiver"] = officer_by(badge, "to_badge") if badge else None
        intact = not said["new_seal"]
        services.hand_over(row, by=officer_of(request), is_seal_intact=intact, **said)

    form = forms.HandOverForm(request.POST or None)
    return _given(request, seizure_number, form, _("Hand it over"), keep)


@requires(Right.CHECKPOINT_READ, Right.ORDER_SIGN)
@require_http_methods(BOTH)
def seizure_dispose(request: HttpRequest, seizure_number: str) -> HttpResponse:
    """Ask for the end of the chain."""

    def keep(row: Any, said: dict[str, Any]) -> None:
        said["witness"] = officer_by(said["witness"], "witness")
        services.dispose(row, by=officer_of(request), **said)

    form = forms.DisposeForm(request.POST or None)
    return _given(request, seizure_number, form, _("Dispose of it"), keep)


def _given(
    request: HttpRequest,
    number: str,
    form: RefusableForm,
    title: str,
    change: Callable[[Any, dict[str, Any]], None],
) -> HttpResponse:
    row = selectors.find_seizure(officer_of(request), number)
    there = reverse("seizure_detail", args=[number])

    def keep(said: dict[str, Any]) -> str:
        change(row, dict(said))
        return there

    context = {"title": f"{title} · {number}", "tab": "seizures", "back": there}
    return form_page(request, form, keep, "checkwork/enter.html", context)


@requires(Right.CHECKPOINT_READ, Right.ORDER_SIGN)
@require_POST
def custody_receive(request: HttpRequest, step_id: int) -> HttpResponse:
    """Sign for it."""
    officer = officer_of(request)
    step = get_object_or_404(selectors.steps_in_reach(officer), pk=step_id)

    def keep() -> str:
        services.receive(step, by=officer)
        messages.success(request, _("Signed for."))
        return reverse("seizure_list")

    return act(request, keep, back=reverse("seizure_list"))


@requires(Right.CHECKPOINT_READ, Right.ORDER_SIGN)
@require_http_methods(BOTH)
def custody_refuse(request: HttpRequest, step_id: int) -> HttpResponse:
    """Not take it, saying why."""
    officer = officer_of(request)
    step = get_object_or_404(selectors.steps_in_reach(officer), pk=step_id)
    if step.state != CustodyStep.State.WAITING:
        return redirect("seizure_list")
    form = forms.ReasonForm(request.POST or None)

    def keep(said: dict[str, Any]) -> str:
        services.refuse_step(step, by=officer, reason=said["reason"])
        return reverse("seizure_list")

    context = {"title": _("Not take it"), "tab": "seizures", "back": reverse("seizure_list")}
    return form_page(request, form, keep, "checkwork/enter.html", context)


@requires(Right.CHECKPOINT_READ)
@require_GET
def custody_receipt(request: HttpRequest, step_id: int) -> HttpResponse:
    """The receipt of one step, to be printed."""
    step = get_object_or_404(selectors.steps_in_reach(officer_of(request)), pk=step_id)
    context = {"tab": "seizures", "step": step, "row": step.seizure, "names": words()}
    return render(request, "checkwork/receipt.html", context)
