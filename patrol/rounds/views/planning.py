"""Pages of plans, of the cover of hours and areas, and of key places."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from patrol.rounds import coverage, key_places, selectors, services
from patrol.rounds.forms import GroundFilter, KeyPlaceFilter, PlanForm
from patrol.rounds.forms.plans import legs_text
from patrol.rounds.models import RoundPlan, WindowCheck
from patrol.rounds.views.shared import MOST_LINES, PAGE, answer_form, day_of, sheet, who


@requires(Right.PATROL_READ)
def round_plan_list(request: HttpRequest) -> HttpResponse:
    """Plans in scope."""
    form = GroundFilter(request.GET, only=("all",))
    chosen = form.cleaned_data if form.is_valid() else {}
    officer = officer_of(request)
    page = page_of(request, selectors.plans(officer, **chosen), size=PAGE)
    context = {"form": form, "page": page, "may_plan": officer.has_right(Right.PATROL_PLAN)}
    return render(request, "rounds/plans.html", context)


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def round_plan_new(request: HttpRequest) -> HttpResponse:
    return _plan_form(request, None, PlanForm(request.POST or None, viewer=officer_of(request)))


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def round_plan_edit(request: HttpRequest, round_plan_id: int) -> HttpResponse:
    officer = officer_of(request)
    plan = get_object_or_404(selectors.plans(officer, all=True), pk=round_plan_id)
    plain = ("name", "starts_at", "ends_at", "every_min", "valid_to", "is_active", "version")
    initial: dict[str, Any] = {name: getattr(plan, name) for name in plain}
    initial |= {"agency": plan.agency.code, "days": plan.days, "legs": legs_text(plan)}
    form = PlanForm(request.POST or None, viewer=officer, initial=initial)
    return _plan_form(request, plan, form)


@requires(Right.PATROL_READ)
def patrol_coverage(request: HttpRequest) -> HttpResponse:
    """Check-ins by hour and area, gaps first; cover by tier; what nobody came to."""
    officer, day = officer_of(request), day_of(request)
    table = coverage.hour_table(officer, day)
    context = {
        "day": day,
        "now": timezone.now(),
        "hours": coverage.HOURS,
        "table": table,
        "tiers": coverage.by_tier(officer, day),
        "dwell": coverage.dwell(officer, day),
        "uncovered": coverage.uncovered_beats(table),
        "places": key_places.covered(officer, days=1, uncovered=True)[:20],
        "place_count": key_places.covered(officer, days=1, uncovered=True).count(),
    }
    return render(request, "rounds/coverage.html", context)


@requires(Right.PATROL_READ)
def patrol_coverage_csv(request: HttpRequest) -> HttpResponseBase:
    """The table of hours and areas."""
    day = day_of(request)
    table = coverage.hour_table(officer_of(request), day)
    head = (_("Area"), _("Beat name"), *(f"{hour:02}" for hour in coverage.HOURS), _("Gaps"))
    lines = ((area.code, area.name, *area.hours, area.gaps) for area in table)
    return sheet(f"patrol-hours-{day}.csv", head, lines)


@requires(Right.PATROL_READ)
def key_place_list(request: HttpRequest) -> HttpResponse:
    """Key places with their cover of the last seven days; those nobody came to first."""
    officer, form = officer_of(request), KeyPlaceFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    checks = WindowCheck.objects.visible_to(officer).select_related("place", "post", "agency")
    context = {
        "form": form,
        "page": page_of(request, key_places.covered(officer, **chosen), size=PAGE),
        "total": key_places.covered(officer).count(),
        "uncovered": key_places.covered(officer, uncovered=True).count(),
        "unmet": checks.exclude(state=WindowCheck.State.MET)[:20],
        "now": timezone.now(),
    }
    return render(request, "rounds/key_places.html", context)


@requires(Right.PATROL_READ)
def key_places_csv(request: HttpRequest) -> HttpResponseBase:
    """Key places with their cover of the last seven days."""
    head = (
        _("Place"), _("Kind"), _("Agency"), _("Patrol points"), _("Check-ins"), _("Last check-in"),
        _("Windows checked"), _("Windows not kept"),
    )  # fmt: skip
    rows = key_places.covered(officer_of(request))[:MOST_LINES]
    lines = (
        (
            place.name,
            place.get_kind_display(),
            place.agency.name,
            place.point_count,
            place.visit_count,
            place.last_visit,
            place.window_count,
            place.unmet_count,
        )
        for place in rows
    )
    return sheet(f"key-places-{timezone.localdate()}.csv", head, lines)


def _plan_form(request: HttpRequest, plan: RoundPlan | None, form: PlanForm) -> HttpResponse:
    def keep() -> str:
        said = form.said | {"version": form.cleaned_data["version"]}
        saved = services.put_plan(plan, **who(request), **said)
        messages.success(request, _("“%s” was saved.") % saved.name)
        return reverse("round_plan_list")

    heading = plan.name if plan else _("New plan of rounds")
    return answer_form(request, form, keep, heading=heading, back=reverse("round_plan_list"))
