"""Pages of alarm devices: the register, one device, its tests, the presses, the rule."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grid.frame.forms import asked_for
from grid.frame.pages import act, form_page
from grid.frame.sheet_import import import_page, written
from grid.ledger.actors import actor_of
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.organisation.writing import fault, refuse
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.alarms import selectors, services
from video.alarms.forms import DeviceFilterForm, DeviceForm, JudgeForm, PressFilterForm, RuleForm
from video.alarms.models import AlarmDevice
from video.alarms.sheets import TABLE, press_lines

PAGE = 50
SHOWN = 20  # presses and tests on the page of one device


def there(device: AlarmDevice) -> str:
    """The address of a device's page."""
    return reverse("alarm_device_detail", args=[device.code])


@requires(Right.CAMERA_READ)
@require_GET
def alarm_device_list(request: HttpRequest) -> HttpResponse:
    """The register, those not tested in time marked."""
    officer = officer_of(request)
    form = DeviceFilterForm(request.GET, viewer=officer)
    context = {
        "form": form,
        "page": page_of(request, selectors.devices(officer, **asked_for(form)), size=PAGE),
        "counts": selectors.counts(officer),
        "rule": services.rule_of(officer.agency_path),
        "may_edit": officer.has_right(Right.CAMERA_MANAGE),
        "now": timezone.now(),
    }
    return render(request, "alarms/list.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def alarm_device_export(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, as it is filtered; the import takes it again."""
    officer = officer_of(request)
    form = DeviceFilterForm(request.GET, viewer=officer)
    rows = selectors.devices(officer, **asked_for(form))
    return csv_answer("alarm-devices.csv", written(TABLE, rows.iterator(chunk_size=500)))


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def alarm_device_import(request: HttpRequest) -> HttpResponse:
    """A CSV file of devices: tried first, then all of it or the valid rows."""
    title = _("Import alarm devices")
    return import_page(request, TABLE, title=title, back="alarm_device_list")


@requires(Right.CAMERA_READ)
@require_GET
def alarm_device_detail(request: HttpRequest, alarm_code: str) -> HttpResponse:
    """One device: where it stands, its presses, its tests."""
    officer = officer_of(request)
    row = selectors.find_device(officer, alarm_code)
    context = {
        "device": row,
        "presses": selectors.presses(officer, device=row.code)[:SHOWN],
        "tests": row.tests.select_related("press")[:SHOWN],
        "waiting": row.tests.filter(state="waiting", until__gte=timezone.now()).first(),
        "rule": services.rule_of(row.agency.path),
        "may_edit": officer.has_right(Right.CAMERA_MANAGE),
        "now": timezone.now(),
    }
    return render(request, "alarms/detail.html", context)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def alarm_device_new(request: HttpRequest) -> HttpResponse:
    """Enter a device."""
    form = DeviceForm(request.POST or None, viewer=officer_of(request), device=None)
    return _device_form(request, form, None, title=_("Enter an alarm device"))


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def alarm_device_edit(request: HttpRequest, alarm_code: str) -> HttpResponse:
    """Correct a device, or say that it is faulty or removed."""
    row = selectors.find_device(officer_of(request), alarm_code)
    form = DeviceForm(request.POST or None, viewer=officer_of(request), device=row)
    return _device_form(request, form, row, title=row.name)


def _device_form(
    request: HttpRequest, form: DeviceForm, row: AlarmDevice | None, *, title: str
) -> HttpResponse:
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        given = {name: value for name, value in said.items() if name not in ("lng", "lat")}
        given |= {name: said[name] for name in ("lng", "lat") if said[name] is not None}
        return there(services.save_device(row, by=actor_of(request), viewer=officer, **given))

    back = there(row) if row else reverse("alarm_device_list")
    return form_page(request, form, keep, "alarms/form.html", {"title": title, "back": back})


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_POST
def alarm_test_begin(request: HttpRequest) -> HttpResponse:
    """Let the next press of each chosen device be its test."""
    officer = officer_of(request)
    chosen = request.POST.getlist("devices")[:500]
    back = request.POST.get("next") == "device" and len(chosen) == 1
    where = reverse("alarm_device_detail", args=chosen) if back else reverse("alarm_device_list")

    def keep() -> str:
        rows = list(selectors.devices(officer).filter(code__in=chosen))
        if len(rows) != len(set(chosen)):
            refuse([fault("devices", "unknown", _("There is no such device in your area."))])
        made = services.begin_tests(rows, by=actor_of(request))
        messages.success(
            request, _("%(n)s tests wait. Have the buttons pressed now.") % {"n": len(made)}
        )
        return where

    return act(request, keep, back=where)


@requires(Right.CAMERA_READ)
@require_GET
def alarm_press_list(request: HttpRequest) -> HttpResponse:
    """What was pressed, when, where, and what it was."""
    officer = officer_of(request)
    form = PressFilterForm(request.GET, viewer=officer)
    context = {
        "form": form,
        "page": page_of(request, selectors.presses(officer, **asked_for(form)), size=PAGE),
        "may_edit": officer.has_right(Right.CAMERA_MANAGE),
        "now": timezone.now(),
    }
    return render(request, "alarms/presses.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def alarm_press_export(request: HttpRequest) -> HttpResponseBase:
    """The presses as they are filtered."""
    officer = officer_of(request)
    form = PressFilterForm(request.GET, viewer=officer)
    rows = selectors.presses(officer, **asked_for(form))
    return csv_answer("alarm-presses.csv", press_lines(rows))


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def alarm_press_judge(request: HttpRequest, press_id: int) -> HttpResponse:
    """Say what a press was."""
    row = selectors.find_press(officer_of(request), press_id)
    if row.is_test:
        messages.error(request, _("A test is judged by itself."))
        return redirect("alarm_press_list")
    held = {"result": row.result, "number": row.incident_number, "note": row.note}
    form = JudgeForm(request.POST or None, initial=held | {"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        services.judge(row, by=actor_of(request), **said)
        return reverse("alarm_press_list")

    context = {"press": row, "back": reverse("alarm_press_list")}
    return form_page(request, form, keep, "alarms/judge.html", context)


@requires(Right.CAMERA_MANAGE, Right.CAMERA_MANAGE)
@require_http_methods(["GET", "POST"])
def alarm_rule(request: HttpRequest) -> HttpResponse:
    """How often devices are tested, from a day on."""
    officer = officer_of(request)
    held = services.rule_of(officer.agency_path)
    form = RuleForm(request.POST or None, viewer=officer, held=held)

    def keep(said: dict[str, Any]) -> str:
        agency = Agency.objects.visible_to(officer).get(code=said.pop("agency"))
        services.set_rule(agency, by=actor_of(request), **said)
        return reverse("alarm_device_list")

    context = {"title": _("Rule of alarm devices"), "back": reverse("alarm_device_list")}
    return form_page(request, form, keep, "alarms/form.html", context)
