"""What is checked: handovers, presence, the force of a day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.pages import RefusableForm, act, form_page
from grid.ledger.actors import actor_of
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from patrol.shifts import access, force, handover, presence, registers
from patrol.shifts.forms import (
    CheckForm,
    CountForm,
    DayFilterForm,
    ForcePlanForm,
    GiveForm,
    PresenceRuleForm,
    ReplyForm,
    TakeForm,
)
from patrol.shifts.models import ForcePlan, Handover, PresenceAnswer, PresenceCheck, PresenceRule
from patrol.shifts.models.force import TOTALS

_PAGE = 50


@requires(Right.SHIFT_READ)
@require_GET
def handover_list(request: HttpRequest) -> HttpResponse:
    """Handovers, the latest due first."""
    rows = Handover.objects.visible_to(officer_of(request)).select_related("shift__station")
    context = {"page": page_of(request, rows, size=_PAGE), "now": timezone.now()}
    return render(request, "shifts/handovers.html", context)


@requires(Right.SHIFT_READ, Right.SHIFT_SIGN)
@require_http_methods(["GET", "POST"])
def handover_detail(request: HttpRequest, handover_id: int) -> HttpResponse:
    """One handover: what is counted now or was, and the signature that is still missing."""
    officer = officer_of(request)
    rows = Handover.objects.visible_to(officer).select_related("shift__station", "next_shift")
    row = get_object_or_404(rows, pk=handover_id)
    is_given = row.state != Handover.State.ISSUED
    form_class: type[RefusableForm] = TakeForm if is_given else GiveForm

    def keep(said: dict[str, Any]) -> str:
        (handover.take if is_given else handover.give)(row, by=officer, **said)
        return reverse("handover_detail", args=[row.pk])

    counted = row.snapshot if is_given else handover.snapshot(row.owner_path)
    context = {
        "row": row,
        "is_given": is_given,
        "sources": list(counted.values()),
        "may_sign": Right.SHIFT_SIGN in officer.rights and _may_sign(row, officer),
        "is_open": row.state in ("issued", "signed"),
        "now": timezone.now(),
    }
    form = form_class(request.POST or None, initial={"version": row.version})
    return form_page(request, form, keep, "shifts/handover.html", context)


def _may_sign(row: Handover, officer: Officer) -> bool:
    """Whether the signature that is missing could be this officer's."""
    if row.state == Handover.State.ISSUED:
        return handover.may_give(row, officer)
    is_giver = officer.badge_number == row.given_by
    return row.state == Handover.State.SIGNED and not is_giver and handover.may_take(row, officer)


@requires(Right.SHIFT_READ)
@require_GET
def presence_list(request: HttpRequest) -> HttpResponse:
    """Checks with their results, and when the platform checks by itself."""
    officer = officer_of(request)
    rows = PresenceCheck.objects.visible_to(officer).select_related("agency")
    page = page_of(request, rows.prefetch_related("answers"), size=_PAGE)
    context = {
        "page": page,
        "checks": [{"row": row, "counts": presence.counts(row)} for row in page.object_list],
        "rules": PresenceRule.objects.visible_to(officer).select_related("agency")[:_PAGE],
        "may_check": Right.PRESENCE_CHECK in officer.rights,
        "may_answer": Right.SHIFT_SIGN in officer.rights,
        "now": timezone.now(),
    }
    return render(request, "shifts/presence.html", context)


@requires(Right.PRESENCE_CHECK, Right.PRESENCE_CHECK)
@require_http_methods(["GET", "POST"])
def presence_new(request: HttpRequest) -> HttpResponse:
    """Draw a check now."""
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        agency = access.agency_of(officer, said.pop("agency"))
        row = presence.start(agency, by=actor_of(request), **said)
        return reverse("presence_detail", args=[row.pk])

    form = CheckForm(request.POST or None, viewer=officer)
    return form_page(request, form, keep, "shifts/form.html", {"what": "check"})


@requires(Right.PRESENCE_CHECK, Right.PRESENCE_CHECK)
@require_http_methods(["GET", "POST"])
def presence_rule(request: HttpRequest) -> HttpResponse:
    """Set how often the platform checks an agency by itself."""
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        agency = access.agency_of(officer, said.pop("agency"))
        registers.save_presence_rule(agency, by=actor_of(request), **said)
        return reverse("presence_list")

    form = PresenceRuleForm(request.POST or None, viewer=officer)
    return form_page(request, form, keep, "shifts/form.html", {"what": "presence_rule"})


