"""The roster of a day, its holes and gaps, coming and going, and the rules of the work."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checkpoints.register.selectors import find_checkpoint
from checkpoints.work import forms, selectors, services
from checkpoints.work.api.asking import agency_by, officer_by
from checkpoints.work.api.roster import own_shift, shift_of
from checkpoints.work.rule_forms import RuleForm
from checkpoints.work.rulebook import RULES, Rulebook, change_rule
from checkpoints.work.selectors.roster import presence
from checkpoints.work.views.entering import entered, version_in
from grid.frame.pages import act, form_page
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

BOTH = ["GET", "POST"]
STATES = {
    "due": (gettext_lazy("not yet due"), ""),
    "on_time": (gettext_lazy("on time"), "ok"),
    "late": (gettext_lazy("came late"), "warn"),
    "waiting": (gettext_lazy("expected"), ""),
    "absent": (gettext_lazy("absent"), "bad"),
}


@requires(Right.CHECKPOINT_READ)
@require_GET
def post_shift_list(request: HttpRequest) -> HttpResponse:
    """Who is rostered on a day, who came, what is below the minimum now, which hours are open."""
    officer = officer_of(request)
    form, day, rows = _asked(request)
    page = page_of(request, rows, size=100)
    asked = form.cleaned_data.get("checkpoint", "") if form.is_valid() else ""
    places = selectors.staffed(officer, asked)
    staffing = selectors.on_duty_many(places)
    context = {
        "tab": "roster",
        "form": form,
        "day": day,
        "page": page,
        "people": _people(page.object_list),
        "holes": selectors.holes(places, day),
        "below": [(place, staffing[place.pk]) for place in places if _is_below(staffing[place.pk])],
        "may_plan": Right.CHECKPOINT_MANAGE in officer.rights,
        "may_come": Right.CHECK_COUNT in officer.rights,
    }
    return render(request, "checkwork/roster.html", context)


def _is_below(staffing: Any) -> bool:
    """Only where a roster is kept: a checkpoint staffed by other means is no gap."""
    return bool(staffing.rostered and staffing.missing)


def _people(rows: Any) -> list[tuple[Any, Any, str, bool]]:
    book, now = Rulebook(), timezone.now()
    found = []
    for row in rows:
        label, mark = STATES[presence(row, book, row.checkpoint.agency.path, now)]
        found.append((row, label, mark, row.ends_at > now))
    return found


def _asked(request: HttpRequest) -> tuple[forms.RosterFilter, date, Any]:
    officer = officer_of(request)
    form = forms.RosterFilter(request.GET, viewer=officer)
    said = dict(form.cleaned_data) if form.is_valid() else {}
    day = said.get("first") or timezone.localdate()
    if form.is_valid():  # the filter shows the day it stands for
        form = forms.RosterFilter(request.GET.dict() | {"first": day}, viewer=officer)
        form.is_valid()
    return form, day, selectors.post_shifts(officer, **said | {"first": day, "last": day})


@requires(Right.CHECKPOINT_READ)
@require_GET
def post_shift_export(request: HttpRequest) -> StreamingHttpResponse:
    """The roster of the day as CSV."""
    _form, day, rows = _asked(request)
    return csv_answer(f"roster-{day}.csv", _lines(rows[:10_000]))


def _lines(rows: Any) -> Iterator[Sequence[Any]]:
    yield (
        *(_("Checkpoint"), _("Post"), _("Badge number"), _("Name"), _("Serves as"), _("Sent by")),
        *(_("From"), _("Until"), _("Came"), _("Left"), _("Presence"), _("Overtime (min)")),
    )
    for row, label, _mark, _is_open in _people(rows):
        yield (
            *(row.checkpoint.code, str(row.post), row.badge, row.who, row.get_role_display()),
            *(row.agency.name, row.starts_at, row.ends_at, row.came_at, row.left_at),
            *(str(label), int(row.overtime.total_seconds() // 60)),
        )


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(BOTH)
def post_shift_new(request: HttpRequest) -> HttpResponse:
    """Put somebody on a post."""
    officer = officer_of(request)
    initial = {"checkpoint": request.GET.get("checkpoint", "")}
    form = forms.ShiftForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        place = find_checkpoint(officer, said.pop("checkpoint"))
        badge, agency = said.pop("badge"), said.pop("agency")
        said["officer"] = officer_by(badge, "badge") if badge else None
        said["agency"] = agency_by(agency) if agency else None
        row = services.roster(place, by=actor_of(request), **said)
        return f"{reverse('post_shift_list')}?first={timezone.localdate(row.starts_at)}"

    more = {"tab": "roster", "back": reverse("post_shift_list")}
    return entered(request, form, _("Put on a post"), keep, **more)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(BOTH)
def post_shift_copy(request: HttpRequest) -> HttpResponse:
    """The roster of one day for another."""
    officer = officer_of(request)
    form = forms.CopyForm(request.POST or None, viewer=officer)

    def keep(said: dict[str, Any]) -> str:
        place = find_checkpoint(officer, said.pop("checkpoint"))
        made = services.copy_day(place, by=actor_of(request), **said)
        told = ngettext("%d shift was copied.", "%d shifts were copied.", len(made)) % len(made)
        messages.info(
            request, told + " " + _("Those already there, unrested or elsewhere are not.")
        )
        return f"{reverse('post_shift_list')}?first={said['target']}"

    more = {"tab": "roster", "back": reverse("post_shift_list")}
    return entered(request, form, _("Copy a day"), keep, **more)


@requires(Right.CHECKPOINT_MANAGE, Right.CHECKPOINT_MANAGE)
@require_http_methods(BOTH)
def post_shift_strike(request: HttpRequest, post_shift_id: int) -> HttpResponse:
    """Take somebody off the roster, saying why."""
    row = shift_of(request, post_shift_id)
    form = forms.ReasonForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        version = said["version"] or 0
        services.strike_shift(row, by=actor_of(request), version=version, reason=said["reason"])
        return reverse("post_shift_list")

    more = {"tab": "roster", "back": reverse("post_shift_list")}
    return entered(request, form, _("Take %s off the roster") % row.who, keep, **more)


@requires(Right.CHECK_COUNT, Right.CHECK_COUNT)
@require_POST
def post_shift_come(request: HttpRequest, post_shift_id: int) -> HttpResponse:
    """Come on duty."""
    return _moved(request, post_shift_id, services.come)


@requires(Right.CHECK_COUNT, Right.CHECK_COUNT)
@require_POST
def post_shift_leave(request: HttpRequest, post_shift_id: int) -> HttpResponse:
    """Go off duty."""
    return _moved(request, post_shift_id, services.leave)


def _moved(request: HttpRequest, post_shift_id: int, change: Any) -> HttpResponse:
    there = reverse("post_shift_list")
    shift_of(request, post_shift_id)

    def keep() -> str:
        row = own_shift(request, post_shift_id)
        change(row, by=actor_of(request), version=version_in(request))
        messages.success(request, _("Entered."))
        return there

    return act(request, keep, back=there)


@requires(Right.CHECKPOINT_READ, Right.CHECKPOINT_MANAGE)
@require_http_methods(BOTH)
def check_rules(request: HttpRequest) -> HttpResponse:
    """When entries are late, refused or missing, for the own agency and all below it."""
    officer = officer_of(request)
    rule = Rulebook().rule(officer.agency_path)
    initial = {name: getattr(rule, name) for name in RULES}
    initial |= {"valid_from": timezone.localdate(), "version": rule.version}
    form = RuleForm(request.POST or None, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        change_rule(
            officer.agency,
            by=actor_of(request),
            version=said["version"],
            valid_from=said["valid_from"],
            changes=form.numbers(),
        )
        return reverse("check_rules")

    context = {
        "tab": "rules",
        "rule": rule,
        "may": Right.CHECKPOINT_MANAGE in officer.rights,
        "back": reverse("check_list"),
    }
    return form_page(request, form, keep, "checkwork/rules.html", context)
