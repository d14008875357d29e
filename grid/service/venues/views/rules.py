"""Pages of what inspections are measured by: checklists, deadlines, and figures of a period."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from grid.errors import InvalidInput
from grid.frame.forms import asked_for
from grid.frame.listing import Cell
from grid.frame.pages import act, form_page
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.organisation.writing import fault
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from grid.service.venues import figures, forms, selectors, services, tables
from grid.service.venues.api import period_of
from grid.service.venues.models import Checklist, ChecklistItem, HazardRule, Level, VenueKind
from grid.service.venues.rulebook import checklist_of, checklists_above, rule_of
from grid.service.venues.views.venues import BOTH

HEADS: Final = {
    "inspections": pgettext_lazy("ground", "Inspections"),
    "faulty": gettext_lazy("with something not met"),
    "before": gettext_lazy("Standing before"),
    "found": gettext_lazy("Found"),
    "removed": gettext_lazy("Removed"),
    "after": gettext_lazy("Standing after"),
    "late": gettext_lazy("Overdue"),
    "repeats": gettext_lazy("Repeat"),
    "cases_made": gettext_lazy("Cases opened"),
    "people_dealt": gettext_lazy("People dealt with"),
}
LOOKED: Final = ("inspections", "faulty", "cases_made", "people_dealt")  # of no level or source


@requires(Right.SERVICE_READ)
@require_GET
def venue_checklists(request: HttpRequest) -> HttpResponse:
    """The checklist in force of each kind, and the deadlines of each level."""
    officer = officer_of(request)
    lists = {row.kind_id: row for row in checklists_above(officer.agency_path)}
    context = {
        "listing": tables.VENUES,
        "tab": "venue_checklists",
        "kinds": [(kind, lists.get(kind.code)) for kind in selectors.kinds()],
        "levels": [(level, rule_of(officer.agency_path, level)) for level in Level],
        "may": Right.VENUE_MANAGE in officer.rights,
        "missing": any(kind.code not in lists for kind in selectors.kinds()),
    }
    return render(request, "venues/rules.html", context)


@requires(Right.VENUE_MANAGE, Right.VENUE_MANAGE)
@require_http_methods(BOTH)
def venue_checklists_adopt(request: HttpRequest) -> HttpResponse:
    """Take over the standard checklists for the kinds that have none."""
    back = reverse("venue_checklists")

    def keep() -> str:
        services.adopt_standard(officer_of(request).agency, by=actor_of(request))
        return back

    return act(request, keep, back=back)


@requires(Right.VENUE_MANAGE, Right.VENUE_MANAGE)
@require_http_methods(BOTH)
def venue_checklist_new(request: HttpRequest, venue_kind: str) -> HttpResponse:
    """Another checklist of the own agency for a kind from a day on."""
    officer = officer_of(request)
    kind = get_object_or_404(VenueKind, code=venue_kind, is_active=True)
    held = checklist_of(officer.agency_path, kind.code)
    form = forms.ChecklistForm(request.POST or None, initial=_said(held, officer.agency_id))

    def keep(said: dict[str, Any]) -> str:
        items = _lines(said.pop("lines"))
        services.save_checklist(
            officer.agency, by=actor_of(request), kind=kind, items=items, **said
        )
        return reverse("venue_checklists")

    context = {
        "title": _("Checklist: %s") % kind,
        "listing": tables.VENUES,
        "back": reverse("venue_checklists"),
        "explanation": _("Inspections that were made keep the checklist of their day."),
    }
    return form_page(request, form, keep, "frame/entry.html", context)


def _said(held: Checklist | None, agency_id: int) -> dict[str, Any]:
    """What the form starts with: the list in force, of the own agency or one above."""
    told: dict[str, Any] = {"valid_from": timezone.localdate(), "version": 0}
    if held is not None:
        lines = [_line_of(item) for item in held.items.all()]
        told |= {"name": held.name, "lines": "\n".join(lines)}
        told["version"] = held.version if held.agency_id == agency_id else 0
    return told


def _line_of(item: ChecklistItem) -> str:
    share = " | share" if item.answered_by == ChecklistItem.Answer.SHARE else ""
    return f"{item.text} | {item.level}{share}"


def _lines(text: str) -> list[dict[str, Any]]:
    """The lines of a checklist from its text; raises InvalidInput naming a line."""
    made = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        words, *more = [part.strip() for part in line.split("|")]
        level = more[0] if more else Level.GENERAL
        if not words or len(words) > 120 or level not in Level.values:
            message = _("Line %s cannot be read.") % number
            raise InvalidInput(message, errors=[fault("lines", "invalid", message)])
        answered_by = "share" if "share" in more[1:] else "yes_no"
        made.append({"text": words, "level": level, "answered_by": answered_by})
    return made


@requires(Right.VENUE_MANAGE, Right.VENUE_MANAGE)
@require_http_methods(BOTH)
def hazard_rule_new(request: HttpRequest, hazard_level: str) -> HttpResponse:
    """Other deadlines of a level from a day on."""
    officer = officer_of(request)
    level = _level(hazard_level)
    held = rule_of(officer.agency_path, level)
    names = ("rectify_days", "verify_days", "repeat_days", "silent_hours")
    initial = {name: getattr(held, name) for name in names}
    initial |= {"valid_from": timezone.localdate(), "version": _version(held, officer.agency_id)}
    form = forms.RuleForm(request.POST or None, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        services.change_rule(officer.agency, by=actor_of(request), level=level, **said)
        return reverse("venue_checklists")

    context = {
        "title": _("Deadlines: %s") % level.label,
        "listing": tables.VENUES,
        "back": reverse("venue_checklists"),
        "explanation": _("Hazards that stand keep the deadline they have."),
    }
    return form_page(request, form, keep, "frame/entry.html", context)


def _version(held: HazardRule, agency_id: int) -> int:
    return held.version if held.agency_id == agency_id else 0


def _level(word: str) -> Level:
    """The level of that word; an unknown one is 404."""
    if word not in Level.values:
        raise Http404
    return Level(word)


@requires(Right.SERVICE_READ)
@require_GET
def hazard_figures(request: HttpRequest) -> HttpResponse:
    """What was inspected, found and removed; every figure opens its rows."""
    form = forms.FigureFilter(request.GET)
    first, last, by, lines, total = _asked(request, form)
    context = {
        "listing": tables.VENUES,
        "form": form,
        "first": first,
        "last": last,
        "heads": [figures.BY[by], *HEADS.values()],
        "lines": [_cells(line, by, first, last) for line in [*lines, total]],
    }
    return render(request, "venues/figures.html", context)


@requires(Right.SERVICE_READ)
@require_GET
def hazard_figures_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    first, last, by, lines, total = _asked(request, forms.FigureFilter(request.GET))
    rows = [[str(figures.BY[by]), *map(str, HEADS.values())]]
    rows += [[line.word, *(line.numbers[name] for name in HEADS)] for line in [*lines, total]]
    return csv_answer(f"hazards-{first}-{last}.csv", rows)


def _asked(request: HttpRequest, form: forms.FigureFilter) -> Any:
    said = asked_for(form)
    first, last = period_of(said)
    by = said.get("by") or "kind"
    return (first, last, by, *figures.period(officer_of(request), first, last, by))


def _cells(line: figures.Line, by: str, first: Any, last: Any) -> list[Cell]:
    narrowed = f"&{by}={line.key}" if line.key else ""
    hazards, looks = reverse("hazard_list"), reverse("venue_inspection_list")
    found = f"{hazards}?counted=on{narrowed}&first={first}&last={last}"
    hrefs = {
        "inspections": f"{looks}?first={first}&last={last}{narrowed}",
        "faulty": f"{looks}?first={first}&last={last}&missed=on{narrowed}",
        "found": found,
        "repeats": f"{found}&repeat=on",
        "removed": f"{hazards}?gone_first={first}&gone_last={last}{narrowed}",
    }
    unknown = LOOKED if line.key and by not in figures.INSPECTION_FIELD else ()
    told = [
        Cell("—") if name in unknown else Cell(line.numbers[name], hrefs.get(name, ""))
        for name in HEADS
    ]
    return [Cell(line.word), *told]
