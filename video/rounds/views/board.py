"""The board of video patrol, its teams, the runs as they were due."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.pages import form_page
from grid.ledger.actors import actor_of
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.rounds import selectors, services
from video.rounds.forms import CancelForm, RuleForm, RunFilterForm, TeamForm
from video.rounds.hours import is_staffed
from video.rounds.models import VideoTeam

PAGE = 50
MOST = 20_000  # lines of an export
_DAYS = 7
_RUN_HEAD = (
    *("run", "round", "place", "team", "agency", "state", "due_start", "due_end", "started_at"),
    *("ended_at", "badge", "seen", "unseen", "no_picture", "pending", "note"),
)


@requires(Right.CAMERA_READ)
@require_GET
def video_patrol_board(request: HttpRequest) -> HttpResponse:
    """Who sits where, what is due, what the last seven days came to, what nobody looks at."""
    officer, now, today = officer_of(request), timezone.now(), timezone.localdate()
    first = today - timedelta(days=_DAYS - 1)
    missing = selectors.unwatched(officer)
    context = {
        "teams": [(team, is_staffed(team, now)) for team in selectors.teams(officer)],
        "due": selectors.open_runs(officer).filter(due_start__lte=now + timedelta(hours=2))[:50],
        "figures": selectors.figures(officer, first, today),
        "gaps": selectors.gaps(officer, first, today)[:20],
        "missing": missing[:20],
        "n_missing": missing.count(),
        "days": _DAYS,
        "may_plan": officer.has_right(Right.VIDEO_ROUND_PLAN),
        "may_walk": officer.has_right(Right.VIDEO_ROUND_WALK),
        "now": now,
    }
    return render(request, "videorounds/board.html", context)


@requires(Right.VIDEO_ROUND_PLAN, Right.VIDEO_ROUND_PLAN)
@require_http_methods(["GET", "POST"])
def video_team_new(request: HttpRequest) -> HttpResponse:
    """Enter a team."""
    return _team_form(request, None, title=_("Enter a video team"))


@requires(Right.VIDEO_ROUND_PLAN, Right.VIDEO_ROUND_PLAN)
@require_http_methods(["GET", "POST"])
def video_team_edit(request: HttpRequest, video_team_id: int) -> HttpResponse:
    """Correct a team, or end it."""
    row = selectors.find_team(officer_of(request), video_team_id)
    return _team_form(request, row, title=row.name)


def _team_form(request: HttpRequest, row: VideoTeam | None, *, title: str) -> HttpResponse:
    officer, back = officer_of(request), reverse("video_patrol_board")
    form = TeamForm(request.POST or None, viewer=officer, team=row)

    def keep(said: dict[str, Any]) -> str:
        services.save_team(row, by=actor_of(request), viewer=officer, **said)
        return back

    return form_page(request, form, keep, "videorounds/form.html", {"title": title, "back": back})


@requires(Right.VIDEO_ROUND_PLAN, Right.VIDEO_ROUND_PLAN)
@require_http_methods(["GET", "POST"])
def video_rule(request: HttpRequest) -> HttpResponse:
    """How long desks may be empty and rounds be late, from a day on."""
    officer, back = officer_of(request), reverse("video_patrol_board")
    held = services.rule_of(officer.agency_path)
    form = RuleForm(request.POST or None, viewer=officer, held=held)

    def keep(said: dict[str, Any]) -> str:
        agency = Agency.objects.visible_to(officer).get(code=said.pop("agency"))
        services.set_rule(agency, by=actor_of(request), **said)
        return back

    context = {"title": _("Rule of video rounds"), "back": back}
    return form_page(request, form, keep, "videorounds/form.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def video_run_list(request: HttpRequest) -> HttpResponse:
    """Runs, the latest first, with how many cameras were seen."""
    officer = officer_of(request)
    form = RunFilterForm(request.GET, viewer=officer)
    rows = selectors.runs(officer, **asked_for(form)).order_by("-due_start", "-pk")
    context = {"form": form, "page": page_of(request, rows, size=PAGE), "now": timezone.now()}
    return render(request, "videorounds/runs.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def video_run_export(request: HttpRequest) -> HttpResponseBase:
    """The runs as they are filtered."""
    officer = officer_of(request)
    form = RunFilterForm(request.GET, viewer=officer)
    rows = selectors.runs(officer, **asked_for(form)).order_by("-due_start", "-pk")
    return csv_answer("video-runs.csv", _run_lines(rows[:MOST]))


def _run_lines(rows: Any) -> Iterator[tuple[Any, ...]]:
    yield _RUN_HEAD
    for row in rows.iterator(chunk_size=500):
        team = row.round.team
        yield (
            *(row.pk, row.round.name, row.round.place or "", team.name, team.agency.name),
            *(row.get_state_display(), row.due_start, row.due_end, row.started_at, row.ended_at),
            row.walker.badge_number if row.walker else "",
            *(row.n_seen, row.n_unseen, row.n_no_picture, row.n_pending, row.note),
        )


@requires(Right.CAMERA_READ)
@require_GET
def video_run_detail(request: HttpRequest, video_run_id: int) -> HttpResponse:
    """One run, camera by camera."""
    officer = officer_of(request)
    row = selectors.find_run(officer, video_run_id)
    context = {
        "run": row,
        "looks": selectors.looks(row),
        "findings": selectors.findings(officer).filter(run=row),
        "may_plan": officer.has_right(Right.VIDEO_ROUND_PLAN),
        "now": timezone.now(),
    }
    return render(request, "videorounds/run.html", context)


@requires(Right.VIDEO_ROUND_PLAN, Right.VIDEO_ROUND_PLAN)
@require_http_methods(["GET", "POST"])
def video_run_cancel(request: HttpRequest, video_run_id: int) -> HttpResponse:
    """Call a due run off."""
    row = selectors.find_run(officer_of(request), video_run_id)
    back = reverse("video_run_detail", args=[row.pk])
    form = CancelForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        services.cancel_run(row, by=actor_of(request), **said)
        return back

    title = _("Call off: %s") % row.round.name
    return form_page(request, form, keep, "videorounds/form.html", {"title": title, "back": back})
