"""Pages on which a post's work is entered and put right."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkpoints.register.selectors import find_checkpoint
from checkpoints.work import forms, selectors, services
from checkpoints.work.models import HourlyCount
from checkpoints.work.rulebook import words
from checkpoints.work.services import Entry
from grid.errors import DomainError, FieldError, InvalidInput
from grid.frame.pages import RefusableForm, act, form_page
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

BOTH = ["GET", "POST"]
FIELDS = {
    "people": ("people", HourlyCount.Measure.CHECKED),
    "vehicles": ("vehicles", HourlyCount.Measure.CHECKED),
    "goods": ("goods", HourlyCount.Measure.CHECKED),
    "passing_people": ("people", HourlyCount.Measure.PASSING),
    "passing_vehicles": ("vehicles", HourlyCount.Measure.PASSING),
}


def entered(
    request: HttpRequest, form: RefusableForm, title: Any, keep: Any, **more: Any
) -> HttpResponse:
    """A form on a page of its own."""
    context = {"title": title, "tab": more.pop("tab", "counts"), "back": more.pop("back")} | more
    return form_page(request, form, keep, "checkwork/enter.html", context)


@requires(Right.CHECK_COUNT, Right.CHECK_COUNT)
@require_http_methods(BOTH)
def check_new(request: HttpRequest) -> HttpResponse:
    """The numbers of one hour at one checkpoint."""
    form = forms.HourForm(
        request.POST or None, viewer=officer_of(request), initial=_chosen(request)
    )

    def keep(said: dict[str, Any]) -> str:
        _save(request, said)
        return f"{reverse('check_list')}?checkpoint={said['checkpoint']}"

    return entered(request, form, _("Enter an hour"), keep, back=reverse("check_list"))


def _save(request: HttpRequest, said: dict[str, Any]) -> None:
    """Enter every field that holds a number; what is wrong is said at its field."""
    names = [name for name in FIELDS if said[name] is not None]
    if not names:
        message = _("Enter at least one number.")
        raise InvalidInput(message)
    hour = said["hour"].replace(minute=0, second=0, microsecond=0)
    entries = [
        Entry(
            checkpoint=said["checkpoint"],
            hour=hour,
            kind=FIELDS[name][0],
            measure=FIELDS[name][1],
            reason=said["reason"] if name in ("people", "vehicles", "goods") else "",
            direction=said["direction"],
            number=said[name],
        )
        for name in names
    ]
    try:
        services.save_counts(entries, by=actor_of(request), viewer=officer_of(request))
    except DomainError as refusal:
        refusal.errors = [_at_field(fault, names) for fault in refusal.errors]
        raise


def _at_field(fault: FieldError, names: list[str]) -> FieldError:
    """A fault of a row at the field the row came from."""
    _none, _counts, place, field = fault["pointer"].split("/")
    name = names[int(place)] if field in ("checked", "passing") else field
    return FieldError(pointer=f"/{name}", code=fault["code"], message=fault["message"])


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {"checkpoint": request.GET.get("checkpoint", "")}


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
@require_http_methods(BOTH)
def check_count(request: HttpRequest, count_id: int) -> HttpResponse:
    """One number with what it said before; it can be put right."""
    officer = officer_of(request)
    rows = selectors.counts(officer).prefetch_related("corrections")
    row = get_object_or_404(rows, pk=count_id)
    initial = {"number": row.number, "version": row.version}
    form = forms.CorrectionForm(request.POST or None, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        services.correct_count(
            row,
            by=actor_of(request),
            viewer=officer,
            version=said["version"],
            number=said["number"],
            because=said["correction_reason"],
        )
        return reverse("check_count", args=[row.pk])

    context = {"row": row, "names": words(), "may": Right.CHECK_COUNT in officer.rights}
    context |= {"tab": "counts", "back": reverse("check_list")}
    return form_page(request, form, keep, "checkwork/count.html", context)


@requires(Right.CHECK_COUNT, Right.CHECK_COUNT)
@require_http_methods(BOTH)
def outcome_new(request: HttpRequest) -> HttpResponse:
    """What came of a check."""
    officer = officer_of(request)
    form = forms.OutcomeForm(request.POST or None, viewer=officer, initial=_chosen(request))

    def keep(said: dict[str, Any]) -> str:
        place = find_checkpoint(officer, said.pop("checkpoint"))
        row = services.record_outcome(place, by=actor_of(request), **said)
        return reverse("outcome_detail", args=[row.pk])

    more = {"tab": "outcomes", "back": reverse("outcome_list")}
    return entered(request, form, _("Enter an outcome"), keep, **more)


@requires(Right.CHECKPOINT_READ, Right.CHECK_COUNT)
@require_http_methods(BOTH)
def outcome_detail(request: HttpRequest, outcome_id: int) -> HttpResponse:
    """One outcome; a wrong one is struck with a reason and stays readable."""
    officer = officer_of(request)
    row = get_object_or_404(selectors.outcomes(officer), pk=outcome_id)
    form = forms.ReasonForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        services.strike_outcome(
            row, by=actor_of(request), version=said["version"] or 0, reason=said["reason"]
        )
        return reverse("outcome_detail", args=[row.pk])

    context = {"row": row, "names": words(), "may": Right.CHECK_COUNT in officer.rights}
    context |= {"tab": "outcomes", "back": reverse("outcome_list")}
    return form_page(request, form, keep, "checkwork/outcome.html", context)


@requires(Right.CHECK_COUNT, Right.CHECK_COUNT)
@require_http_methods(BOTH)
def lane_new(request: HttpRequest) -> HttpResponse:
    """How the lanes and queues are."""
    officer = officer_of(request)
    form = forms.LaneForm(request.POST or None, viewer=officer, initial=_chosen(request))

    def keep(said: dict[str, Any]) -> str:
        place = find_checkpoint(officer, said.pop("checkpoint"))
        services.report_lanes(place, by=actor_of(request), **said)
        return reverse("lane_list")

    more = {"tab": "lanes", "back": reverse("lane_list")}
    return entered(request, form, _("Report lanes"), keep, **more)


@requires(Right.CHECK_COUNT, Right.CHECK_COUNT)
@require_http_methods(BOTH)
def suspension_new(request: HttpRequest) -> HttpResponse:
    """Stop checking for a while."""
    officer = officer_of(request)
    form = forms.SuspensionForm(request.POST or None, viewer=officer, initial=_chosen(request))

    def keep(said: dict[str, Any]) -> str:
        place = find_checkpoint(officer, said["checkpoint"])
        until = timezone.now() + timedelta(minutes=said["minutes"])
        services.suspend(
            place, by=actor_of(request), reason=said["reason"], note=said["note"], until=until
        )
        return reverse("suspension_list")

    more = {"tab": "suspensions", "back": reverse("suspension_list")}
    return entered(request, form, _("Suspend checks"), keep, **more)


@requires(Right.CHECK_COUNT, Right.CHECK_COUNT)
@require_POST
def suspension_end(request: HttpRequest, suspension_id: int) -> HttpResponse:
    """Check again now."""
    row = get_object_or_404(selectors.suspensions(officer_of(request)), pk=suspension_id)
    there = reverse("suspension_list")

    def keep() -> str:
        services.resume(row, by=actor_of(request), version=version_in(request))
        messages.success(request, _("Checks go on."))
        return there

    return act(request, keep, back=there)


def version_in(request: HttpRequest) -> int:
    """The version a button was drawn for; 404 for what no page of ours sends."""
    text = request.POST.get("version", "")
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)
