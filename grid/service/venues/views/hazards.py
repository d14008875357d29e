"""Pages of hazards: the list, a report, one hazard with its steps, shares and figures."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.listing import Act, Cell, Record, act_on, listing_csv, listing_page, record_page
from grid.frame.pages import RefusableForm, form_page
from grid.frame.templatetags.frame import minute
from grid.organisation.viewers import officer_of
from grid.organisation.writing import fault, refuse
from grid.rights import Right, requires
from grid.service.venues import forms, selectors, services, tables
from grid.service.venues.api_hazards import ground_of
from grid.service.venues.models import Hazard, Stage, Venue
from grid.service.venues.views.venues import BOTH, photo_section

View = Callable[..., HttpResponse]
# Each act: its words, its form, its service, who may, and whether it is grave.
ACTS: Final[dict[str, tuple[Any, type[forms.StepForm], Callable[..., Any], Right, bool]]] = {
    "notify": (
        gettext_lazy("Serve the notice"),
        forms.NotifyForm,
        services.notify,
        Right.INSPECTION_WORK,
        False,
    ),
    "rectify": (
        gettext_lazy("It was rectified"),
        forms.RectifyForm,
        services.rectify,
        Right.INSPECTION_WORK,
        False,
    ),
    "verify": (
        gettext_lazy("Verify"),
        forms.VerifyForm,
        services.verify,
        Right.HAZARD_VERIFY,
        False,
    ),
    "send_back": (
        gettext_lazy("Not gone: send back"),
        forms.SendBackForm,
        services.send_back,
        Right.HAZARD_VERIFY,
        False,
    ),
    "close": (
        gettext_lazy("Close"),
        forms.CloseForm,
        services.close,
        Right.HAZARD_VERIFY,
        False,
    ),
    "penalty": (
        gettext_lazy("Note a penalty notice"),
        forms.PenaltyForm,
        services.penalise,
        Right.INSPECTION_WORK,
        False,
    ),
    "strike": (
        gettext_lazy("Strike"),
        forms.StrikeForm,
        services.strike,
        Right.HAZARD_VERIFY,
        True,
    ),
}
AT: Final[dict[str, tuple[str, ...]]] = {
    Stage.REPORTED: ("notify", "rectify", "penalty", "strike"),
    Stage.NOTIFIED: ("rectify", "notify", "penalty", "strike"),
    Stage.RECTIFIED: ("verify", "send_back", "penalty", "strike"),
    Stage.VERIFIED: ("close", "send_back", "penalty"),
    Stage.CLOSED: ("penalty",),
    Stage.STRUCK: (),
}
WORDS: Final = {
    "reported": pgettext_lazy("hazard", "Reported"),
    "notified": gettext_lazy("Notice served"),
    "rectified": gettext_lazy("Rectified"),
    "verified": gettext_lazy("Verified"),
    "sent_back": gettext_lazy("Sent back"),
    "closed": pgettext_lazy("hazard", "Closed"),
    "struck": gettext_lazy("Struck"),
    "penalised": gettext_lazy("Penalty notice noted"),
    "alarm": gettext_lazy("Alarm again"),
}


@requires(Right.SERVICE_READ)
@require_GET
def hazard_list(request: HttpRequest) -> HttpResponse:
    """Hazards as they are filtered, and how many stand at each stage."""
    officer = officer_of(request)
    form = forms.HazardFilter(request.GET, viewer=officer)
    rows = selectors.hazards(officer, **asked_for(form))
    actions = []
    if Right.INSPECTION_WORK in officer.rights:
        actions.append(Cell(_("Report a hazard"), reverse("hazard_new")))
    figures = _figures(selectors.open_counts(officer))
    return listing_page(request, tables.HAZARDS, rows, form, actions=actions, figures=figures)


def _figures(counts: dict[str, int]) -> list[tuple[Any, Cell]]:
    words = {stage.value: stage.label for stage in Stage} | {"late": _("Overdue")}
    here = reverse("hazard_list")
    return [
        (
            words[name],
            Cell(count, f"{here}?stage={name}", "bad" if name == "late" and count else ""),
        )
        for name, count in counts.items()
    ]


@requires(Right.SERVICE_READ)
@require_GET
def hazard_export(request: HttpRequest) -> HttpResponseBase:
    """Hazards as they are filtered."""
    officer = officer_of(request)
    form = forms.HazardFilter(request.GET, viewer=officer)
    return listing_csv(tables.HAZARDS, selectors.hazards(officer, **asked_for(form)))


@requires(Right.INSPECTION_WORK, Right.INSPECTION_WORK)
@require_http_methods(BOTH)
def hazard_new(request: HttpRequest) -> HttpResponse:
    """Report a hazard."""
    officer = officer_of(request)
    asked = {"venue": request.GET.get("venue", "")}
    form = forms.HazardForm(request.POST or None, viewer=officer, initial=asked)

    def keep(said: dict[str, Any]) -> str:
        told = {name: value for name, value in said.items() if value}
        if "venue" in told:
            told["venue"] = _venue_id(officer, told["venue"])
        row = services.report_hazard(by=officer, **ground_of(officer, told))
        return tables.hazard_href(row)

    context = {
        "title": _("Report a hazard"),
        "listing": tables.HAZARDS,
        "back": reverse("hazard_list"),
    }
    return form_page(request, form, keep, "frame/entry.html", context)


def _venue_id(officer: Any, code: str) -> int:
    found = Venue.objects.visible_to(officer).filter(code=code.strip()).first()
    if found is None:
        refuse([fault("venue", "unknown", _("There is no such venue in your area."))])
        raise AssertionError
    return found.pk


@requires(Right.SERVICE_READ)
@require_GET
def hazard_detail(request: HttpRequest, hazard_number: str) -> HttpResponse:
    """One hazard: where, what, until when, and the steps that can be taken now."""
    return _shown(request, hazard_number)


def _shown(
    request: HttpRequest, number: str, *, status: int = 200, **refused: RefusableForm
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_hazard(officer, number)
    record = Record(
        title=f"{row.number} {row.where}",
        listing=tables.HAZARDS,
        marks=_marks(row),
        facts=_facts(row),
        sections=[photo_section(selectors.photos_of(row))],
        acts=_acts(row, officer.rights, refused),
        history=[
            {"at": one.at, "act": WORDS[one.act], "by": one.by, "text": one.text}
            for one in row.entries.all()
        ],
    )
    return record_page(request, record, status=status)


def _marks(row: Hazard) -> list[Cell]:
    marks = [tables.level_cell(row), tables.stage_cell(row)]
    if tables.due_cell(row).mark:
        marks.append(Cell(_("! overdue"), mark="bad"))
    if row.round > 1:
        marks.append(Cell(_("↻ round %s") % row.round, mark="warn"))
    return marks


def _facts(row: Hazard) -> list[tuple[Any, Any]]:
    venue = Cell(row.venue.name, tables.venue_href(row.venue)) if row.venue else "—"
    again = Cell(row.repeat_of.number, tables.hazard_href(row.repeat_of)) if row.repeat_of else "—"
    inspection = Cell("—")
    if row.inspection:
        href = reverse("venue_inspection_detail", args=[row.inspection.pk])
        inspection = Cell(minute(row.inspection.at), href)
    return [
        (pgettext("ground", "What is wrong"), row.text),
        (_("Venue"), venue),
        (_("Where"), row.address or "—"),
        (_("Cell"), row.cell.name if row.cell else "—"),
        (_("Source"), row.get_found_in_display()),
        (_("Found"), f"{minute(row.found_at)} {row.found_by}"),
        (pgettext("ground", "Inspection"), inspection),
        (_("To be rectified by"), minute(row.rectify_by)),
        (_("Waited for until"), tables.due_cell(row)),
        (_("Number of the notice"), row.notice_number or "—"),
        (_("Penalty notice"), row.penalty_number or "—"),
        (_("Repeat of"), again),
        (
            _("Verified by"),
            f"{row.verified_by} {minute(row.verified_at)}" if row.verified_by else "—",
        ),
        (_("Outcome"), row.outcome or "—"),
    ]


def _acts(row: Hazard, rights: frozenset[Right], refused: dict[str, RefusableForm]) -> list[Act]:
    found = []
    for name in AT[row.stage]:
        word, kind, _service, right, danger = ACTS[name]
        if right not in rights:
            continue
        form = refused.get(name) or kind(initial={"version": row.version}, auto_id=f"{name}_%s")
        action = reverse(f"hazard_{name}", args=[row.number])
        found.append(Act(name=name, label=word, action=action, form=form, danger=danger))
    if Right.INSPECTION_WORK in rights and row.is_open:
        form = refused.get("photo") or forms.PhotoForm(auto_id="photo_%s")
        action = reverse("hazard_photo_new", args=[row.number])
        found.append(Act(name="photo", label=_("Add a photograph"), action=action, form=form))
    return found


def _act_view(name: str) -> View:
    """The view of one act; `requires` marks it with its right."""
    _word, kind, service, right, _danger = ACTS[name]

    def act(request: HttpRequest, hazard_number: str) -> HttpResponse:
        officer = officer_of(request)
        row = selectors.find_hazard(officer, hazard_number)

        def change(said: dict[str, Any]) -> None:
            service(row, by=officer, **said)

        def shown(form: RefusableForm, status: int) -> HttpResponse:
            return _shown(request, hazard_number, status=status, **{name: form})

        form = kind(request.POST or None, auto_id=f"{name}_%s")
        return act_on(request, form, change, back=tables.hazard_href(row), shown=shown)

    act.__name__ = f"hazard_{name}"
    return requires(Right.SERVICE_READ, right)(act)


hazard_notify, hazard_rectify, hazard_verify = map(_act_view, ("notify", "rectify", "verify"))
hazard_send_back, hazard_close = map(_act_view, ("send_back", "close"))
hazard_penalty, hazard_strike = map(_act_view, ("penalty", "strike"))


@requires(Right.SERVICE_READ, Right.INSPECTION_WORK)
@require_http_methods(BOTH)
def hazard_photo_new(request: HttpRequest, hazard_number: str) -> HttpResponse:
    """Add a photograph to a hazard."""
    officer = officer_of(request)
    row = selectors.find_hazard(officer, hazard_number)

    def change(said: dict[str, Any]) -> None:
        services.keep_photo(row, by=officer.as_actor(), file=said["photo"], taken_at=timezone.now())

    def shown(form: RefusableForm, status: int) -> HttpResponse:
        return _shown(request, hazard_number, status=status, photo=form)

    form = forms.PhotoForm(request.POST or None, request.FILES or None, auto_id="photo_%s")
    return act_on(request, form, change, back=tables.hazard_href(row), shown=shown)


@requires(Right.SERVICE_READ)
@require_GET
def venue_shares(request: HttpRequest) -> HttpResponse:
    """The three 100 % of each outlet, and every other share, by the last inspection."""
    officer = officer_of(request)
    form = forms.VenueFilter(request.GET, viewer=officer)
    rows = selectors.shares(officer, **asked_for(form))
    return listing_page(request, tables.SHARES, rows, form)


@requires(Right.SERVICE_READ)
@require_GET
def venue_shares_export(request: HttpRequest) -> HttpResponseBase:
    """The shares as they are filtered."""
    officer = officer_of(request)
    form = forms.VenueFilter(request.GET, viewer=officer)
    return listing_csv(tables.SHARES, selectors.shares(officer, **asked_for(form)))
