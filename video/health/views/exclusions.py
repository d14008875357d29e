"""Pages of exclusions: the list, asking for one, deciding, taking back, ending early."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.errors import DomainError
from grid.frame.forms import asked_for
from grid.frame.pages import act, form_page
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Agency, Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.health import selectors, services
from video.health.forms import DecisionForm, ExclusionFilterForm, ExclusionForm
from video.health.models import Exclusion
from video.register.models import Camera, Platform

PAGE = 50


@requires(Right.CAMERA_READ)
@require_GET
def exclusion_list(request: HttpRequest) -> HttpResponse:
    """Exclusions of the area, the newest first."""
    officer, form = officer_of(request), ExclusionFilterForm(request.GET)
    waiting = selectors.exclusions(officer, state=Exclusion.State.REQUESTED)
    context = {
        "form": form,
        "page": page_of(request, selectors.exclusions(officer, **asked_for(form)), size=PAGE),
        "waiting": waiting.count(),
        "now": timezone.now(),
        "may_ask": officer.has_right(Right.CAMERA_MANAGE),
    }
    return render(request, "videohealth/exclusions.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def exclusion_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered."""
    form = ExclusionFilterForm(request.GET)
    rows = selectors.exclusions(officer_of(request), **asked_for(form))
    return csv_answer("camera-exclusions.csv", _lines(rows))


def _lines(rows: Any) -> Iterator[list[Any]]:
    yield [
        *(_("Number"), _("State"), _("Reason"), _("Covers"), _("Cameras"), _("From"), _("Until")),
        *(_("What happens"), _("Document"), _("Requested by"), _("Asked at"), _("Approved by")),
    ]
    for row in rows.iterator(chunk_size=500):
        yield [
            *(row.number, row.get_state_display(), row.get_reason_display(), row.covers, row.size),
            *(row.starts_at, row.ends_at, row.note, row.document),
            *(row.requested_by, row.requested_at, row.approved_by),
        ]


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def exclusion_new(request: HttpRequest) -> HttpResponse:
    """Ask that cameras do not count for a time."""
    officer = officer_of(request)
    initial = {"cameras": "\n".join(request.GET.getlist("camera")[:200])}
    initial["platform"] = request.GET.get("platform", "")
    form = ExclusionForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        span, told = (said["starts_at"], said["ends_at"]), ("reason", "note", "document")
        made = services.request_exclusion(
            by=officer, target=_target(said), span=span, **{name: said[name] for name in told}
        )
        return reverse("exclusion_detail", args=[made.number])

    context = {
        "title": _("Ask for an exclusion"),
        "tab": "exclusions",
        "back": reverse("exclusion_list"),
        "label": _("Ask"),
        "explanation": _(
            "The cameras are listed now, and another officer decides. Hours left out are taken"
            " from what was due and from what was online, and every rate says how many."
        ),
    }
    return form_page(request, form, keep, "videohealth/form.html", context)


def _target(said: dict[str, Any]) -> services.Target:
    """What the form names; it offers only what is in scope."""
    if said["platform"]:
        return services.Target(platform=Platform.objects.get(code=said["platform"]))
    if said["agency"]:
        return services.Target(agency=Agency.objects.get(code=said["agency"]))
    return services.Target(cameras=said["cameras"])


@requires(Right.CAMERA_READ)
@require_GET
def exclusion_detail(request: HttpRequest, exclusion_number: str) -> HttpResponse:
    """One exclusion with its cameras."""
    return _detail(request, selectors.find_exclusion(officer_of(request), exclusion_number))


def _detail(
    request: HttpRequest, row: Exclusion, *, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    officer, now = officer_of(request), timezone.now()
    waits, mine = row.state == Exclusion.State.REQUESTED, row.requested_by == officer.badge_number
    cameras = Camera.objects.visible_to(officer).filter(exclusions__exclusion=row)
    context = {
        "row": row,
        "page": page_of(request, cameras.select_related("agency"), size=PAGE),
        "form": form or DecisionForm(initial={"version": row.version}),
        "may_decide": waits and not mine and officer.has_right(Right.EXCLUSION_APPROVE),
        "may_cancel": waits and mine,
        "may_end": row.state == Exclusion.State.APPROVED
        and row.starts_at < now < row.ends_at
        and officer.has_right(Right.CAMERA_MANAGE),
        "is_afterwards": row.requested_at > row.starts_at,
        "now": now,
    }
    return render(request, "videohealth/exclusion.html", context, status=status)


@requires(Right.CAMERA_READ)
@require_GET
def exclusion_cameras(request: HttpRequest, exclusion_number: str) -> HttpResponseBase:
    """The cameras of one exclusion as CSV."""
    officer = officer_of(request)
    row = selectors.find_exclusion(officer, exclusion_number)
    cameras = Camera.objects.visible_to(officer).filter(exclusions__exclusion=row)
    told = cameras.values_list("code", "gb_id", "name", "agency__name").iterator(chunk_size=2000)
    head = [_("Code"), _("National id"), _("Name"), _("Agency")]
    return csv_answer(f"{row.number}.csv", (line for part in ([head], told) for line in part))


@requires(Right.EXCLUSION_APPROVE, Right.EXCLUSION_APPROVE)
@require_POST
def exclusion_decide(request: HttpRequest, exclusion_number: str) -> HttpResponse:
    """Approve or refuse, by the button that was pressed."""
    officer = officer_of(request)
    row = selectors.find_exclusion(officer, exclusion_number)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, form=form, status=400)
    is_approved = request.POST.get("do") == "approve"
    decide = services.approve_exclusion if is_approved else services.refuse_exclusion
    back = reverse("exclusion_detail", args=[row.number])

    def keep() -> str:
        decide(row, by=officer, **form.cleaned_data)
        return back

    try:
        return redirect(once_per_form(request, keep))
    except DomainError as refusal:
        form.refuse(refusal)
        return _detail(request, row, form=form, status=refusal.status)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
@require_POST
def exclusion_cancel(request: HttpRequest, exclusion_number: str) -> HttpResponse:
    """Take it back."""
    officer: Officer = officer_of(request)
    row = selectors.find_exclusion(officer, exclusion_number)
    return _acted(request, row, lambda: services.cancel_exclusion(row, by=officer))


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
@require_POST
def exclusion_end(request: HttpRequest, exclusion_number: str) -> HttpResponse:
    """End it now."""
    officer = officer_of(request)
    row = selectors.find_exclusion(officer, exclusion_number)
    return _acted(request, row, lambda: services.end_exclusion(row, by=officer))


def _acted(request: HttpRequest, row: Exclusion, do: Callable[[], Exclusion]) -> HttpResponse:
    back = reverse("exclusion_detail", args=[row.number])

    def keep() -> str:
        do()
        return back

    return act(request, keep, back=back)
