"""Pages of campaigns and tasks."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.listing import Cell, listing_csv, listing_page, record_page
from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from grid.service.visits import services
from grid.service.visits.listings import PROGRESS_HEADS, TASKS, progress_line
from grid.service.visits.models import Campaign
from grid.service.visits.panels import campaign_listing, campaign_record, task_record
from grid.service.visits.selectors.campaigns import (
    campaigns,
    find_campaign,
    find_task,
    progress,
    tasks,
)
from grid.service.visits.task_forms import (
    CampaignChangeForm,
    CampaignFilter,
    CampaignForm,
    OutcomeForm,
    TaskFilter,
    TaskForm,
    VersionForm,
)


def there(campaign: Campaign) -> str:
    """The address of a campaign's page."""
    return reverse("visit_campaign_detail", args=[campaign.pk])


@requires(Right.SERVICE_READ)
@require_GET
def visit_campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns with how far they have come in the reader's area."""
    officer = officer_of(request)
    form = CampaignFilter(request.GET, viewer=officer)
    new = Cell(_("New campaign"), href=reverse("visit_campaign_new"))
    actions = [new] if officer.has_right(Right.VISIT_PLAN) else []
    rows = campaigns(officer, **asked_for(form))
    return listing_page(request, campaign_listing(officer, rows), rows, form, actions=actions)


@requires(Right.SERVICE_READ)
@require_GET
def visit_campaign_detail(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One campaign: each cell's progress, the answers added up."""
    officer = officer_of(request)
    row = find_campaign(officer, campaign_id)
    return record_page(request, campaign_record(row, officer))


@requires(Right.SERVICE_READ)
@require_GET
def visit_campaign_export(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """The progress of its cells as CSV."""
    officer = officer_of(request)
    row = find_campaign(officer, campaign_id)
    lines = [progress_line(cell, row.pk) for cell in progress(officer, row)]
    head = [str(word) for word in PROGRESS_HEADS]
    return csv_answer(f"campaign-{campaign_id}.csv", [head, *lines])


@requires(Right.VISIT_PLAN, Right.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def visit_campaign_new(request: HttpRequest) -> HttpResponse:
    """Start a campaign: a task in each of its cells."""
    officer = officer_of(request)
    initial = {"agency": officer.agency.code}
    form = CampaignForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        return there(services.start_campaign(by=officer, **said))

    context = {"title": _("New campaign"), "back": reverse("visit_campaign_list")}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.VISIT_PLAN, Right.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def visit_campaign_edit(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Change a campaign's name, words or last day."""
    officer = officer_of(request)
    row = find_campaign(officer, campaign_id)
    form = CampaignChangeForm(request.POST or None, campaign=row)

    def keep(said: dict[str, Any]) -> str:
        return there(services.change_campaign(row, by=officer, **said))

    context = {"title": row.name, "back": there(row)}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.VISIT_PLAN, Right.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def visit_campaign_close(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """End a campaign; its open tasks are taken back."""
    officer = officer_of(request)
    row = find_campaign(officer, campaign_id)

    def keep(said: dict[str, Any]) -> str:
        return there(services.close_campaign(row, by=officer, **said))

    form = VersionForm(request.POST or None, initial={"version": row.version})
    context = {"title": _("Close %(name)s?") % {"name": row.name}, "back": there(row)}
    context |= {"explanation": _("Its open tasks are taken back; its visits stay.")}
    context |= {"label": _("Close the campaign")}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.SERVICE_READ)
@require_GET
def visit_task_list(request: HttpRequest) -> HttpResponse:
    """What is to be visited, the next due first; what is over only when asked for."""
    officer = officer_of(request)
    form = TaskFilter(request.GET, viewer=officer)
    wanted = asked_for(form)
    asked_past = wanted.get("state") or wanted.get("first")
    rows = tasks(officer, **wanted | ({} if asked_past else {"open": "1"}))
    new = Cell(_("New task"), href=reverse("visit_task_new"))
    actions = [new] if officer.has_right(Right.VISIT_PLAN) else []
    note = _("Only what is open, unless a state or a first day is chosen.")
    return listing_page(request, TASKS, rows, form, actions=actions, note=note)


@requires(Right.SERVICE_READ)
@require_GET
def visit_task_export(request: HttpRequest) -> HttpResponseBase:
    """The tasks as they are filtered, those that are over too."""
    officer = officer_of(request)
    return listing_csv(TASKS, tasks(officer, **asked_for(TaskFilter(request.GET, viewer=officer))))


@requires(Right.VISIT_PLAN, Right.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def visit_task_new(request: HttpRequest) -> HttpResponse:
    """Ask for a visit."""
    officer = officer_of(request)
    initial = {name: request.GET.get(name) for name in ("cell", "place") if name in request.GET}
    form = TaskForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        made = services.create_task(by=officer, **said)
        return reverse("visit_task_detail", args=[made.pk])

    context = {"title": _("New task"), "back": reverse("visit_task_list")}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.SERVICE_READ)
@require_GET
def visit_task_detail(request: HttpRequest, visit_task_id: int) -> HttpResponse:
    """One task with its visits and what may be done with it."""
    officer = officer_of(request)
    return record_page(request, task_record(find_task(officer, visit_task_id), officer))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def visit_task_sign(request: HttpRequest, visit_task_id: int) -> HttpResponse:
    """Sign for a task."""
    officer = officer_of(request)
    row = find_task(officer, visit_task_id)
    back = reverse("visit_task_detail", args=[row.pk])
    form = VersionForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        services.sign_task(row, by=officer, **said)
        return back

    context = {"title": row.title, "back": back, "label": _("Sign for it")}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def visit_task_finish(request: HttpRequest, visit_task_id: int) -> HttpResponse:
    """Say that a task is done, and what came of it."""
    return _ended(request, visit_task_id, title=_("The task is done"), is_done=True)


@requires(Right.VISIT_PLAN, Right.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def visit_task_cancel(request: HttpRequest, visit_task_id: int) -> HttpResponse:
    """Take a task back, and say why."""
    return _ended(request, visit_task_id, title=_("Take the task back"), is_done=False)


def _ended(request: HttpRequest, key: int, *, title: str, is_done: bool) -> HttpResponse:
    officer = officer_of(request)
    row = find_task(officer, key)
    back = reverse("visit_task_detail", args=[row.pk])
    form = OutcomeForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        version, words = said["version"], said["outcome"]
        if is_done:
            services.finish_task(row, by=officer, outcome=words, version=version)
        else:
            services.cancel_task(row, by=officer, reason=words, version=version)
        return back

    return form_page(request, form, keep, "frame/entry.html", {"title": title, "back": back})
