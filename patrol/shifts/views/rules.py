"""What shifts go by: templates with their weeks, certificates, rest rules."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.pages import form_page
from grid.ledger.actors import actor_of
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from patrol.shifts import access, registers, selectors, services
from patrol.shifts.forms import (
    CertificateFilterForm,
    CertificateForm,
    RestForm,
    TemplateForm,
    WeekForm,
)
from patrol.shifts.models import RestRule, ShiftTemplate

_PAGE = 50


@requires(Right.SHIFT_READ, Right.SHIFT_MANAGE)
@require_http_methods(["GET", "POST"])
def shift_templates(request: HttpRequest) -> HttpResponse:
    """Templates with what they need, the rest rules, and the button that makes a week."""
    officer = officer_of(request)
    today = timezone.localdate()
    monday = today + timedelta(days=(8 - today.isoweekday()) % 7)
    rows = selectors.templates(officer)

    def keep(said: dict[str, Any]) -> str:
        for template in rows:
            services.generate(template, by=actor_of(request), monday=said["monday"])
        return f"{reverse('shift_board')}?day={said['monday'].isoformat()}"

    context = {
        "page": page_of(request, rows, size=_PAGE),
        "words": selectors.certificate_words(),
        "rests": RestRule.objects.visible_to(officer).select_related("agency")[:_PAGE],
        "may_edit": Right.SHIFT_MANAGE in officer.rights,
    }
    form = WeekForm(request.POST or None, initial={"monday": monday})
    return form_page(request, form, keep, "shifts/templates.html", context)


@requires(Right.SHIFT_MANAGE, Right.SHIFT_MANAGE)
@require_http_methods(["GET", "POST"])
def shift_template_new(request: HttpRequest) -> HttpResponse:
    """Make a template."""
    return _template_form(request, None)


@requires(Right.SHIFT_MANAGE, Right.SHIFT_MANAGE)
@require_http_methods(["GET", "POST"])
def shift_template_edit(request: HttpRequest, shift_template_id: int) -> HttpResponse:
    """Change a template; shifts that were made stay as they are."""
    rows = selectors.templates(officer_of(request))
    return _template_form(request, get_object_or_404(rows, pk=shift_template_id))


def _template_form(request: HttpRequest, template: ShiftTemplate | None) -> HttpResponse:
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        agency = access.agency_of(officer, said.pop("agency"))
        said["station"] = registers.station_of(agency, said.pop("station"))
        registers.save_template(template, by=actor_of(request), agency=agency, **said)
        return reverse("shift_templates")

    form = TemplateForm(request.POST or None, viewer=officer, template=template)
    return form_page(request, form, keep, "shifts/form.html", _words("template", template))


@requires(Right.SHIFT_MANAGE, Right.SHIFT_MANAGE)
@require_http_methods(["GET", "POST"])
def rest_rule_new(request: HttpRequest) -> HttpResponse:
    """Set the hours between two shifts from a day on."""
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        agency = access.agency_of(officer, said.pop("agency"))
        registers.add_rest_rule(agency, by=actor_of(request), **said)
        return reverse("shift_templates")

    form = RestForm(
        request.POST or None, viewer=officer, initial={"valid_from": timezone.localdate()}
    )
    return form_page(request, form, keep, "shifts/form.html", _words("rest"))


@requires(Right.SHIFT_READ)
@require_GET
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Who may carry and drive, and until when."""
    officer = officer_of(request)
    form = CertificateFilterForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    kind = said.get("kind")
    rows = selectors.certificates(officer, q=said.get("q", ""), kind=kind.pk if kind else "")
    context = {
        "form": form,
        "page": page_of(request, rows, size=_PAGE),
        "today": timezone.localdate(),
        "soon": timezone.localdate() + timedelta(days=30),
        "may_edit": Right.SHIFT_MANAGE in officer.rights,
    }
    return render(request, "shifts/certificates.html", context)


@requires(Right.SHIFT_MANAGE, Right.SHIFT_MANAGE)
@require_http_methods(["GET", "POST"])
def certificate_new(request: HttpRequest) -> HttpResponse:
    """Enter a certificate."""

    def keep(said: dict[str, Any]) -> str:
        visible = Officer.objects.visible_to(officer_of(request))
        holder = get_object_or_404(visible, badge_number=said.pop("badge"))
        said["kind"] = said["kind"].pk
        registers.add_certificate(holder, by=actor_of(request), **said)
        return reverse("certificate_list")

    form = CertificateForm(request.POST or None)
    return form_page(request, form, keep, "shifts/form.html", _words("certificate"))


def _words(what: str, template: ShiftTemplate | None = None) -> dict[str, Any]:
    """Which form the shared page shows; the page has the words."""
    return {"what": what, "template": template}
