"""Pages of the alerts: the list, one alert, the rules."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.alerts import rulebook, selectors, services
from command_center.alerts.forms import AlertFilterForm, OutcomeForm, RuleForm, ShelveForm
from command_center.alerts.models import Alert, AlertRule
from grid.errors import DomainError
from grid.ledger.actors import actor_of
from grid.ledger.subject_pages import addresses
from grid.organisation.viewers import viewer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires

PAGE = 50


@requires(Right.ALERT_READ)
def alert_list(request: HttpRequest) -> HttpResponse:
    """Alerts in scope with their filters in the address, and how the desk is doing."""
    form = AlertFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = selectors.filtered(viewer_of(request), **{k: v for k, v in chosen.items() if v})
    page = page_of(request, rows, size=PAGE)
    now = timezone.now()
    context = {
        "form": form,
        "page": page,
        "rate": selectors.rate(viewer_of(request), now=now),
        "desk": selectors.desk(viewer_of(request), now=now),
    }
    return render(request, "alerts/alert_list.html", context)


@requires(Right.ALERT_READ)
def alert_detail(request: HttpRequest, alert_id: int) -> HttpResponse:
    """One alert with the answers it can still be given."""
    return _detail(request, _alert(request, alert_id))


@requires(Right.ALERT_READ, Right.ALERT_HANDLE)
def alert_acknowledge(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Take the alert."""
    alert = _alert(request, alert_id)
    if request.method != "POST":
        return redirect("alert_detail", alert_id)
    return _answered(request, alert, lambda: services.acknowledge(alert, by=actor_of(request)))


@requires(Right.ALERT_READ, Right.ALERT_HANDLE)
def alert_shelve(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Put the alert aside."""
    alert, form = _alert(request, alert_id), ShelveForm(request.POST or None)
    if not form.is_valid():
        return _detail(request, alert, shelve_form=form)
    return _answered(
        request,
        alert,
        lambda: services.shelve(alert, by=actor_of(request), **form.cleaned_data),
    )


@requires(Right.ALERT_READ, Right.ALERT_HANDLE)
def alert_resolve(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Close the alert."""
    alert, form = _alert(request, alert_id), OutcomeForm(request.POST or None)
    if not form.is_valid():
        return _detail(request, alert, outcome_form=form)
    return _answered(
        request,
        alert,
        lambda: services.resolve(alert, by=actor_of(request), **form.cleaned_data),
    )


@requires(Right.ALERT_READ)
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule in scope, and how often it raised an alert in the last four weeks."""
    page = page_of(request, rulebook.rules(viewer_of(request)), size=PAGE)
    return render(request, "alerts/rule_list.html", {"page": page})


@requires(Right.ALERT_CONFIGURE, Right.ALERT_CONFIGURE)
def rule_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Change one rule."""
    mine = AlertRule.objects.visible_to(viewer_of(request))
    rule: AlertRule = get_object_or_404(mine, pk=rule_id)
    form = RuleForm(request.POST or None, instance=rule)
    if not form.is_valid():
        return render(request, "alerts/rule_edit.html", {"form": form, "rule": rule})
    try:
        rulebook.change_rule(
            rule,
            by=actor_of(request),
            version=form.cleaned_data["version"],
            changes=form.changes,
        )
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        context = {"form": form, "rule": rule}
        return render(request, "alerts/rule_edit.html", context, status=refusal.status)
    messages.success(request, _("The rule was changed."))
    return redirect("alert_rule_list")


def _alert(request: HttpRequest, alert_id: int) -> Alert:
    return get_object_or_404(selectors.alerts(viewer_of(request)), pk=alert_id)


def _detail(request: HttpRequest, alert: Alert, **forms: Any) -> HttpResponse:
    about = (alert.subject_type, alert.subject_id)
    context = {
        "alert": alert,
        "about": addresses(viewer_of(request), [about]).get(about, ""),
        "shelve_form": ShelveForm(),
        "outcome_form": OutcomeForm(),
        "may_answer": viewer_of(request).has_right(Right.ALERT_HANDLE),
    }
    return render(request, "alerts/alert_detail.html", context | forms)


def _answered(
    request: HttpRequest, alert: Alert, answer: Callable[[], Alert]
) -> HttpResponseRedirect:
    """Give the answer; a refusal says who was first and leads back to the alert."""
    try:
        answer()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your answer was recorded."))
    return redirect("alert_detail", alert.pk)
