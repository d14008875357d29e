"""The seven lists, each as a page and as CSV."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from grid.frame.forms import asked_for
from grid.frame.listing import Cell, Listing, listing_csv, listing_page
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from grid.service.programmes import forms, selectors, tables

Page = Callable[[HttpRequest], HttpResponseBase]
MANAGE: Final = Right.PROGRAMME_MANAGE
INSPECT: Final = Right.SUPERVISION_INSPECT


def _list(
    listing: Listing, form: type[Any], read: Callable[..., Any], new: tuple[str, Any, Right] | None
) -> tuple[Page, Page]:
    """The page of a list and its export; `new` is the route, words and right of an entry."""

    def asked(request: HttpRequest) -> tuple[Any, Any]:
        officer = officer_of(request)
        more = {} if form is forms.AreaFilter else {"viewer": officer}
        filled = form(request.GET, **more)
        return filled, read(officer, **asked_for(filled))

    def page(request: HttpRequest) -> HttpResponse:
        filled, rows = asked(request)
        may = new is not None and new[2] in officer_of(request).rights
        actions = [Cell(new[1], reverse(new[0]))] if new is not None and may else []
        return listing_page(request, listing, rows, filled, actions=actions)

    def export(request: HttpRequest) -> HttpResponseBase:
        return listing_csv(listing, asked(request)[1])

    page.__name__, export.__name__ = listing.tab, listing.export
    mark = requires(Right.SERVICE_READ)
    return mark(require_GET(page)), mark(require_GET(export))


programme_list, programme_export = _list(
    tables.PROGRAMMES,
    forms.ProgrammeFilter,
    selectors.programmes,
    ("programme_new", _("New programme"), MANAGE),
)
programme_item_list, programme_item_export = _list(
    tables.ITEMS, forms.ItemFilter, selectors.items, None
)
agency_supervision_list, agency_supervision_export = _list(
    tables.SUPERVISIONS,
    forms.SupervisionFilter,
    selectors.supervisions,
    ("agency_supervision_new", _("New supervision"), INSPECT),
)
leading_group_list, leading_group_export = _list(
    tables.GROUPS,
    forms.GroupFilter,
    selectors.groups,
    ("leading_group_new", _("New group"), MANAGE),
)
contact_area_list, contact_area_export = _list(
    tables.AREAS,
    forms.AreaFilter,
    selectors.areas,
    ("contact_area_new", _("Give an area to a leader"), MANAGE),
)
joint_meeting_list, joint_meeting_export = _list(
    tables.MEETINGS,
    forms.MeetingFilter,
    selectors.meetings,
    ("joint_meeting_new", _("New meeting"), MANAGE),
)
meeting_task_list, meeting_task_export = _list(
    tables.TASKS, forms.TaskFilter, selectors.tasks, None
)
