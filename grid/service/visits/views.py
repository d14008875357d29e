"""Pages of visits: the list, one visit with its photographs, entering one, cells at work."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.listing import Cell, Listing, Record, listing_csv, listing_page, record_page
from grid.frame.pages import form_page
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.photos import photo_answer
from grid.rights import Right, requires
from grid.service.visits import services
from grid.service.visits.forms import PhotoForm, SpanFilter, VisitFilter, VisitForm, VisitWords
from grid.service.visits.listings import TABS, VISITS, WORK_HEADS, found_cell, work_line
from grid.service.visits.models import Campaign, Purpose, Visit
from grid.service.visits.panels import visit_facts, visit_sections
from grid.service.visits.selectors.campaigns import campaigns, cell_work, cells_of, tasks
from grid.service.visits.selectors.visits import counts_of, find_photo, find_visit, visits
from grid.service.visits.services.visiting import may_correct

# What a visit found is taken up on these pages, where this deployment has them.
TAKEN_UP: Final = (
    ("errand", "errand_new", gettext_lazy("Take an errand"), Right.VISIT_WRITE),
    ("dispute", "dispute_new", gettext_lazy("Register a dispute"), Right.DISPUTE_REPORT),
    ("hazard", "hazard_new", gettext_lazy("Report a hazard"), Right.INSPECTION_WORK),
)


def there(visit: Visit) -> str:
    """The address of a visit's page."""
    return reverse("visit_detail", args=[visit.pk])


