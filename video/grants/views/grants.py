"""Pages of grants: the list, asking with a count before, one of them, deciding, ending."""

from collections.abc import Iterator
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
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.grants import selectors, services
from video.grants.forms import DecisionForm, GrantFilterForm, GrantForm, ReasonForm
from video.grants.models import CameraGrant
from video.register.models import Camera

PAGE = 50
State = CameraGrant.State


@requires(Right.CAMERA_READ)
@require_GET
def grant_list(request: HttpRequest) -> HttpResponse:
    """Grants given by the area and to it, the newest first."""
    officer, form = officer_of(request), GrantFilterForm(request.GET)
    waiting = selectors.grants(officer, state=State.REQUESTED, side="given")
    context = {
        "form": form,
        "page": page_of(request, selectors.grants(officer, **asked_for(form)), size=PAGE),
        "waiting": waiting.count(),
        "today": timezone.localdate(),
        "now": timezone.now(),
        "tab": "grants",
        "may_ask": officer.has_right(Right.CAMERA_MANAGE),
        "may_train": officer.has_right(Right.CAMERA_MANAGE),
    }
    return render(request, "cameragrants/grants.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def grant_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered."""
    form = GrantFilterForm(request.GET)
    rows = selectors.grants(officer_of(request), **asked_for(form))
    return csv_answer("camera-grants.csv", _lines(rows))


def _lines(rows: Any) -> Iterator[list[Any]]:
    yield [
        *(_("Number"), _("State"), _("Granted by"), _("Given to"), _("Purpose"), _("What for")),
        *(_("Document"), _("Covers"), _("Cameras"), _("From"), _("Until"), _("Answers for it")),
        *(_("Requested by"), _("Requested at"), _("Approved by")),
    ]
    for row in rows.iterator(chunk_size=500):
        approved = row.approved_by.badge_number if row.approved_by else ""
        yield [
            *(row.number, row.get_state_display(), row.agency.name, row.grantee.name),
            *(row.get_purpose_display(), row.note, row.instrument, row.covers, row.size),
            *(row.valid_from, row.valid_to, row.holder.badge_number),
            *(row.asked_by.badge_number, row.asked_at, approved),
        ]


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def grant_new(request: HttpRequest) -> HttpResponse:
    """Ask that cameras be opened; `do=preview` counts them first and writes nothing."""
    officer = officer_of(request)
    initial = {"codes": "\n".join(request.GET.getlist("camera")[:200])}
    form = GrantForm(request.POST or None, viewer=officer, initial=initial)
    if request.POST.get("do") == "preview":
        return _previewed(request, officer, form)

    def keep(_said: dict[str, Any]) -> str:
        made = services.ask(by=officer, choice=form.choice(), terms=form.terms())
        return reverse("grant_detail", args=[made.number])

    return form_page(request, form, keep, "cameragrants/new.html", {"tab": "grants"})


def _previewed(request: HttpRequest, officer: Officer, form: GrantForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "tab": "grants"}
    if form.is_valid():
        try:
            grantee = form.cleaned_data["grantee"]
            context["preview"] = services.preview(officer, form.choice(), grantee=grantee)
        except DomainError as refusal:
            form.refuse(refusal)
    status = 200 if "preview" in context else 400
    return render(request, "cameragrants/new.html", context, status=status)


@requires(Right.CAMERA_READ)
@require_GET
def grant_detail(request: HttpRequest, grant_number: str) -> HttpResponse:
    """One grant with its cameras, to either side."""
    return _detail(request, selectors.find_grant(officer_of(request), grant_number))


def _detail(
    request: HttpRequest, row: CameraGrant, *, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    officer = officer_of(request)
    is_ours = row.agency.path.startswith(officer.agency_path)
    ours = Camera.objects.filter(grant_lines__grant=row).select_related("agency")
    shown = ours if is_ours else selectors.granted(officer, grant=row.number)
    days, looks = selectors.use_of(row)
    waits, may_decide = row.state == State.REQUESTED, officer.has_right(Right.CAMERA_GRANT)
    context = {
        "row": row,
        "is_ours": is_ours,
        "page": page_of(request, shown.order_by("code"), size=PAGE),
        "days": days,
        "looks": looks,
        "trained_to": selectors.trained_to(row.holder, timezone.localdate()),
        "form": form or DecisionForm(initial={"version": row.version}),
        "end_form": ReasonForm(initial={"version": row.version}),
        "may_decide": is_ours and waits and may_decide
        and officer.pk not in (row.asked_by_id, row.holder_id),
        "may_withdraw": waits and officer.pk == row.asked_by_id,
        "may_revoke": is_ours and may_decide and row.state in (State.APPROVED, State.SUSPENDED),
        "today": timezone.localdate(),
        "now": timezone.now(),
    }  # fmt: skip
    return render(request, "cameragrants/grant.html", context, status=status)


@requires(Right.CAMERA_READ, Right.CAMERA_GRANT)
@require_http_methods(["GET", "POST"])
def grant_decide(request: HttpRequest, grant_number: str) -> HttpResponse:
    """Approve or refuse; a refusal of the services is shown on the page."""
    officer = officer_of(request)
    row = selectors.find_given(officer, grant_number)
    back = reverse("grant_detail", args=[row.number])
    if request.method == "GET":
        return redirect(back)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, form=form, status=400)
    do = services.refuse_grant if request.POST.get("do") == "refuse" else services.approve

    def keep() -> str:
        do(row, by=officer, **form.cleaned_data)
        return back

    try:
        return redirect(once_per_form(request, keep))
    except DomainError as refusal:
        form.refuse(refusal)
        row.refresh_from_db()
        return _detail(request, row, form=form, status=refusal.status)


@requires(Right.CAMERA_READ, Right.CAMERA_MANAGE)
@require_POST
def grant_withdraw(request: HttpRequest, grant_number: str) -> HttpResponse:
    """Take it back before it is decided."""
    officer = officer_of(request)
    row = selectors.find_given(officer, grant_number)
    back = reverse("grant_detail", args=[row.number])

    def keep() -> str:
        services.withdraw(row, by=officer)
        return back

    return act(request, keep, back=back)


@requires(Right.CAMERA_READ, Right.CAMERA_GRANT)
@require_http_methods(["GET", "POST"])
def grant_revoke(request: HttpRequest, grant_number: str) -> HttpResponse:
    """Close the cameras again, with the reason."""
    officer = officer_of(request)
    row = selectors.find_given(officer, grant_number)
    back = reverse("grant_detail", args=[row.number])
    form = ReasonForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        services.revoke(row, by=officer, **said)
        return back

    context = {
        "title": _("Revoke %s") % row.number,
        "tab": "grants",
        "back": back,
        "label": _("Revoke"),
        "explanation": _(
            "From now on nobody at %(agency)s sees these cameras any more. To open them once"
            " more, ask anew."
        )
        % {"agency": row.grantee.name},
    }
    return form_page(request, form, keep, "cameragrants/form.html", context)
