"""The list of incidents, one incident in full, its print view, the category tree."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from command_center.incidents import choices, reveal, selectors
from command_center.incidents.callers import masked_name, masked_phone
from command_center.incidents.filters import IncidentFilter
from command_center.incidents.forms import (
    EditForm,
    MergeForm,
    NoteForm,
    RevealForm,
    StepForm,
    StrikeForm,
)
from command_center.incidents.models import Incident
from command_center.incidents.panels import panels_of
from command_center.incidents.premise import notes_at
from command_center.incidents.states import INVALID, STEP_LABELS, is_open, next_steps
from command_center.incidents.timeline_text import said
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires

SIZES: Final = (25, 50, 100, 200)
NOT_FILTERS: Final = frozenset({"page", "size", "density", "ordering"})
COLUMNS: Final = (
    ("number", _("Number")),
    ("level", _("Level")),
    ("state", _("State")),
    ("", _("Category")),
    ("", _("Address")),
    ("", _("Grid cell")),
    ("", _("Agency")),
    ("reported_at", _("Reported at")),
    ("since", _("In this state")),
)


@requires(Right.INCIDENT_READ)
@require_GET
def incident_list(request: HttpRequest) -> HttpResponse:
    """Filters and search are in the address; density and page size are remembered."""
    officer = officer_of(request)
    asked = _without_blanks(request.GET)
    found = IncidentFilter(asked, queryset=selectors.listed(officer))
    is_valid = found.is_valid()
    rows = found.qs if is_valid else Incident.objects.none()
    context = {
        "page": page_of(request, rows, size=_remembered_size(request)),
        "filter_errors": [] if is_valid else _faults(found),
        "chips": list(_chips(asked, found)),
        "asked": asked,
        "columns": COLUMNS,
        "states": Incident.State.choices,
        "levels": Incident.Level.choices,
        "categories": choices.category_choices(),
        "density": _remembered(request, "density", "dense", ("dense", "roomy")),
        "sizes": SIZES,
        "filter_query": _filters_only(asked),
        "export_url": reverse("incident_export"),
    }
    return render(request, "incidents/list.html", context)


def _without_blanks(query: QueryDict) -> QueryDict:
    """The filters somebody set; a form sends the others empty."""
    asked = query.copy()
    for name in list(asked):
        values = [value for value in asked.getlist(name) if value.strip()]
        if values:
            asked.setlist(name, values)
        else:
            del asked[name]
    return asked


def _filters_only(asked: QueryDict) -> str:
    filters = asked.copy()
    for name in ("page", "size", "density"):
        filters.pop(name, None)
    return filters.urlencode()


def _remembered(request: HttpRequest, name: str, default: str, allowed: tuple[str, ...]) -> str:
    asked = request.GET.get(name, "")
    if asked in allowed:
        request.session[f"incidents.{name}"] = asked
    return str(request.session.get(f"incidents.{name}", default))


def _remembered_size(request: HttpRequest) -> int:
    return int(_remembered(request, "size", "50", tuple(map(str, SIZES))))


def _faults(found: IncidentFilter) -> list[str]:
    return [
        f"{found.form.fields[name].label}: {error}"
        for name, errors in found.form.errors.items()
        for error in errors
    ]


class Chip(NamedTuple):
    """One filter in force; leaving it out is one click."""

    url: str
    text: str


def _chips(asked: QueryDict, found: IncidentFilter) -> Iterator[Chip]:
    labels: dict[str, dict[str, Any]] = {
        "state": dict(Incident.State.choices),
        "level": {str(value): label for value, label in Incident.Level.choices},
        "category": {code: name.strip(choices.INDENT) for code, name in choices.category_choices()},
        "channel": dict(Incident.Channel.choices),
        "link_type": dict(Incident.Link.choices),
        "open": {"true": _("yes"), "false": _("no")},
        "is_valid_call": {"true": _("yes"), "false": _("no")},
    }
    for name, field in found.form.fields.items():
        if name in asked and name not in NOT_FILTERS:
            known = labels.get(name, {})
            values = "、".join(str(known.get(value, value)) for value in asked.getlist(name))
            without = asked.copy()
            for gone in (name, "page"):
                without.pop(gone, None)
            yield Chip(f"?{without.urlencode()}", f"{field.label} {values}")


@requires(Right.INCIDENT_READ)
@require_GET
def incident_detail(request: HttpRequest, number: str) -> HttpResponse:
    return show(request, selectors.incident(number, officer_of(request)))


@requires(Right.INCIDENT_READ)
@require_GET
def incident_print(request: HttpRequest, number: str) -> HttpResponse:
    """Everything on paper, the caller masked."""
    officer = officer_of(request)
    incident = selectors.incident(number, officer)
    return render(request, "incidents/print.html", _facts(incident, officer))


def show(
    request: HttpRequest, incident: Incident, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of one incident; `forms` replace fresh ones where something was refused."""
    officer = officer_of(request)
    steps = next_steps(incident.state)
    fresh = {
        "step_form": StepForm(initial={"version": incident.version}),
        "note_form": NoteForm(),
        "strike_form": StrikeForm(),
        "merge_form": MergeForm(),
        "reveal_form": RevealForm(initial={"case_number": incident.number}),
        "edit_form": EditForm(initial=EditForm.values_of(incident)),
    }
    context = _facts(incident, officer) | fresh | forms
    context |= {
        "steps": [(step, _ACTS[step]) for step in steps],
        "panels": panels_of(incident, officer),
        "closes": bool({Incident.State.CLOSED.value, INVALID} & set(steps)),
        "is_open": is_open(incident.state),
        "is_merged": incident.state == Incident.State.MERGED,
    }
    return render(request, "incidents/detail.html", context, status=status)


