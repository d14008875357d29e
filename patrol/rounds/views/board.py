"""The patrol board of a day: what was planned, what was walked, what was left out, what is odd."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from patrol.rounds import coverage, selectors, services
from patrol.rounds.by_shift import by_shift, with_shift
from patrol.rounds.forms import BoardFilter, CancelForm, GiveForm, RoundForm
from patrol.rounds.models import OPEN, Round, Route, WindowCheck
from patrol.rounds.services.shared import pick
from patrol.rounds.views.shared import MOST_LINES, PAGE, act, answer_form, day_of, sheet, who
from patrol.units.models import Unit


@requires(Right.PATROL_READ)
def patrol_board(request: HttpRequest) -> HttpResponse:
    """Rounds of a day, today's by default."""
    asked = {"day": timezone.localdate().isoformat()} | request.GET.dict()
    form, officer = BoardFilter(asked), officer_of(request)
    chosen = form.cleaned_data if form.is_valid() else {}
    day = chosen.get("day") or timezone.localdate()
    rows = selectors.rounds(officer, **{**chosen, "day": day})
    begin, end = selectors.day_span(day)
    checks = WindowCheck.objects.visible_to(officer).filter(begins_at__gte=begin, begins_at__lt=end)
    context = {
        "form": form,
        "page": page_of(request, rows, size=PAGE),
        "day": day,
        "now": timezone.now(),
        "tiers": coverage.by_tier(officer, day),
        "missed": with_shift(selectors.missed_stops(officer, day=day)[:10], day),
        "shifts": by_shift(officer, day)[:20],
        "missed_count": selectors.missed_stops(officer, day=day).count(),
        "flagged": selectors.visits(officer, day=day, flagged=True)[:10],
        "flagged_count": selectors.visits(officer, day=day, flagged=True).count(),
        "unmet": checks.filter(state=WindowCheck.State.UNMET).select_related("place", "post")[:10],
        "unmet_count": checks.filter(state=WindowCheck.State.UNMET).count(),
        "window_count": checks.count(),
        "may_plan": officer.has_right(Right.PATROL_PLAN),
    }
    return render(request, "rounds/board.html", context)


@requires(Right.PATROL_READ)
def round_detail(request: HttpRequest, round_id: int) -> HttpResponse:
    """One round: its points in the order drawn, its check-ins with what is odd about them."""
    walk = _round(request, round_id)
    officer = officer_of(request)
    context = {
        "round": walk,
        "stops": walk.stops.select_related("point").prefetch_related("visits"),
        "visits": walk.visits.select_related("point", "unit").order_by("happened_at")[:200],
        "handover": getattr(walk, "handover_taken", None),
        "given": walk.handovers_given.select_related("to__unit"),
        "is_open": walk.state in OPEN,
        "may_plan": officer.has_right(Right.PATROL_PLAN),
        "give_form": GiveForm(viewer=officer, initial={"version": walk.version}),
        "cancel_form": CancelForm(viewer=officer, initial={"version": walk.version}),
        "now": timezone.now(),
    }
    return render(request, "rounds/round.html", context)


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def round_new(request: HttpRequest) -> HttpResponse:
    """One round by hand."""
    form = RoundForm(request.POST or None, viewer=officer_of(request))
    said = {"heading": _("New round"), "back": reverse("patrol_board")}
    return answer_form(request, form, lambda: _schedule(request, form), **said)


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def round_give(request: HttpRequest, round_id: int) -> HttpResponse:
    """Give a round to a unit."""
    walk = _round(request, round_id)
    form = GiveForm(request.POST or None, viewer=officer_of(request))
    if not form.is_valid():
        return redirect("round_detail", walk.pk)

    def give() -> None:
        unit = pick(Unit, form.viewer, "/unit", call_sign=form.cleaned_data["unit"])
        version = form.cleaned_data["version"]
        services.give_to(walk, unit, by=who(request)["by"], version=version)

    return act(request, give, done=_("The round was given."), to=_address(walk))


@requires(Right.PATROL_PLAN, Right.PATROL_PLAN)
def round_cancel(request: HttpRequest, round_id: int) -> HttpResponse:
    """Call a round off."""
    walk = _round(request, round_id)
    form = CancelForm(request.POST or None, viewer=officer_of(request))
    if not form.is_valid():
        return redirect("round_detail", walk.pk)
    said = {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"]}
    by = who(request)["by"]
    done = _("The round was called off.")
    return act(request, lambda: services.cancel(walk, by=by, **said), done=done, to=_address(walk))


@requires(Right.PATROL_READ)
def patrol_board_csv(request: HttpRequest) -> HttpResponseBase:
    """The rounds of a day with their counts."""
    day = day_of(request)
    rows = selectors.rounds(officer_of(request), day=day)[:MOST_LINES]
    head = (
        _("Round"), _("State"), _("Unit"), _("Agency"), _("Tier"), _("Way of patrol"), _("Start"),
        _("End"), _("Started"), _("Ended"), _("Points"), _("Visited"), _("Skipped"), _("Missed"),
        _("Flags"),
    )  # fmt: skip
    return sheet(f"rounds-{day}.csv", head, (_line(row) for row in rows))


@requires(Right.PATROL_READ)
def missed_csv(request: HttpRequest) -> HttpResponseBase:
    """The points left out on a day, round by round."""
    day = day_of(request)
    rows = selectors.missed_stops(officer_of(request), day=day)[:MOST_LINES]
    head = (
        _("Round"), _("Start"), _("Unit"), _("Point"), _("State"), _("Reason"), _("Text"),
        _("Shift"),
    )  # fmt: skip
    lines = (
        (
            stop.round.name,
            stop.round.due_start,
            stop.round.unit.call_sign if stop.round.unit else "",
            f"{stop.point.code} {stop.point.name}",
            stop.get_state_display(),
            stop.get_reason_display(),
            stop.reason_text,
            shift,
        )
        for stop, _shift, shift in with_shift(rows, day)
    )
    return sheet(f"missed-points-{day}.csv", head, lines)


def _line(row: Any) -> tuple[Any, ...]:
    return (
        row.name,
        row.get_state_display(),
        row.unit.call_sign if row.unit else "",
        row.agency.name,
        row.get_tier_display(),
        row.get_mode_display(),
        row.due_start,
        row.due_end,
        row.started_at,
        row.ended_at,
        row.all_points,
        row.visited_points,
        row.skipped_points,
        row.missed_points,
        row.flagged_visits,
    )


def _schedule(request: HttpRequest, form: RoundForm) -> str:
    said, viewer = form.cleaned_data, form.viewer
    route = pick(Route, viewer, "/route", code=said["route"])
    start = said["due_start"]
    new = services.NewRound(
        name=route.name,
        agency=route.agency,
        route=route,
        unit=pick(Unit, viewer, "/unit", call_sign=said["unit"]) if said["unit"] else None,
        mode=said["mode"],
        tier=route.tier,
        due_start=start,
        due_end=start + timedelta(minutes=said["minutes"]),
    )
    return _address(services.schedule(new, by=who(request)["by"]))


def _address(walk: Round) -> str:
    return reverse("round_detail", args=[walk.pk])


def _round(request: HttpRequest, round_id: int) -> Round:
    rows = selectors.rounds(officer_of(request)).select_related("leg__plan")
    return get_object_or_404(rows, pk=round_id)
