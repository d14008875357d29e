"""One checkpoint's switch: sign for it, report, be ready; and the waiver from command."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checkpoints.duty import forms, selectors, services, shortages
from checkpoints.duty.models import Switch
from checkpoints.duty.rules import supplement_of
from checkpoints.duty.services.shared import id_of
from checkpoints.duty.state import switch_row
from checkpoints.register import needs
from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires


@requires(Right.CHECKPOINT_READ)
@require_GET
def switch_detail(request: HttpRequest, switch_id: int) -> HttpResponse:
    """What is ordered, how far it is; opening it at the post marks it delivered."""
    officer = officer_of(request)
    switch = selectors.find_switch(officer, switch_id)
    if Right.DUTY_REPORT in officer.rights:
        services.deliver([switch], by=officer)
    return _page(request, switch)


def _page(
    request: HttpRequest, switch: Switch, *, status: int = 200, **shown: RefusableForm
) -> HttpResponse:
    officer, now, words = officer_of(request), timezone.now(), shortages.names()
    is_open = switch.is_open and switch.order.is_live
    is_own = officer.agency_path == switch.owner_path
    initial = {"channel": "screen" if is_own else "phone"}
    may_waive = bool(switch.is_short) and id_of(officer.as_actor()) != switch.reported_by_id
    context = {
        "switch": switch,
        "order": switch.order,
        "row": switch_row(switch, now, words),
        "is_open": is_open,
        "now": now,
        "words": {"left": _("%(left)s left"), "over": _("! %(over)s over")},
        "is_own": is_own,
        "may_waive": is_open and may_waive,
        "reports": switch.reports.all()[:20],
        "lacking": needs.shortages(switch.checkpoint, switch.to_level_id),
        "supplement": supplement_of(switch.checkpoint, switch.to_level_id, switch.issued_at),
        "sign_form": forms.SignForm(initial=initial),
        "report_form": _report_form(switch, words, initial=initial),
        "waive_form": forms.ReasonForm(initial={"version": switch.version}),
        **shown,
    }
    return render(request, "duty/switch_detail.html", context, status=status)


def _report_form(
    switch: Switch, words: dict[str, str], data: Any = None, **more: Any
) -> forms.ReportForm:
    had = needs.present(switch.checkpoint)
    return forms.ReportForm(data, switch=switch, names=words, had=had, **more)


@requires(Right.CHECKPOINT_READ, Right.DUTY_REPORT)
def switch_sign(request: HttpRequest, switch_id: int) -> HttpResponse:
    """Sign for it."""
    switch = selectors.find_switch(officer_of(request), switch_id)
    form = forms.SignForm(request.POST or None)

    def change() -> str:
        services.sign(switch, by=officer_of(request), **form.cleaned_data)
        return _("Signed for.")

    return _act(request, switch, form, "sign_form", change)


@requires(Right.CHECKPOINT_READ, Right.DUTY_REPORT)
def switch_report(request: HttpRequest, switch_id: int) -> HttpResponse:
    """Report what is there, or that the checkpoint is ready."""
    switch = selectors.find_switch(officer_of(request), switch_id)
    form = _report_form(switch, shortages.names(), request.POST or None)

    def change() -> str:
        is_ready = "ready" in request.POST
        services.report(switch, by=officer_of(request), ready=is_ready, **form.figures())
        return _("Reported ready.") if is_ready else _("Reported.")

    return _act(request, switch, form, "report_form", change)


@requires(Right.CHECKPOINT_READ, Right.DUTY_WAIVE)
def switch_waive(request: HttpRequest, switch_id: int) -> HttpResponse:
    """Let it be ready below the minimum."""
    switch = selectors.find_switch(officer_of(request), switch_id)
    form = forms.ReasonForm(request.POST or None)

    def change() -> str:
        services.waive(switch, by=officer_of(request), **form.cleaned_data)
        return _("What is missing was waived.")

    return _act(request, switch, form, "waive_form", change)


def _act(
    request: HttpRequest, switch: Switch, form: RefusableForm, name: str, change: Any
) -> HttpResponse:
    back = reverse("switch_detail", args=[switch.pk])
    if request.method != "POST":
        return redirect(back)

    def done() -> str:
        messages.success(request, change())
        return back

    status = 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, done))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    current = selectors.find_switch(officer_of(request), switch.pk)
    if not current.is_open or not current.order.is_live:
        for error in form.non_field_errors():
            messages.error(request, str(error))
    return _page(request, current, status=status, **{name: form})