@requires(Right.SERVICE_READ)
@require_GET
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits, the newest first, and how many of each purpose."""
    officer = officer_of(request)
    form = VisitFilter(request.GET, viewer=officer)
    rows = visits(officer, **asked_for(form))
    actions = [Cell(_("New visit"), href=reverse("visit_new"))]
    more = {"figures": _figures(rows), "actions": actions if may(officer) else []}
    return listing_page(request, VISITS, rows, form, **more)


def may(officer: Officer) -> bool:
    """Whether this officer makes visits."""
    return officer.has_right(Right.VISIT_WRITE)


def _figures(rows: Any) -> list[tuple[Any, Cell]]:
    """How many of each purpose there are, those that there are."""
    labels = dict(Purpose.choices)
    counts = sorted(counts_of(rows, "purpose").items(), key=lambda count: -count[1])
    where = reverse("visit_list")
    return [(labels[code], Cell(n, href=f"{where}?purpose={code}")) for code, n in counts]


@requires(Right.SERVICE_READ)
@require_GET
def visit_export(request: HttpRequest) -> HttpResponseBase:
    """The visits as they are filtered."""
    officer = officer_of(request)
    rows = visits(officer, **asked_for(VisitFilter(request.GET, viewer=officer)))
    return listing_csv(VISITS, rows)


@requires(Right.VISIT_WRITE, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest) -> HttpResponse:
    """Enter a visit, of a task or campaign where the address names one."""
    officer = officer_of(request)
    campaign, initial = _asked(request)
    form = VisitForm(request.POST or None, viewer=officer, campaign=campaign, initial=initial)

    def keep(_said: dict[str, Any]) -> str:
        key = request.POST["form_key"]
        return there(services.record_visit(by=officer, key=key, **form.said()))

    context = {"title": _("New visit"), "back": reverse("visit_list")}
    return form_page(request, form, keep, "frame/entry.html", context)


def _asked(request: HttpRequest) -> tuple[Campaign | None, dict[str, Any]]:
    """The campaign and task of the address, and what the form takes over from them."""
    officer, said = officer_of(request), request.POST or request.GET
    initial: dict[str, Any] = {}
    campaign = None
    task_id, campaign_id = said.get("task", ""), said.get("campaign", "")
    task = tasks(officer).filter(pk=task_id).first() if task_id.isdecimal() else None
    if task is not None:
        campaign = task.campaign
        initial = {"task": task.pk, "purpose": task.purpose, "address": task.address}
        initial |= {"cell": task.cell.code if task.cell else "", "place": task.place_id}
    elif campaign_id.isdecimal():
        campaign = campaigns(officer).filter(pk=campaign_id).first()
    if campaign is not None:
        initial |= {"campaign": campaign.pk, "purpose": campaign.purpose}
    return campaign, initial


@requires(Right.SERVICE_READ)
@require_GET
def visit_detail(request: HttpRequest, visit_id: int) -> HttpResponse:
    """One visit: where, what for, what came of it, what it led to."""
    officer = officer_of(request)
    row = find_visit(officer, visit_id)
    actions = []
    if may(officer) and may_correct(row, officer):
        actions = [
            Cell(_("Add a photograph"), href=reverse("visit_photo_new", args=[row.pk])),
            Cell(_("Correct"), href=reverse("visit_edit", args=[row.pk])),
        ]
    record = Record(
        title=f"{row.number} · {row.where}",
        listing=VISITS,
        marks=[found_cell(row), Cell(row.get_outcome_display())],
        facts=visit_facts(row),
        sections=visit_sections(row),
        actions=[*actions, *_links(row, officer)],
    )
    return record_page(request, record)


def _links(row: Visit, officer: Officer) -> Iterator[Cell]:
    """Where what was found is taken up; what the visit says it found stands out."""
    said = {"visit": row.number, "source": "visit", "source_number": row.number}
    said |= {"address": row.where, "cell": row.cell.code if row.cell else ""}
    for what, name, label, right in TAKEN_UP:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if officer.has_right(right):
            mark = "fill" if row.found == what else ""
            yield Cell(label, href=f"{address}?{urlencode(said)}", mark=mark)


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def visit_edit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Correct what a visit says."""
    officer = officer_of(request)
    row = find_visit(officer, visit_id)
    names = ("address", "kind", "purpose", "outcome", "found", "found_number", "text", "version")
    form = VisitWords(request.POST or None, initial={name: getattr(row, name) for name in names})

    def keep(said: dict[str, Any]) -> str:
        return there(services.correct_visit(row, by=officer, **said))

    context = {"title": f"{row.number} {row.where}", "back": there(row)}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def visit_photo_new(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Add a photograph to a visit."""
    officer = officer_of(request)
    row = find_visit(officer, visit_id)
    form = PhotoForm(request.POST or None, request.FILES or None)

    def keep(said: dict[str, Any]) -> str:
        services.add_photo(row, said["photo"], by=officer)
        return there(row)

    context = {"title": _("Add a photograph"), "back": there(row)}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.SERVICE_READ)
@require_GET
def visit_photo(request: HttpRequest, visit_id: int, visit_photo_id: int) -> HttpResponse:
    """One photograph, to download."""
    row = find_photo(officer_of(request), visit_id, visit_photo_id)
    return photo_answer(f"visit-{visit_id}-{row.pk}.jpg", bytes(row.image))


def span_of(form: SpanFilter) -> tuple[date, date, dict[str, Any]]:
    """First and last day asked for, this month by default, and what else is wanted."""
    wanted = asked_for(form)
    last = wanted.pop("last", None) or timezone.localdate()
    first = wanted.pop("first", None) or last.replace(day=1)
    return first, last, wanted


@requires(Right.SERVICE_READ)
@require_GET
def visit_progress(request: HttpRequest) -> HttpResponse:
    """Each cell: what it was asked from day to day, and the share that was done."""
    form = SpanFilter(request.GET, viewer=officer_of(request))
    listing, rows, first, last = _work(request, form)
    said = _("From %(first)s to %(last)s. Done = (tasks done + errands run) ÷ due.")
    note = said % {"first": first, "last": last}
    return listing_page(request, listing, rows, form, note=note)


@requires(Right.SERVICE_READ)
@require_GET
def visit_progress_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    listing, rows, _first, _last = _work(
        request, SpanFilter(request.GET, viewer=officer_of(request))
    )
    return listing_csv(listing, rows)


def _work(request: HttpRequest, form: SpanFilter) -> tuple[Listing, Any, date, date]:
    """The cells asked for with what each did, counted at once for all of them."""
    officer = officer_of(request)
    first, last, wanted = span_of(form)
    work = {row.code: row for row in cell_work(officer, first, last, **wanted)}
    days = f"first={first}&last={last}"
    listing = Listing(
        title=_("Work by cell"), heads=WORK_HEADS, empty=_("No cells here"),
        line=lambda cell: work_line(work[cell.code], days), file="cell-work.csv",
        placeholder=_("Name or code of a cell"), export="visit_progress_export",
        tabs=TABS, tab="visit_progress",
    )  # fmt: skip
    return listing, cells_of(officer, **wanted), first, last
