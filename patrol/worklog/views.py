"""Pages of the work log: four tabs, entering, the month by station, what leaves as CSV."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grid.errors import DomainError
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of, viewer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from patrol.positions.limits import limits_of
from patrol.positions.selectors import fleet_row, positions
from patrol.units.models import Unit
from patrol.units.selectors import unit_of, units
from patrol.worklog import formulas, selectors, services
from patrol.worklog.codes import named
from patrol.worklog.forms import (
    AnswerForm,
    EntryForm,
    FilingForm,
    LogFilter,
    RefusableForm,
    SupervisionForm,
    VolunteerForm,
)
from patrol.worklog.units import unit_for

TABS: Final = ("filing", "work", "position", "supervision")
_PAGE: Final = 50


@requires(Right.PATROL_READ)
def work_list(request: HttpRequest) -> HttpResponse:
    """The log in four tabs, with the two rates and how they are counted."""
    tab = request.GET.get("tab", "work")
    tab = tab if tab in TABS else "work"
    form = LogFilter(request.GET, tab=tab)
    chosen = form.cleaned_data if form.is_valid() else {}
    viewer, now = viewer_of(request), timezone.now()
    page = page_of(request, _rows(tab, viewer, chosen), size=_PAGE)
    if tab == "position":
        limits = limits_of(viewer.agency_path)
        page.object_list = [(row, fleet_row(row, limits, now)) for row in page.object_list]
    elif tab == "supervision":
        for note in page.object_list:
            note.is_overdue = selectors.overdue(note, now)
    last = chosen.get("last") or timezone.localdate()
    first = chosen.get("first") or last.replace(day=1)
    context = {"tab": tab, "tabs": TABS, "form": form, "page": page, "names": named(), "now": now}
    return render(request, "worklog/work_list.html", context | _rates(viewer, first, last))


def _rows(tab: str, viewer: Any, chosen: dict[str, Any]) -> Any:
    if tab == "position":
        return positions(viewer, q=chosen.get("q"))
    lists: dict[str, Callable[..., Any]] = {
        "filing": selectors.filings,
        "work": selectors.entries,
        "supervision": selectors.supervision,
    }
    return lists[tab](viewer, **chosen)


def _rates(viewer: Any, first: date, last: date) -> dict[str, Any]:
    return {
        "first": first,
        "last": last,
        "rates": [
            formulas.visibility(viewer, first, last),
            formulas.handling(viewer, first, last),
        ],
        "sources": list(formulas.source_shares(viewer, first, last)),
        "may_log": viewer.has_right(Right.WORK_LOG),
        "may_supervise": viewer.has_right(Right.WORK_SUPERVISE),
    }


@requires(Right.PATROL_READ)
def work_month(request: HttpRequest) -> HttpResponse:
    """One month by station: kinds, counter services, volunteers."""
    month = _month(request)
    context = {
        "month": month,
        "before": month - timedelta(days=1),
        "after": selectors.month_of(month)[1] + timedelta(days=1),
        "sheet": selectors.month_sheet(viewer_of(request), month),
        "names": named(),
        "may_log": viewer_of(request).has_right(Right.WORK_LOG),
    }
    return render(request, "worklog/work_month.html", context)


def _month(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)


def _offered(request: HttpRequest) -> list[Unit]:
    """The units whose log this officer may write."""
    officer = officer_of(request)
    if officer.has_right(Right.WORK_SUPERVISE):
        return list(units(officer)[:500])
    own = unit_of(officer)
    return [own] if own else []


def _entered(
    request: HttpRequest, form: RefusableForm, title: Any, change: Callable[[], str], **more: Any
) -> HttpResponse:
    """A form, and what happens when it is sent: once, whatever is clicked twice."""
    if request.method == "POST" and form.is_valid():
        try:
            address = once_per_form(request, change)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(address)
    return render(request, "worklog/entering.html", {"form": form, "title": title} | more)


def _tab(tab: str) -> str:
    return f"{reverse('work_list')}?tab={tab}"


@requires(Right.WORK_LOG, Right.WORK_LOG)
def work_new(request: HttpRequest) -> HttpResponse:
    """One thing done, entered on a phone in a minute."""
    initial = {"kind": request.GET.get("kind", "stop")}
    form = EntryForm(request.POST or None, units=_offered(request), initial=initial)

    def change() -> str:
        said = dict(form.cleaned_data)
        said.pop("version")
        unit = unit_for(officer_of(request), said.pop("unit"))
        entry = services.log_work(
            unit, by=officer_of(request).as_actor(channel="form"), station=unit.station, **said
        )
        return reverse("work_detail", args=[entry.pk])

    return _entered(request, form, _("New entry"), change, back=_tab("work"))


@requires(Right.PATROL_READ, Right.WORK_LOG)
def work_detail(request: HttpRequest, work_id: int) -> HttpResponse:
    """One entry; a find becomes an incident with one tap."""
    entry = get_object_or_404(selectors.entries(viewer_of(request)), pk=work_id)
    officer = officer_of(request)
    may_correct = officer.has_right(Right.WORK_LOG) and unit_of(officer) == entry.unit
    context = {
        "entry": entry,
        "names": named(),
        "may_correct": may_correct,
        "may_report": officer.has_right(Right.INCIDENT_REPORT),
        "form": _entry_form(request, entry),
    }
    if request.method == "POST":
        services.check_own(entry.unit, officer)
        return _corrected(request, entry, context)
    return render(request, "worklog/work_detail.html", context)


def _entry_form(request: HttpRequest, entry: Any) -> EntryForm:
    names = ("kind", "item", "result", "source", "text", "case_ref", "place", "is_handled")
    initial = {name: getattr(entry, name) for name in (*names, "happened_at", "version")}
    return EntryForm(request.POST or None, units=[entry.unit], initial=initial)


def _corrected(request: HttpRequest, entry: Any, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    if form.is_valid():
        said = dict(form.cleaned_data)
        said.pop("unit")
        by = officer_of(request).as_actor(channel="form")
        version = said.pop("version") or 0

        def change() -> str:
            services.correct_work(entry, by=by, version=version, **said)
            return reverse("work_detail", args=[entry.pk])

        try:
            return redirect(once_per_form(request, change))
        except DomainError as refusal:
            form.refuse(refusal)
    return render(request, "worklog/work_detail.html", context)


@requires(Right.WORK_LOG, Right.WORK_LOG)
def filing_new(request: HttpRequest) -> HttpResponse:
    """File a patrol before it begins."""
    now = timezone.localtime()
    initial = {"starts_at": now, "ends_at": now + timedelta(hours=4)}
    form = FilingForm(request.POST or None, units=_offered(request), initial=initial)

    def change() -> str:
        said = dict(form.cleaned_data)
        unit = unit_for(officer_of(request), said.pop("unit"))
        services.file_patrol(unit, by=officer_of(request).as_actor(channel="form"), **said)
        return _tab("filing")

    return _entered(request, form, _("File a patrol"), change, back=_tab("filing"))


@require_POST
@requires(Right.WORK_LOG, Right.WORK_LOG)
def filing_end(request: HttpRequest, filing_id: int) -> HttpResponse:
    """A filed patrol is over, or will not take place."""
    officer = officer_of(request)
    filing = get_object_or_404(selectors.filings(officer), pk=filing_id)
    services.check_own(filing.unit, officer)
    version = request.POST.get("version", "")

    def change() -> str:
        services.end_filing(
            filing,
            by=officer.as_actor(channel="form"),
            version=int(version) if version.isdecimal() else 0,
            is_cancelled="cancel" in request.POST,
        )
        return _tab("filing")

    try:
        return redirect(once_per_form(request, change))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(_tab("filing"))


@requires(Right.WORK_SUPERVISE, Right.WORK_SUPERVISE)
def supervision_new(request: HttpRequest) -> HttpResponse:
    """What an inspector saw."""
    form = SupervisionForm(request.POST or None, units=_offered(request))

    def change() -> str:
        said = form.said()
        unit = unit_for(officer_of(request), said.pop("unit"))
        services.supervise(unit, by=officer_of(request).as_actor(channel="form"), **said)
        return _tab("supervision")

    return _entered(request, form, _("Supervision note"), change, back=_tab("supervision"))


@requires(Right.PATROL_READ, Right.WORK_LOG)
def supervision_detail(request: HttpRequest, supervision_id: int) -> HttpResponse:
    """One supervision note with its points, and the answer of the unit."""
    officer = officer_of(request)
    note = get_object_or_404(selectors.supervision(officer), pk=supervision_id)
    if request.method == "POST":
        services.check_own(note.unit, officer)
    form = AnswerForm(request.POST or None, initial={"version": note.version})
    own = officer.has_right(Right.WORK_LOG) and unit_of(officer) == note.unit

    def change() -> str:
        said = form.cleaned_data
        by = officer.as_actor(channel="form")
        services.answer_supervision(note, by=by, version=said["version"], answer=said["answer"])
        return _tab("supervision")

    more = {"note": note, "names": named(), "may_answer": own and note.state == note.State.OPEN}
    more["is_overdue"] = selectors.overdue(note)
    return _entered(request, form, _("Supervision note"), change, back=_tab("supervision"), **more)


@requires(Right.WORK_LOG, Right.WORK_LOG)
def volunteer_new(request: HttpRequest) -> HttpResponse:
    """Hours of armband volunteers."""
    form = VolunteerForm(request.POST or None)

    def change() -> str:
        officer = officer_of(request)
        by = officer.as_actor(channel="form")
        services.note_volunteers(officer.agency, by=by, **form.cleaned_data)
        return reverse("work_month")

    return _entered(request, form, _("Volunteers' hours"), change, back=reverse("work_month"))
