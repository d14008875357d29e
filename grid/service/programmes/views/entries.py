"""Forms of their own page: programmes, items, sheets, supervisions, groups, areas, meetings."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grid.frame.listing import Listing
from grid.frame.pages import RefusableForm, form_page
from grid.ledger.actors import actor_of
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from grid.service.programmes import forms, selectors, services, tables
from grid.service.programmes.models import JointMeeting, LeadingGroup, Programme

BOTH: Final = ["GET", "POST"]
MANAGE: Final = Right.PROGRAMME_MANAGE
Keep = Callable[[dict[str, Any]], str]


def _entered(
    request: HttpRequest, form: RefusableForm, keep: Keep, title: str, listing: Listing
) -> HttpResponse:
    context = {"title": title, "listing": listing, "back": reverse(listing.tab)}
    return form_page(request, form, keep, "frame/entry.html", context)


def _filled(row: Any, form: type[Any], *more: str) -> dict[str, Any]:
    names = [name for name in (*form.base_fields, *more) if name != "agency"]
    return {name: getattr(row, name) for name in names} | {"agency": row.agency.code}


@requires(MANAGE, MANAGE)
@require_http_methods(BOTH)
def programme_new(request: HttpRequest) -> HttpResponse:
    """Enter a programme."""
    return _programme(request, None)


@requires(MANAGE, MANAGE)
@require_http_methods(BOTH)
def programme_edit(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Change or close a programme."""
    return _programme(request, selectors.find_programme(officer_of(request), programme_id))


def _programme(request: HttpRequest, row: Programme | None) -> HttpResponse:
    officer = officer_of(request)
    kind = forms.ProgrammeChangeForm if row else forms.ProgrammeForm
    initial = _filled(row, kind) if row else {}
    form = kind(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        saved = services.save_programme(row, by=actor_of(request), viewer=officer, **said)
        return reverse("programme_detail", args=[saved.pk])

    return _entered(request, form, keep, row.name if row else _("New programme"), tables.PROGRAMMES)


@requires(MANAGE, MANAGE)
@require_http_methods(BOTH)
def programme_item_new(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Give an item to an agency."""
    officer = officer_of(request)
    programme = selectors.find_programme(officer, programme_id)
    form = forms.ItemForm(request.POST or None, viewer=officer)

    def keep(said: dict[str, Any]) -> str:
        services.add_item(programme, by=officer, **said)
        return reverse("programme_detail", args=[programme.pk])

    title = _("New item: %s") % programme.name
    return _entered(request, form, keep, title, tables.PROGRAMMES)


@requires(MANAGE, MANAGE)
@require_http_methods(BOTH)
def score_sheet_new(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Score an agency, every item of the programme; it can be filled in again until signed."""
    officer = officer_of(request)
    programme = selectors.find_programme(officer, programme_id)
    items = list(programme.items.exclude(state="cancelled"))
    form = forms.ScoreForm(request.POST or None, viewer=officer, marked=items)

    def keep(said: dict[str, Any]) -> str:
        marks = [
            services.Mark(
                item=item.pk,
                points=said[f"item{item.pk}"],
                is_met=not said[f"item{item.pk}_missed"],
                reason=said[f"item{item.pk}_reason"],
            )
            for item in items
        ]
        sheet = services.score(programme, by=officer, agency=said["agency"], marks=marks)
        return reverse("score_sheet_detail", args=[sheet.pk])

    title = _("Score an agency: %s") % programme.name
    return _entered(request, form, keep, title, tables.PROGRAMMES)


@requires(Right.SUPERVISION_INSPECT, Right.SUPERVISION_INSPECT)
@require_http_methods(BOTH)
def agency_supervision_new(request: HttpRequest) -> HttpResponse:
    """What an inspector found at an agency."""
    officer = officer_of(request)
    initial = {"inspected_on": timezone.localdate()}
    form = forms.SupervisionForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        row = services.begin_supervision(by=officer, **said)
        return reverse("agency_supervision_detail", args=[row.number])

    return _entered(request, form, keep, _("New supervision"), tables.SUPERVISIONS)


@requires(MANAGE, MANAGE)
@require_http_methods(BOTH)
def leading_group_new(request: HttpRequest) -> HttpResponse:
    """Enter a group."""
    return _group(request, None)


@requires(Right.SERVICE_READ, MANAGE)
@require_http_methods(BOTH)
def leading_group_edit(request: HttpRequest, leading_group_id: int) -> HttpResponse:
    """Look at a group, or change it."""
    return _group(request, selectors.find_group(officer_of(request), leading_group_id))


def _group(request: HttpRequest, row: LeadingGroup | None) -> HttpResponse:
    officer = officer_of(request)
    kind = forms.GroupChangeForm if row else forms.GroupForm
    form = kind(request.POST or None, viewer=officer, initial=_filled(row, kind) if row else {})

    def keep(said: dict[str, Any]) -> str:
        services.save_group(row, by=actor_of(request), viewer=officer, **said)
        return reverse("leading_group_list")

    return _entered(request, form, keep, row.name if row else _("New group"), tables.GROUPS)


@requires(MANAGE, MANAGE)
@require_http_methods(BOTH)
def contact_area_new(request: HttpRequest) -> HttpResponse:
    """Give an area to a leader from a day on."""
    officer = officer_of(request)
    initial = {"valid_from": timezone.localdate()}
    form = forms.AreaForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        row = services.give_area(by=officer, **said)
        return reverse("contact_area_detail", args=[row.pk])

    return _entered(request, form, keep, _("Give an area to a leader"), tables.AREAS)


@requires(MANAGE, MANAGE)
@require_http_methods(BOTH)
def joint_meeting_new(request: HttpRequest) -> HttpResponse:
    """Enter a meeting."""
    return _meeting(request, None)


@requires(MANAGE, MANAGE)
@require_http_methods(BOTH)
def joint_meeting_edit(request: HttpRequest, joint_meeting_id: int) -> HttpResponse:
    """Change a meeting and write what was agreed."""
    return _meeting(request, selectors.find_meeting(officer_of(request), joint_meeting_id))


def _meeting(request: HttpRequest, row: JointMeeting | None) -> HttpResponse:
    officer = officer_of(request)
    initial = _filled(row, forms.MeetingForm) if row else {}
    form = forms.MeetingForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        saved = services.save_meeting(row, by=actor_of(request), viewer=officer, **said)
        return reverse("joint_meeting_detail", args=[saved.pk])

    return _entered(request, form, keep, row.name if row else _("New meeting"), tables.MEETINGS)


@requires(MANAGE, MANAGE)
@require_http_methods(BOTH)
def meeting_task_new(request: HttpRequest, joint_meeting_id: int) -> HttpResponse:
    """Give a task of a meeting to an agency."""
    officer = officer_of(request)
    meeting = selectors.find_meeting(officer, joint_meeting_id)
    form = forms.TaskForm(request.POST or None, viewer=officer)

    def keep(said: dict[str, Any]) -> str:
        services.give_task(meeting, by=officer, **said)
        return reverse("joint_meeting_detail", args=[meeting.pk])

    return _entered(request, form, keep, _("New task: %s") % meeting.name, tables.MEETINGS)