def _facts(incident: Incident, officer: Officer) -> dict[str, Any]:
    may_read = reveal.may_read(incident, str(officer.pk))
    name, phone = incident.caller_name, incident.caller_phone
    point = incident.point
    return {
        "incident": incident,
        "category": choices.in_language(incident.category),
        "disposition": incident.disposition and choices.in_language(incident.disposition),
        "caller": reveal.clear(incident)
        if may_read
        else {"name": masked_name(name), "phone": masked_phone(phone)},
        "caller_is_clear": may_read,
        "stages": _stages(incident),
        "timeline": [(entry, said(entry)) for entry in selectors.timeline(incident)],
        "linked": selectors.incidents(officer).filter(main_incident=incident),
        "premise_notes": notes_at(officer, lng=point.x, lat=point.y) if point else [],
    }


# A button says what one does; the state says what was done.
_ACTS: Final[dict[str, Any]] = STEP_LABELS | {
    "dispatched": _("Dispatch"),
    "delivered": _("Deliver"),
    "accepted": _("Sign for"),
    "departed": _("Depart"),
    "on_scene": _("Arrive"),
    "handling": _("Handle"),
    "on_hold": _("Put on hold"),
    "fed_back": _("Feed back"),
    "revisited": _("Revisit"),
    "closed": _("Close the incident"),
    "returned": _("Return to the centre"),
    "cancelled": _("Cancel the incident"),
    "transferred": _("Transfer"),
}
_STAGES: Final = (
    ("reported_at", _("Reported")),
    ("dispatched_at", _("Dispatched")),
    ("accepted_at", _("Signed for")),
    ("departed_at", _("Departed")),
    ("on_scene_at", _("On scene")),
    ("fed_back_at", _("Fed back")),
    ("closed_at", _("Closed")),
)


def _stages(incident: Incident) -> list[dict[str, Any]]:
    """Each stage with its time and the time before it, for how long it took."""
    stages: list[dict[str, Any]] = []
    before = None
    for name, label in _STAGES:
        at = getattr(incident, name)
        stages.append({"label": label, "at": at, "before": before})
        before = at or before
    last = max((i for i, stage in enumerate(stages) if stage["at"]), default=0)
    stages[last]["is_now"] = True
    return stages


@requires(Right.INCIDENT_READ)
@require_GET
def category_list(request: HttpRequest) -> HttpResponse:
    """The category tree in force today."""
    return render(
        request,
        "incidents/categories.html",
        {"page": page_of(request, selectors.categories(), size=200)},
    )
