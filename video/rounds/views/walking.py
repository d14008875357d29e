"""The page of whoever looks: her desk, her run camera by camera, and what is due."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grid.errors import IllegalStep
from grid.frame.pages import act
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from video.rounds import selectors, services
from video.rounds.forms import EndForm, FindingForm
from video.rounds.models import RoundLook, RoundRun, UnseenReason

HERE = "my_round"


@requires(Right.VIDEO_ROUND_WALK)
@require_GET
def my_round(request: HttpRequest) -> HttpResponse:
    """The camera to look at now, or what could be begun."""
    officer, now = officer_of(request), timezone.now()
    run = selectors.my_run(officer)
    context: dict[str, Any] = {
        "run": run,
        "sitting": selectors.my_sitting(officer),
        "teams": selectors.teams(officer).filter(is_active=True),
        "now": now,
    }
    if run is None:
        context["due"] = selectors.due_runs(officer, now)[:50]
        context["plans"] = selectors.rounds(officer, state="active")[:100]
    else:
        context |= _on_run(request, run)
    return render(request, "videorounds/my_round.html", context)


def _on_run(request: HttpRequest, run: RoundRun) -> dict[str, Any]:
    looks = list(selectors.looks(run))
    asked = request.GET.get("camera", "")
    pending = [one for one in looks if one.result == RoundLook.Result.PENDING]
    wanted = [one for one in looks if asked and one.camera.code == asked]
    current = next(iter(wanted or pending), None)
    code = current.camera.code if current else ""
    return {
        "looks": looks,
        "current": current,
        "pending": len(pending),
        "done": len(looks) - len(pending),
        "reasons": UnseenReason.choices,
        "end_form": EndForm(),
        "finding_form": FindingForm(initial={"camera": code}),
    }


def _mine(officer: Officer) -> RoundRun:
    run = selectors.my_run(officer)
    if run is None:
        raise IllegalStep(_("You are on no run."))
    return run


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
@require_POST
def my_round_start(request: HttpRequest) -> HttpResponse:
    """Begin the run that is due, or a round outside its plan."""
    officer, here = officer_of(request), reverse(HERE)

    def keep() -> str:
        run, plan = _number(request, "run"), _number(request, "round")
        if run:
            services.start_run(selectors.find_run(officer, run), officer=officer)
        elif plan:
            services.start_extra(selectors.find_round(officer, plan), officer=officer)
        return here

    return act(request, keep, back=here)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
@require_POST
def my_round_look(request: HttpRequest) -> HttpResponse:
    """Seen, not seen and why, or no picture; then the next camera."""
    officer, here, said = officer_of(request), reverse(HERE), request.POST

    def keep() -> str:
        one = selectors.find_look(_mine(officer), said.get("camera", ""))
        row = services.look(
            one,
            officer=officer,
            result=said.get("result", ""),
            reason=said.get("reason", ""),
            note=said.get("note", "")[:120],
        )
        if row.ticket_number and row.result == RoundLook.Result.NO_PICTURE:
            messages.success(
                request,
                _("%(name)s: repair ticket %(number)s.")
                % {"name": row.camera.name, "number": row.ticket_number},
            )
        return here

    return act(request, keep, back=here)


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
@require_POST
def my_round_end(request: HttpRequest) -> HttpResponse:
    """End the run; what is left is not seen, for the reason given."""
    officer, here = officer_of(request), reverse(HERE)
    form = EndForm(request.POST)

    def keep() -> str:
        said = form.cleaned_data if form.is_valid() else {}
        run = services.end_run(_mine(officer), officer=officer, **said)
        messages.success(request, _("The run is over."))
        return reverse("video_run_detail", args=[run.pk])

    return act(request, keep, back=here)


@requires(Right.VIDEO_ROUND_WALK, Right.VIDEO_ROUND_WALK)
@require_POST
def my_desk(request: HttpRequest) -> HttpResponse:
    """Sit down at a team's desk, or leave the one she sits at."""
    officer, here, team = officer_of(request), reverse(HERE), _number(request, "team")

    def keep() -> str:
        if team:
            services.take_desk(selectors.find_team(officer, team), officer=officer)
        else:
            services.leave_desk(officer=officer)
        return here

    return act(request, keep, back=here)
