"""Pages of officer safety: the board of clocks and calls for help, the own clock, the rules."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.dispatch.safety import panic, rulebook, selectors, services
from command_center.dispatch.safety.forms import HeardForm, OwnForm, RuleForm
from command_center.dispatch.safety.models import CheckIn, SafetyRule, SafetyTimer
from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.ledger.actors import actor_of
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from patrol.units.models import Unit
from patrol.units.selectors import unit_of, units

MOST_ROWS = 10_000


@requires(Right.DISPATCH_READ)
@require_GET
def safety_board(request: HttpRequest) -> HttpResponse:
    """Who called for help, who has to be heard of when, who was heard of last."""
    officer, now = officer_of(request), timezone.now()
    rows = selectors.timers_of(officer)
    if q := request.GET.get("q", "").strip():
        rows = rows.filter(unit__call_sign__icontains=q[:20])
    page = page_of(request, rows, size=100)
    context = {
        "page": page,
        "rows": [(timer, selectors.state_of(timer, now=now)) for timer in page],
        "panics": [panic.told(alert, officer) for alert in selectors.panics(officer)[:20]],
        "heard": selectors.check_ins(officer)[:20],
        "q": q,
        "now": now,
    }
    return render(request, "safety/safety_board.html", context)


@requires(Right.DISPATCH_READ)
@require_GET
def safety_export(request: HttpRequest) -> StreamingHttpResponse:
    """When units were heard of, the newest 10,000, as a table."""
    rows = selectors.check_ins(officer_of(request))[:MOST_ROWS]
    return csv_answer("check-ins.csv", _lines(rows))


def _lines(rows: Any) -> Any:
    yield (
        _("Unit"),
        _("Agency"),
        _("Heard of at"),
        _("By"),
        _("Itself"),
        _("Channel"),
        _("Said"),
        _("Missed before"),
    )
    for row in rows:
        unit: Unit = row.unit
        said: CheckIn = row
        whose = (unit.call_sign, unit.agency.name, said.at, said.by)
        yield (*whose, said.is_own, said.channel, said.said, said.missed)


@requires(Right.DISPATCH_READ, Right.DISPATCH_ASSIGN)
@require_http_methods(["GET", "POST"])
def safety_heard(request: HttpRequest, call_sign: str) -> HttpResponse:
    """A unit said over radio or telephone that it is well."""
    unit = get_object_or_404(units(officer_of(request)), call_sign=call_sign)
    form = HeardForm(request.POST or None)

    def change() -> str:
        said = form.cleaned_data
        actor = actor_of(request, channel=said["channel"])
        services.check_in(unit, by=actor, is_own=False, said=said["said"])
        messages.success(request, _("Noted: %s was heard of.") % unit.call_sign)
        return reverse("safety_board")

    context = {
        "unit": unit,
        "timer": SafetyTimer.objects.filter(unit=unit).select_related("rule").first(),
        "heard": selectors.check_ins(officer_of(request)).filter(unit=unit)[:20],
    }
    return _answer(request, form, change, "safety/safety_heard.html", context)


@requires(Right.ASSIGNMENT_WORK, Right.ASSIGNMENT_WORK)
@require_http_methods(["GET", "POST"])
def my_safety(request: HttpRequest) -> HttpResponse:
    """The own unit's clock with one large button, and its call for help."""
    officer, now = officer_of(request), timezone.now()
    unit = unit_of(officer)
    timer = selectors.timer_of(unit) if unit else None
    form = OwnForm(request.POST or None)

    def change() -> str:
        if unit is None:
            raise Http404
        actor = officer.as_actor(channel="form")
        services.check_in(unit, by=actor, is_own=True, said=form.cleaned_data["said"])
        messages.success(request, _("Noted: you are well."))
        return reverse("my_safety")

    context = {
        "unit": unit,
        "timer": timer,
        "state": selectors.state_of(timer, now=now) if timer else "",
        "calls": panic.calls_of(officer)[:5],
        "now": now,
    }
    return _answer(request, form, change, "safety/my_safety.html", context)


@requires(Right.DISPATCH_READ)
@require_GET
def safety_rule_list(request: HttpRequest) -> HttpResponse:
    """How long units may stay silent here."""
    officer = officer_of(request)
    may_change = Right.UNIT_MANAGE in officer.rights
    mine = Agency.objects.visible_to(officer).values_list("pk", flat=True)
    context = {
        "page": page_of(request, rulebook.applying(officer), size=100),
        "changeable": set(mine) if may_change else set(),
        "may_change": may_change,
        "today": timezone.localdate(),
    }
    return render(request, "safety/safety_rule_list.html", context)


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
@require_http_methods(["GET", "POST"])
def safety_rule_new(request: HttpRequest) -> HttpResponse:
    """A rule for units that had none."""
    form = RuleForm(request.POST or None, officer=officer_of(request))

    def change() -> str:
        rulebook.add_rule(form.new_rule(), by=actor_of(request))
        return reverse("safety_rule_list")

    return _answer(request, form, change, "safety/safety_rule_edit.html", {"rule": None})


@requires(Right.UNIT_MANAGE, Right.UNIT_MANAGE)
@require_http_methods(["GET", "POST"])
def safety_rule_edit(request: HttpRequest, safety_rule_id: int) -> HttpResponse:
    """Other numbers from a day on."""
    officer = officer_of(request)
    rule: SafetyRule = get_object_or_404(
        SafetyRule.objects.visible_to(officer).select_related("agency"), pk=safety_rule_id
    )
    form = RuleForm(request.POST or None, officer=officer, rule=rule)

    def change() -> str:
        said = form.cleaned_data
        dates = {"version": said["version"] or 0, "valid_from": said["valid_from"]}
        rulebook.change_rule(rule, by=actor_of(request), changes=form.numbers, **dates)
        return reverse("safety_rule_list")

    return _answer(request, form, change, "safety/safety_rule_edit.html", {"rule": rule})


def _answer(
    request: HttpRequest,
    form: RefusableForm,
    change: Callable[[], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form, or do it once; a refusal is shown in the form, with its status."""
    status = 200 if request.method == "GET" else 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, change))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return render(request, template, {"form": form, **context}, status=status)
