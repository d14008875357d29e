"""Pages of the service counter: one tap counts; the month's totals; what is offered."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.listing import Cell, listing_csv, listing_page
from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from grid.service.days import month_of
from grid.service.visits import services
from grid.service.visits.errand_forms import CountForm, ItemFilter, ItemForm
from grid.service.visits.errand_panels import item_listing
from grid.service.visits.models import CounterKind
from grid.service.visits.selectors import counter
from grid.service.visits.tables import count_lines


def _month(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)


@requires(Right.SERVICE_READ)
@require_GET
def service_counter(request: HttpRequest) -> HttpResponse:
    """The counter: one tap counts, the month's totals by kind, item and agency."""
    officer, today = officer_of(request), timezone.localdate()
    items = list(counter.items_of(officer.agency_path))
    here = counter.today_of(officer.agency, today)
    month = _month(request)
    first, last = month_of(month)
    context = {
        "kinds": [(code, label, here.get((code, ""), 0)) for code, label in CounterKind.choices],
        "items": [(row, here.get((row.kind, row.code), 0)) for row in items],
        "sheet": counter.month(officer, month),
        "month": month,
        "before": first - timedelta(days=1),
        "after": last + timedelta(days=1),
        "tabs": item_listing(officer),
        "may_write": officer.has_right(Right.VISIT_WRITE),
        "may_plan": officer.has_right(Right.VISIT_PLAN),
        "now": timezone.now(),
    }
    return render(request, "visits/counter.html", context)


@requires(Right.VISIT_WRITE, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def service_count(request: HttpRequest) -> HttpResponse:
    """Count what the counter did; an item says its kind."""
    officer = officer_of(request)
    items = list(counter.items_of(officer.agency_path))
    form = CountForm(request.POST or None, viewer=officer, items=items)

    def keep(said: dict[str, Any]) -> str:
        services.count_service(by=officer, **said)
        return reverse("service_counter")

    context = {"title": _("Count several"), "back": reverse("service_counter")}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.SERVICE_READ)
@require_GET
def service_counter_export(request: HttpRequest) -> HttpResponseBase:
    """The month's counts by day, kind and item."""
    first, last = month_of(_month(request))
    rows = counter.counted(officer_of(request), first=first, last=last)
    return csv_answer(f"service-counter-{first:%Y-%m}.csv", count_lines(rows))


@requires(Right.SERVICE_READ)
@require_GET
def service_item_list(request: HttpRequest) -> HttpResponse:
    """What the counters of the area offer."""
    officer = officer_of(request)
    form = ItemFilter(request.GET)
    new = Cell(_("New service item"), href=reverse("service_item_new"))
    actions = [new] if officer.has_right(Right.VISIT_PLAN) else []
    rows = counter.items(officer, **asked_for(form))
    return listing_page(request, item_listing(officer), rows, form, actions=actions)


@requires(Right.SERVICE_READ)
@require_GET
def service_item_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    officer = officer_of(request)
    rows = counter.items(officer, **asked_for(ItemFilter(request.GET)))
    return listing_csv(item_listing(officer), rows)


@requires(Right.VISIT_PLAN, Right.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def service_item_new(request: HttpRequest) -> HttpResponse:
    """Offer something more."""
    officer = officer_of(request)
    initial = {"agency": officer.agency.code}
    form = ItemForm(request.POST or None, viewer=officer, is_new=True, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        services.save_item(None, by=officer, **said | {"version": None})
        return reverse("service_item_list")

    context = {"title": _("New service item"), "back": reverse("service_item_list")}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.VISIT_PLAN, Right.VISIT_PLAN)
@require_http_methods(["GET", "POST"])
def service_item_edit(request: HttpRequest, service_item_id: int) -> HttpResponse:
    """Change what is offered, or say that it ends."""
    officer = officer_of(request)
    row = counter.find_item(officer, service_item_id)
    names = ("name", "kind", "rank", "valid_to", "version")
    initial = {name: getattr(row, name) for name in names}
    form = ItemForm(request.POST or None, viewer=officer, is_new=False, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        services.save_item(row, by=officer, **said)
        return reverse("service_item_list")

    context = {"title": row.name, "back": reverse("service_item_list")}
    return form_page(request, form, keep, "frame/entry.html", context)