@requires(Right.SHIFT_READ, Right.PRESENCE_CHECK)
@require_http_methods(["GET", "POST"])
def presence_detail(request: HttpRequest, presence_id: int) -> HttpResponse:
    """One check; who was drawn is seen by those who check, and by all once it is published."""
    officer = officer_of(request)
    rows = PresenceCheck.objects.visible_to(officer).select_related("agency")
    row = get_object_or_404(rows.prefetch_related("answers"), pk=presence_id)
    if request.method == "POST":
        there = reverse("presence_detail", args=[row.pk])

        def keep() -> str:
            presence.publish(row, by=actor_of(request))
            return there

        return act(request, keep, back=there)
    may_check = Right.PRESENCE_CHECK in officer.rights
    context = {
        "row": row,
        "counts": presence.counts(row),
        "is_open": bool(row.published_at) or may_check,
        "may_publish": may_check and row.published_at is None,
        "answers": row.answers.all(),
        "now": timezone.now(),
    }
    return render(request, "shifts/presence_check.html", context)


@requires(Right.SHIFT_SIGN)
@require_GET
def presence_mine(request: HttpRequest) -> HttpResponse:
    """What one is asked now."""
    asked = presence.asked_of(officer_of(request))
    return render(request, "shifts/presence_mine.html", {"asked": asked, "now": timezone.now()})


@requires(Right.SHIFT_SIGN, Right.SHIFT_SIGN)
@require_http_methods(["GET", "POST"])
def presence_reply(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Answer one check."""
    officer = officer_of(request)
    rows = PresenceAnswer.objects.visible_to(officer)
    row = get_object_or_404(rows.select_related("unit", "station", "check_of"), pk=answer_id)

    def keep(said: dict[str, Any]) -> str:
        presence.answer(row, by=officer, **said)
        return reverse("presence_mine")

    form = ReplyForm(request.POST or None)
    return form_page(request, form, keep, "shifts/form.html", {"what": "reply", "asked": row})


@requires(Right.SHIFT_READ)
@require_GET
def force_return(request: HttpRequest) -> HttpResponse:
    """The four totals of a day by agency, planned against actual, and the plans in force."""
    officer = officer_of(request)
    form, day = _day(request)
    context = {
        "form": form,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "rows": force.table(officer, day),
        "plans": ForcePlan.objects.visible_to(officer).select_related("agency", "level")[:_PAGE],
        "may_edit": Right.SHIFT_MANAGE in officer.rights,
        "now": timezone.now(),
    }
    return render(request, "shifts/force.html", context)


@requires(Right.SHIFT_READ)
@require_GET
def force_export(request: HttpRequest) -> HttpResponseBase:
    """The return of a day as CSV."""
    _form, day = _day(request)
    rows = force.table(officer_of(request), day)
    return csv_answer(f"force-{day.isoformat()}.csv", _force_lines(rows, day))


@requires(Right.SHIFT_MANAGE, Right.SHIFT_MANAGE)
@require_http_methods(["GET", "POST"])
def force_count(request: HttpRequest) -> HttpResponse:
    """Count a day of an agency again, at a level."""
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        agency, day = access.agency_of(officer, said["agency"]), said["day"]
        force.count_day(agency, day, by=actor_of(request), level=said["level"].pk)
        return f"{reverse('force_return')}?day={day.isoformat()}"

    form = CountForm(request.POST or None, viewer=officer, initial={"day": timezone.localdate()})
    return form_page(request, form, keep, "shifts/form.html", {"what": "count"})


@requires(Right.SHIFT_MANAGE, Right.SHIFT_MANAGE)
@require_http_methods(["GET", "POST"])
def force_plan_new(request: HttpRequest) -> HttpResponse:
    """Plan what an agency itself is to have at a level from a day on."""
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        agency = access.agency_of(officer, said.pop("agency"))
        said["level"] = said["level"].pk
        registers.add_force_plan(agency, by=actor_of(request), **said)
        return reverse("force_return")

    initial = {"valid_from": timezone.localdate()}
    form = ForcePlanForm(request.POST or None, viewer=officer, initial=initial)
    return form_page(request, form, keep, "shifts/form.html", {"what": "force_plan"})


def _day(request: HttpRequest) -> tuple[DayFilterForm, date]:
    form = DayFilterForm(request.GET, viewer=officer_of(request))
    del form.fields["agency"]
    said = form.cleaned_data if form.is_valid() else {}
    return form, said.get("day") or timezone.localdate()


def _force_lines(rows: list[dict[str, Any]], day: date) -> Iterator[Sequence[Any]]:
    pairs = [f"{name}_{kind}" for name in TOTALS for kind in ("planned", "actual")]
    yield ("day", "code", "agency", "level", "is_sum", *pairs)
    for row in rows:
        numbers = [row[kind][name] for name in TOTALS for kind in ("planned", "actual")]
        named = (row["agency"]["code"], row["agency"]["name"], row["level"], row["is_sum"])
        yield (day.isoformat(), *named, *numbers)
