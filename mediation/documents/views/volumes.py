"""Archive volumes: the list, the export, the check of one that came back; the court's clock."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.errors import DomainError, InvalidInput
from grid.frame.pages import RefusableForm, act
from grid.ledger.access import note_access
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from mediation.documents import forms, selectors, services
from mediation.documents.checking import MOST_BYTES, Verdict, check_volume, check_zip
from mediation.documents.tables import volume_lines
from mediation.documents.views.papers import download, papers_page
from mediation.register.selectors import find_dispute

PAGE: Final = 50
MOST_ROWS: Final = 10_000


def _asked(request: HttpRequest) -> tuple[forms.VolumeFilterForm, Any]:
    form = forms.VolumeFilterForm(request.GET)
    said = dict(form.cleaned_data) if form.is_valid() else {}
    return form, selectors.volumes(officer_of(request), **said)


@requires(Right.DISPUTE_READ)
@require_GET
def volume_list(request: HttpRequest) -> HttpResponse:
    """Volumes in scope, the newest first."""
    form, rows = _asked(request)
    context = {"form": form, "page": page_of(request, rows, size=PAGE)}
    return render(request, "disputedocs/volumes.html", context)


@requires(Right.DISPUTE_READ)
@require_GET
def volume_export_list(request: HttpRequest) -> StreamingHttpResponse:
    """The list for a spreadsheet: numbers, pages and hashes, no party."""
    _form, rows = _asked(request)
    return csv_answer("volumes.csv", volume_lines(rows[:MOST_ROWS]))


@requires(Right.DISPUTE_READ)
@require_GET
def volume_detail(request: HttpRequest, dispute_number: str, volume_id: int) -> HttpResponse:
    """The index of a volume, its hash, and whether it is still what was archived."""
    officer = officer_of(request)
    volume = selectors.volume_of(officer, dispute_number, volume_id)
    return _volume_page(request, volume)


def _volume_page(request: HttpRequest, volume: Any, **more: Any) -> HttpResponse:
    context = {
        "volume": volume,
        "dispute": volume.dispute,
        "items": volume.items.defer("content"),
        "verdict": check_volume(volume),
        "take_form": forms.WhyForm(initial={"purpose": "archive"}),
    }
    return render(
        request, "disputedocs/volume.html", context | more, status=more.pop("status", 200)
    )


@requires(Right.DISPUTE_ARCHIVE, Right.DISPUTE_ARCHIVE)
@require_POST
def volume_file(request: HttpRequest, dispute_number: str, volume_id: int) -> HttpResponse:
    """The volume as a ZIP file, against a purpose."""
    officer = officer_of(request)
    volume = selectors.volume_of(officer, dispute_number, volume_id)
    form = forms.WhyForm(request.POST)
    if form.is_valid():
        try:
            data = services.export_volume(volume, by=officer, why=form.why())
            return download(data, f"{volume.number}.zip", "application/zip")
        except DomainError as refusal:
            form.refuse(refusal)
    return _volume_page(request, volume, take_form=form, status=400)


@requires(Right.DISPUTE_ARCHIVE, Right.DISPUTE_ARCHIVE)
@require_http_methods(["GET", "POST"])
def volume_check(request: HttpRequest) -> HttpResponse:
    """Whether a file that came back is the volume that left; nothing of it is kept."""
    form = forms.CheckForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and form.cleaned_data["file"].size <= MOST_BYTES:
            status = 200
            context["verdict"] = _checked(request, form)
        elif form.is_valid():
            form.add_error("file", _("The file is larger than a volume is."))
    return render(request, "disputedocs/check.html", context, status=status)


def _checked(request: HttpRequest, form: forms.CheckForm) -> Verdict:
    officer = officer_of(request)
    verdict = check_zip(form.cleaned_data["file"].read())
    note_access(
        officer.as_actor(),
        operation="consultation",
        subject_type="dispute_paper",
        subject_id=verdict.number[:40] or "?",
        agency_path=officer.agency_path,
        purpose="archive",
        reason="checked a volume that came back",
    )
    return verdict


def _due(request: HttpRequest, number: str) -> tuple[Any, Any]:
    dispute = find_dispute(officer_of(request), number)
    return dispute, get_object_or_404(dispute.confirmations, pk=request.POST.get("due") or 0)


def _step(request: HttpRequest, number: str, form: RefusableForm, name: str) -> HttpResponse:
    """One act on the court's clock; a refusal is shown at its field."""
    dispute, due = _due(request, number)
    officer = officer_of(request)
    services_by_form: dict[str, Any] = {
        "file_form": services.file_request,
        "decide_form": services.decide,
        "plain_form": services.decline,
    }
    service = services_by_form[name]

    def keep() -> str:
        if not form.is_valid():
            raise InvalidInput(str(next(iter(form.errors.values()))[0]))
        service(due, by=officer, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return reverse("dispute_papers", args=[dispute.number])

    if form.is_valid():
        return act(request, keep, back=reverse("dispute_papers", args=[dispute.number]))
    return papers_page(request, dispute, status=400, **{name: form})


@requires(Right.DISPUTE_READ, Right.DISPUTE_WORK)
@require_POST
def confirmation_file(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """The parties have asked the court."""
    return _step(request, dispute_number, forms.FileForm(request.POST), "file_form")


@requires(Right.DISPUTE_READ, Right.DISPUTE_WORK)
@require_POST
def confirmation_decline(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """The parties do not want it."""
    return _step(request, dispute_number, forms.PlainForm(request.POST), "plain_form")


@requires(Right.DISPUTE_READ, Right.DISPUTE_WORK)
@require_POST
def confirmation_decide(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """What the court said."""
    return _step(request, dispute_number, forms.DecideForm(request.POST), "decide_form")
