"""Formulas: what holds, every version, writing the next one, agreeing to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.frame.pages import act, form_page
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from video.rates import services, shown
from video.rates.forms import FormulaForm
from video.rates.formulas import COUNTED, PARAMETERS, parameters_of
from video.rates.models import Rate, RateFormula
from video.rates.rulebook import formula_of, formula_rows, formulas_of, formulas_seen


@requires(Right.CAMERA_READ)
@require_GET
def formula_list(request: HttpRequest) -> HttpResponse:
    """What each rate is counted by today, and all versions."""
    officer = officer_of(request)
    held = {row.pk for row in formula_rows(officer.agency_path).values()}
    formulas = formulas_of(officer.agency_path)
    rows = formulas_seen(officer).filter(**_rate(request))
    context = {
        "tab": "formulas",
        "rates": [(Rate(rate), formulas[rate], COUNTED[rate]) for rate in Rate.values],
        "rate": _rate(request).get("rate", ""),
        "page": page_of(request, rows, size=50),
        "held": held,
        "may": Right.RATE_MANAGE in officer.rights,
        "today": timezone.localdate(),
    }
    return render(request, "videorates/formulas.html", context)


def _rate(request: HttpRequest) -> dict[str, str]:
    rate = request.GET.get("rate", "")
    return {"rate": rate} if rate in Rate.values else {}


@requires(Right.RATE_MANAGE, Right.RATE_MANAGE)
@require_http_methods(["GET", "POST"])
def formula_new(request: HttpRequest) -> HttpResponse:
    """The next version of one rate's formula, begun from the one in force."""
    officer = officer_of(request)
    rate = _rate(request).get("rate", Rate.REGISTRATION.value)
    held = formulas_of(officer.agency_path)[rate]
    initial = {"threshold": held.threshold, "valid_from": timezone.localdate()}
    form = FormulaForm(request.POST or None, rate=rate, initial=initial | parameters_of(held))

    def keep(said: dict[str, Any]) -> str:
        row = services.propose_formula(
            by=officer,
            rate=rate,
            parameters=form.parameters(said),
            threshold=said["threshold"],
            valid_from=said["valid_from"],
            basis=said["basis"],
        )
        return reverse("formula_detail", args=[row.pk])

    back = reverse("formula_list")
    context = {"tab": "formulas", "rate": Rate(rate), "words": COUNTED[rate], "back": back}
    return form_page(request, form, keep, "videorates/formula_new.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def formula_detail(request: HttpRequest, rate_formula_id: int) -> HttpResponse:
    """One version: its parameters, who wrote and who approved it, and what changed by it."""
    officer = officer_of(request)
    row = _found(request, rate_formula_id)
    held = formulas_of(officer.agency_path)[row.rate]
    formula = formula_of(row)
    before = parameters_of(held)
    context = {
        "tab": "formulas",
        "row": row,
        "formula": formula,
        "words": COUNTED[row.rate],
        "numbers": [
            (label, value, before.get(name))
            for (label, value), name in zip(
                shown.parameters_in_words(formula), PARAMETERS[row.rate], strict=True
            )
        ],
        "held": held,
        "may": Right.RATE_MANAGE in officer.rights and row.approved_at is None,
        "may_approve": row.proposed_by_id != officer.pk,
    }
    return render(request, "videorates/formula.html", context)


@requires(Right.RATE_MANAGE, Right.RATE_MANAGE)
@require_POST
def formula_approve(request: HttpRequest, rate_formula_id: int) -> HttpResponse:
    """Agree to a proposal of somebody else."""
    row = _found(request, rate_formula_id)
    back = reverse("formula_detail", args=[row.pk])

    def keep() -> str:
        services.approve_formula(row, by=officer_of(request), version=_version(request))
        return back

    return act(request, keep, back=back)


@requires(Right.RATE_MANAGE, Right.RATE_MANAGE)
@require_POST
def formula_withdraw(request: HttpRequest, rate_formula_id: int) -> HttpResponse:
    """Take a proposal back."""
    row = _found(request, rate_formula_id)

    def keep() -> str:
        services.withdraw_formula(row, by=officer_of(request), version=_version(request))
        return reverse("formula_list")

    return act(request, keep, back=reverse("formula_detail", args=[row.pk]))


def _found(request: HttpRequest, rate_formula_id: int) -> RateFormula:
    return get_object_or_404(formulas_seen(officer_of(request)), pk=rate_formula_id)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
