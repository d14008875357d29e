"""The community officer's phone form: report an incident in under a minute, on any line."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from command_center.incidents import choices
from command_center.incidents.models import Incident
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires


@requires(Right.INCIDENT_REPORT)
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """The form itself; what is typed stays on the phone until it is sent by REST."""
    officer = officer_of(request)
    context = {
        "kinds": choices.most_used(officer),
        "more": choices.category_choices(),
        "levels": Incident.Level.choices,
        "cells": choices.cells(officer),
        "words": {
            "draft": _("Draft"),
            "waiting": _("Waiting for the line"),
            "sent": _("Sent"),
            "refused": _("Not accepted"),
        },
    }
    return render(request, "incidents/report.html", context)


@requires(Right.INCIDENT_REPORT)
@require_GET
def report_session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, asked before anything is sent, so that nobody sends another's reports."""
    return JsonResponse({"officer": officer_of(request).badge_number, "csrf": get_token(request)})


@requires(Right.PUBLIC)
@require_GET
def report_worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served beside the form because its scope is where it lies."""
    return render(request, "incidents/report_worker.js", content_type="text/javascript")
