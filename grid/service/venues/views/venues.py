"""Pages of the register of venues and of their inspections."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from grid.errors import InvalidInput
from grid.frame.forms import asked_for
from grid.frame.listing import (
    Cell,
    Record,
    Section,
    listing_csv,
    listing_page,
    record_page,
)
from grid.frame.pages import form_page
from grid.frame.sheet_import import import_page
from grid.frame.templatetags.frame import minute
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.rest.photos import photo_answer
from grid.rights import Right, requires
from grid.service.venues import forms, selectors, services, tables
from grid.service.venues.inspect_form import InspectForm
from grid.service.venues.models import Inspection, Venue
from grid.service.venues.rulebook import checklist_of
from grid.service.venues.sheets import TABLE

BOTH = ["GET", "POST"]
SHOWN = 10  # inspections and hazards on the page of a venue


@requires(Right.SERVICE_READ)
@require_GET
def venue_list(request: HttpRequest) -> HttpResponse:
    """The register, and what is due in it."""
    officer = officer_of(request)
    form = forms.VenueFilter(request.GET, viewer=officer)
    rows = selectors.venues(officer, **asked_for(form))
    actions = []
    if Right.VENUE_MANAGE in officer.rights:
        actions.append(Cell(_("Take in from CSV"), reverse("venue_import")))
        actions.append(Cell(_("New venue"), reverse("venue_new")))
    return listing_page(request, tables.VENUES, rows, form, actions=actions)


@requires(Right.SERVICE_READ)
@require_GET
def venue_export(request: HttpRequest) -> HttpResponseBase:
    """The register as it is filtered."""
    form = forms.VenueFilter(request.GET, viewer=officer_of(request))
    return listing_csv(tables.VENUES, selectors.venues(officer_of(request), **asked_for(form)))


@requires(Right.VENUE_MANAGE, Right.VENUE_MANAGE)
@require_http_methods(BOTH)
def venue_import(request: HttpRequest) -> HttpResponse:
    """The register from a file, tried first."""
    return import_page(request, TABLE, title=_("Take in venues"), back="venue_list")


@requires(Right.VENUE_MANAGE, Right.VENUE_MANAGE)
@require_http_methods(BOTH)
def venue_new(request: HttpRequest) -> HttpResponse:
    """Enter a venue."""
    return _venue_form(request, None)


@requires(Right.VENUE_MANAGE, Right.VENUE_MANAGE)
@require_http_methods(BOTH)
def venue_edit(request: HttpRequest, venue_id: int) -> HttpResponse:
    """Change a venue."""
    return _venue_form(request, selectors.find_venue(officer_of(request), venue_id))


def _venue_form(request: HttpRequest, row: Venue | None) -> HttpResponse:
    officer = officer_of(request)
    form = forms.VenueForm(
        request.POST or None, viewer=officer, initial=_initial(row) if row else None
    )
    if row:
        form.fields.pop("code")

    def keep(said: dict[str, Any]) -> str:
        told = {name: value for name, value in said.items() if value is not None}
        told["licence_to"] = said["licence_to"]
        saved = services.save_venue(row, by=actor_of(request), viewer=officer, **told)
        return tables.venue_href(saved)

    context = {
        "title": row.name if row else _("New venue"),
        "listing": tables.VENUES,
        "back": tables.venue_href(row) if row else reverse("venue_list"),
    }
    return form_page(request, form, keep, "frame/entry.html", context)


def _initial(row: Venue) -> dict[str, Any]:
    names = ("name", "address", "operator", "licence", "licence_to", "is_active", "version")
    return {name: getattr(row, name) for name in names} | {
        "kind": row.kind_id,
        "agency": row.agency.code,
        "lng": row.point.x if row.point else None,
        "lat": row.point.y if row.point else None,
        "sends_feed": hasattr(row, "feed"),
    }


@requires(Right.SERVICE_READ)
@require_GET
def venue_detail(request: HttpRequest, venue_id: int) -> HttpResponse:
    """One venue: what it is, when it was inspected, its hazards, what its system last sent."""
    officer = officer_of(request)
    row = selectors.find_venue(officer, venue_id)
    record = Record(
        title=row.name,
        listing=tables.VENUES,
        marks=[Cell(row.kind, mark="strong"), *_warnings(row)],
        facts=_facts(row),
        sections=_sections(officer, row),
        actions=_links(officer.rights, row),
    )
    return record_page(request, record)


def _warnings(row: Venue) -> list[Cell]:
    inspected = tables.inspected_mark(row)
    marks = [Cell(_("! inspection is due"), mark="warn")] if inspected.mark else []
    if tables.feed_mark(row).mark:
        marks.append(Cell(_("! feed is silent"), mark="bad"))
    if row.licence_to and row.licence_to < timezone.localdate():
        marks.append(Cell(_("! licence has run out"), mark="bad"))
    if not row.is_active:
        marks.append(Cell(_("× closed")))
    return marks


def _facts(row: Venue) -> list[tuple[Any, Any]]:
    return [
        (_("Code"), row.code),
        (_("Agency"), row.agency.name),
        (_("Cell"), _cell(row)),
        (_("Address"), row.address or "—"),
        (_("Operator"), row.operator or "—"),
        (_("Licence number"), row.licence or "—"),
        (_("Licence holds to"), row.licence_to or "—"),
        (_("Last inspected"), tables.inspected_mark(row)),
        (_("Inspected every"), _("%s days") % row.kind.inspect_days),
        (_("Feed last heard"), tables.feed_mark(row)),
    ]


def _cell(row: Venue) -> Cell:
    if row.cell is None:
        return Cell("—")
    return Cell(f"{row.cell.code} {row.cell.name}", reverse("cell_detail", args=[row.cell.code]))


def _sections(officer: Any, row: Venue) -> list[Section]:
    inspections = selectors.inspections(officer, venue=row.pk)[:SHOWN]
    hazards = selectors.hazards(officer, venue=row.pk)[:SHOWN]
    listing, found = tables.INSPECTIONS, tables.HAZARDS
    return [
        Section(
            title=_("Hazards"),
            heads=found.heads,
            lines=[tables.hazard_line(one) for one in hazards],
            empty=_("No hazard was found here"),
            more=Cell(_("All"), f"{reverse('hazard_list')}?q={row.name}"),
        ),
        Section(
            title=pgettext("ground", "Inspections"),
            heads=listing.heads,
            lines=[tables.inspection_line(one) for one in inspections],
            empty=_("It was not inspected yet"),
            more=Cell(_("All"), f"{reverse('venue_inspection_list')}?q={row.code}"),
        ),
    ]


def _links(rights: frozenset[Right], row: Venue) -> list[Cell]:
    links = []
    if Right.VENUE_MANAGE in rights:
        links.append(Cell(_("Change"), reverse("venue_edit", args=[row.pk])))
    if Right.INSPECTION_WORK in rights and row.is_active:
        report = f"{reverse('hazard_new')}?venue={row.code}"
        links.append(Cell(_("Report a hazard"), report))
        links.append(Cell(_("Inspect"), reverse("venue_inspect", args=[row.pk]), "fill"))
    return links


@requires(Right.INSPECTION_WORK, Right.INSPECTION_WORK)
@require_http_methods(BOTH)
def venue_inspect(request: HttpRequest, venue_id: int) -> HttpResponse:
    """Inspect a venue by the checklist of its kind."""
    officer = officer_of(request)
    row = selectors.find_venue(officer, venue_id)
    checklist = checklist_of(row.agency.path, row.kind_id)
    items = list(checklist.items.all()) if checklist else []
    form = InspectForm(request.POST or None, items=items)

    def keep(_said: dict[str, Any]) -> str:
        if checklist is None:
            raise InvalidInput(_("There is no checklist for this kind of venue on that day."))
        answers = list(form.answers())
        made = services.inspect(row, by=officer, answers=answers, **form.of_whole())
        return reverse("venue_inspection_detail", args=[made.pk])

    context = {
        "title": _("Inspect: %s") % row.name,
        "back": tables.venue_href(row),
        "label": _("Keep the inspection"),
        "explanation": _explanation(checklist),
    }
    return form_page(request, form, keep, "frame/entry.html", context)


def _explanation(checklist: Any) -> str:
    if checklist is None:
        return _("There is no checklist for this kind of venue: a leader enters one first.")
    told = {"name": checklist.name, "day": checklist.valid_from.isoformat()}
    words = _("%(name)s, in force since %(day)s.") % told
    return f"{words} {_('A line that is not met becomes a hazard with a deadline.')}"


@requires(Right.SERVICE_READ)
@require_GET
def venue_inspection_list(request: HttpRequest) -> HttpResponse:
    """Inspections, newest first."""
    officer = officer_of(request)
    form = forms.InspectionFilter(request.GET, viewer=officer)
    rows = selectors.inspections(officer, **asked_for(form))
    return listing_page(request, tables.INSPECTIONS, rows, form)


@requires(Right.SERVICE_READ)
@require_GET
def venue_inspection_export(request: HttpRequest) -> HttpResponseBase:
    """Inspections as they are filtered."""
    officer = officer_of(request)
    form = forms.InspectionFilter(request.GET, viewer=officer)
    return listing_csv(tables.INSPECTIONS, selectors.inspections(officer, **asked_for(form)))


@requires(Right.SERVICE_READ)
@require_GET
def venue_inspection_detail(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """One inspection: every line, the hazards it made, its photographs."""
    row = selectors.find_inspection(officer_of(request), inspection_id)
    late = row.sent_at - row.at
    marks = [Cell(row.get_kind_display(), mark="strong")]
    if late.total_seconds() > 3600:
        marks.append(Cell(_("entered later: %s") % minute(row.sent_at), mark="warn"))
    record = Record(
        title=f"{row.venue.name} {minute(row.at)}",
        listing=tables.INSPECTIONS,
        marks=marks,
        facts=_inspected(row),
        sections=[_lines(row), _made(row), photo_section(row.photos.defer("picture"))],
    )
    return record_page(request, record)


def _inspected(row: Inspection) -> list[tuple[Any, Any]]:
    return [
        (_("Venue"), Cell(row.venue.name, tables.venue_href(row.venue))),
        (pgettext("ground", "Inspector"), f"{row.inspector.name} {row.inspector.badge_number}"),
        (_("Checklist"), f"{row.checklist.name} ({row.checklist.valid_from})"),
        (_("Met"), row.met),
        (_("Not met"), row.missed),
        (_("Cases opened"), row.cases),
        (_("People dealt with"), row.people),
        (_("Note"), row.note or "—"),
    ]


def _lines(row: Inspection) -> Section:
    signs = {"met": ("✓", ""), "missed": ("!", "bad"), "none": ("—", "")}
    lines = [
        [
            one.item.text,
            Cell(f"{signs[one.verdict][0]} {one.get_verdict_display()}", "", signs[one.verdict][1]),
            "—" if one.of is None else f"{one.done} / {one.of}",
            one.note or "—",
        ]
        for one in row.answers.select_related("item")
    ]
    heads = (_("Line"), _("Verdict"), _("Right of looked at"), _("Note"))
    return Section(title=_("What was answered"), heads=heads, lines=lines)


def _made(row: Inspection) -> Section:
    rows = row.hazards.select_related("venue", "cell").defer("cell__outline")
    return Section(
        title=_("Hazards it made"),
        heads=tables.HAZARDS.heads,
        lines=[tables.hazard_line(one) for one in rows],
        empty=_("Everything was met"),
    )


def photo_section(rows: Any) -> Section:
    """Photographs as files to download; they are not shown in place."""
    lines = [
        [
            Cell(_("Photograph %s") % one.pk, reverse("venue_photo", args=[one.pk])),
            minute(one.taken_at),
            one.by,
            f"{one.size // 1000} kB",
        ]
        for one in rows
    ]
    return Section(
        title=_("Photographs"),
        heads=(_("File"), pgettext("ground", "Taken at"), _("By"), _("Size")),
        lines=lines,
        empty=_("No photograph"),
    )


@requires(Right.SERVICE_READ)
@require_GET
def venue_photo(request: HttpRequest, venue_photo_id: int) -> HttpResponse:
    """One photograph as a file."""
    row = selectors.find_photo(officer_of(request), venue_photo_id)
    return photo_answer(f"photo-{row.pk}.jpg", bytes(row.picture))
