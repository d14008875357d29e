"""The page of the rows by which units are recommended and chased, and a form for each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from command_center.dispatch.assignments import rulebook
from command_center.dispatch.assignments.rule_forms import KINDS, Kind, RuleForm
from command_center.incidents.dated import applying
from grid.errors import DomainError
from grid.ledger.actors import actor_of
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

MOST = 200  # rows of one kind on the page


@requires(Right.DISPATCH_READ)
@require_GET
def dispatch_rules(request: HttpRequest) -> HttpResponse:
    """What holds on the viewer's ground today and what will, the city's rows included."""
    officer, today = officer_of(request), timezone.localdate()
    may_change = Right.COVERAGE_MANAGE in officer.rights
    mine = Agency.objects.visible_to(officer).values_list("pk", flat=True)
    context = {
        "tables": [_table(kind, officer, today) for kind in KINDS.values()],
        "may_change": may_change,
        "changeable": set(mine) if may_change else set(),
        "today": today,
    }
    return render(request, "assignments/rules.html", context)


def _table(kind: Kind, officer: Any, today: Any) -> dict[str, Any]:
    rows = applying(kind.model.objects.not_over(today), officer)[:MOST]
    return {
        "kind": kind,
        "heads": [kind.labels[name] for name in kind.columns],
        "rows": [(row, [kind.shown(row, name) for name in kind.columns]) for row in rows],
    }


@requires(Right.COVERAGE_MANAGE, Right.COVERAGE_MANAGE)
@require_http_methods(["GET", "POST"])
def dispatch_rule_new(request: HttpRequest, rule_kind: str) -> HttpResponse:
    """A row for an agency that had none of its own."""
    kind = _kind(rule_kind)
    form = kind.new_form(officer_of(request), request.POST or None)
    return _answer(
        request, kind, form, lambda: rulebook.add(form.new_rule(), by=actor_of(request)), None
    )


@requires(Right.COVERAGE_MANAGE, Right.COVERAGE_MANAGE)
@require_http_methods(["GET", "POST"])
def dispatch_rule_edit(request: HttpRequest, rule_kind: str, row_id: int) -> HttpResponse:
    """Other numbers from a day on."""
    kind = _kind(rule_kind)
    mine = kind.model.objects.visible_to(officer_of(request)).select_related("agency")
    rule = get_object_or_404(mine, pk=row_id)
    form = kind.change_form(rule, request.POST or None)

    def change() -> Any:
        version = form.cleaned_data["version"] or 0
        return rulebook.change(rule, by=actor_of(request), version=version, changes=form.changes)

    return _answer(request, kind, form, change, rule)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _answer(
    request: HttpRequest, kind: Kind, form: RuleForm, keep: Callable[[], Any], rule: Any
) -> HttpResponse:
    def kept() -> str:
        keep()
        messages.success(request, _("The rule is kept."))
        return reverse("dispatch_rules")

    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect(once_per_form(request, kept))
            except DomainError as refusal:
                form.refuse(refusal)
                status = refusal.status
    context = {"form": form, "kind": kind, "rule": rule}
    return render(request, "assignments/rule_edit.html", context, status=status)
