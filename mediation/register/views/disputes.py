"""A dispute's page, entering one, correcting it, and noting that it came up again."""

from typing import Any

from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.errors import InvalidInput
from grid.frame.pages import form_page
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.organisation.writing import fault
from grid.rights import Right, requires
from grid.territory import geo
from mediation.register import panels, reveal, selectors, services
from mediation.register.forms import AgainForm, DisputeForm, DisputeRevealForm, NewDisputeForm
from mediation.register.models import Dispute
from mediation.register.private import clear, masked
from mediation.register.twins import Twin, twins, twins_of
from mediation.register.views.shared import (
    BOTH,
    after_entry,
    find,
    ledger_url,
    small_form,
    there,
)


@requires(Right.DISPUTE_READ)
@require_GET
def dispute_detail(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """One dispute: what is known, its parties masked, its calls, and what the others show."""
    return render(request, "mediation/detail.html", shown_of(request, dispute_number))


def shown_of(request: HttpRequest, number: str, **more: Any) -> dict[str, Any]:
    """What the page of a dispute shows; the look of somebody at work is registered."""
    officer, row = officer_of(request), find(request, number)
    until = reveal.leave_until(row, officer)
    show = clear if until else masked
    context = {
        "dispute": row,
        "story": reveal.story_for(row, officer),
        "parties": [(party, show(party)) for party in row.parties.all()],
        "reveal_until": until,
        "may_ask": reveal.may_ask(officer, row) and not until,
        "reveal_form": DisputeRevealForm(initial={"case_number": row.number}),
        "calls": row.calls.all()[:20],
        "twins": twins_of(officer, row) if row.stage not in selectors.OVER else [],
        "panels": panels.panels_of(row, officer),
        "may_work": may_work(officer, row),
        "ledger_url": ledger_url(),
        "now": timezone.now(),
    }
    return context | more


def may_work(officer: Officer, dispute: Dispute) -> bool:
    """Whether the buttons that change the dispute are shown."""
    is_open = dispute.stage != Dispute.Stage.ARCHIVED
    return is_open and Right.DISPUTE_WORK in officer.rights


@requires(Right.DISPUTE_REPORT, Right.DISPUTE_REPORT)
@require_http_methods(BOTH)
def dispute_new(request: HttpRequest) -> HttpResponse:
    """Enter a dispute with its two sides; what may be the same is shown before it is kept."""
    officer = officer_of(request)
    form = NewDisputeForm(request.POST or None, viewer=officer, dispute=None)
    shown: dict[str, Any] = {"back": ledger_url(), "kept": request.GET.get("kept", "")[:20]}

    def keep(said: dict[str, Any]) -> str:
        if not said["is_other"] and Right.DISPUTE_READ in officer.rights:
            shown["twins"] = _known(officer, form)
            _refuse_twins(shown["twins"])
        parties = form.parties()
        row = services.register_dispute(by=officer, parties=parties, **form.dispute())
        return after_entry(request, row)

    return form_page(request, form, keep, "mediation/new.html", shown, is_sealed=True)


def _known(officer: Officer, form: NewDisputeForm) -> list[Twin]:
    said, point = form.cleaned_data, None
    if said["lng"] is not None and said["lat"] is not None:
        lng, lat = geo.to_wgs84(lng=said["lng"], lat=said["lat"], crs=said["crs"] or "wgs84")
        point = Point(lng, lat, srid=4326)
    return twins(officer, address=said["address"], point=point, parties=form.parties())


def _refuse_twins(found: list[Twin]) -> None:
    if found:
        message = _("This may be known already. Open it, or say that it is another dispute.")
        raise InvalidInput(message, errors=[fault("is_other", "twins", message)])


@requires(Right.DISPUTE_WORK, Right.DISPUTE_WORK)
@require_http_methods(BOTH)
def dispute_edit(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """Correct what was entered; the story can be corrected by whoever may read it."""
    officer, row = officer_of(request), find(request, dispute_number)
    story = reveal.story_for(row, officer)
    form = DisputeForm(request.POST or None, viewer=officer, dispute=row)
    if story is None and row.narrative:
        del form.fields["narrative"]

    def keep(said: dict[str, Any]) -> str:
        moved = form.changed_data
        if not {"lng", "lat", "crs"} & set(moved):
            said = {n: v for n, v in said.items() if n not in ("lng", "lat", "crs")}
        return there(services.change_dispute(row, by=officer, **said))

    shown = {"dispute": row, "back": there(row), "title": _("Correct %s") % row.number}
    return form_page(request, form, keep, "mediation/edit.html", shown, is_sealed=True)


@requires(Right.DISPUTE_REPORT, Right.DISPUTE_REPORT)
@require_http_methods(BOTH)
def dispute_again(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """It came up again: one contact more, and its grade is looked at again."""
    officer, row = officer_of(request), find(request, dispute_number)

    def keep(said: dict[str, Any]) -> str:
        return after_entry(request, services.note_again(row, by=officer, **said))

    form = AgainForm(request.POST or None, initial={"source": Dispute.Source.VISIT})
    told = _("It is counted as one contact more, and the dispute is graded again.")
    title = _("%s came up again") % row.number
    return small_form(request, form, keep, title=title, back=there(row), told=told)
