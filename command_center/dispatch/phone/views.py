"""The pages of the phone: the shell, who is signed in, and the worker that keeps both."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from command_center.dispatch.assignments.models import Assignment
from command_center.dispatch.phone.words import words
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from patrol.rounds.models import MissReason
from patrol.units.models import Unit
from patrol.units.selectors import unit_of
from patrol.worklog.models import WorkCode

# What a crew says of itself by one touch; the others follow its assignments.
BY_HAND: Final = (Unit.Status.PATROL, Unit.Status.STANDBY, Unit.Status.BUSY, Unit.Status.OUT)


@requires(Right.ASSIGNMENT_WORK)
@require_GET
def my_task(request: HttpRequest) -> HttpResponse:
    """The shell; its contents come by REST, and stay on the phone for when there is no line."""
    officer = officer_of(request)
    unit = unit_of(officer)
    config = _config() | {
        "officer": officer.badge_number,
        "unit": unit.call_sign if unit else "",
    }
    return render(request, "phone/my_task.html", {"unit": unit, "config": config})


def _config() -> dict[str, Any]:
    return {
        "language": get_language(),
        "time_zone": settings.TIME_ZONE,
        "session": reverse("my_task_session"),
        "worker": reverse("my_task_worker"),
        "report": reverse("incident_report"),
        "stages": dict(Assignment.Stage.choices),
        "statuses": dict(Unit.Status.choices),
        "by_hand": [status.value for status in BY_HAND],
        "work_codes": _work_codes(),
        "miss_reasons": dict(MissReason.choices),
        "words": words(),
    }


def _work_codes() -> list[dict[str, str]]:
    """The words of the work log the phone asks with, in their order."""
    groups = [
        WorkCode.Group.KIND,
        WorkCode.Group.ITEM,
        WorkCode.Group.RESULT,
        WorkCode.Group.SOURCE,
    ]
    rows = WorkCode.objects.filter(group__in=groups, is_active=True)
    return [
        {"group": row.group, "code": row.code, "name": str(row), "parent": row.parent}
        for row in rows
    ]


@requires(Right.ASSIGNMENT_WORK)
@require_GET
def my_task_session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, asked before anything is sent, so that nobody sends another's words."""
    told = {
        "officer": officer_of(request).badge_number,
        "csrf": get_token(request),
        "now": timezone.now(),  # by which a phone with a wrong clock corrects itself
    }
    return JsonResponse(told)


@requires(Right.PUBLIC)
@require_GET
def my_task_worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served beside the page because its scope is where it lies."""
    return render(request, "phone/worker.js", content_type="text/javascript")
