"""Pages of the rounds as planned."""

from collections.abc import Iterator
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
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from grid.territory.models import Place
from video.rounds import selectors, services
from video.rounds.forms import DAYS, RoundFilterForm, RoundForm
from video.rounds.models import VideoRound

PAGE = 50
RUNS = 20  # on the page of one round
_HEAD = (
    *("round", "name", "team", "agency", "place", "days", "starts_at", "ends_at", "every_min"),
    *("minutes", "valid_from", "valid_to", "is_active", "cameras"),
)


def said_days(plan: VideoRound) -> str:
    """The days of a round in the reader's words."""
    words = dict(DAYS)
    if sorted(plan.days) == [1, 2, 3, 4, 5, 6, 7]:
        return _("Every day")
    return _(", ").join(str(words[day]) for day in sorted(plan.days))


@requires(Right.CAMERA_READ)
@require_GET
def video_round_list(request: HttpRequest) -> HttpResponse:
    """Rounds as planned."""
    officer = officer_of(request)
    form = RoundFilterForm(request.GET, viewer=officer)
    page = page_of(request, selectors.rounds(officer, **asked_for(form)), size=PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": [(row, said_days(row)) for row in page.object_list],
        "may_plan": officer.has_right(Right.VIDEO_ROUND_PLAN),
        "now": timezone.now(),
    }
    return render(request, "videorounds/list.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def video_round_export(request: HttpRequest) -> HttpResponseBase:
    """The rounds as they are filtered, with the codes of their cameras."""
    officer = officer_of(request)
    form = RoundFilterForm(request.GET, viewer=officer)
    rows = selectors.rounds(officer, **asked_for(form)).prefetch_related("listed__camera")
    return csv_answer("video-rounds.csv", _lines(rows[:2000]))


def _lines(rows: Any) -> Iterator[tuple[Any, ...]]:
    yield _HEAD
    for row in rows:
        yield (
            *(row.pk, row.name, row.team.name, row.team.agency.name, row.place or ""),
            *(said_days(row), row.starts_at, row.ends_at, row.every_min, row.minutes),
            *(row.valid_from, row.valid_to, row.is_active),
            " ".join(one.camera.code for one in row.listed.all()),
        )


@requires(Right.CAMERA_READ)
@require_GET
def video_round_detail(request: HttpRequest, video_round_id: int) -> HttpResponse:
    """One round: its cameras, its hours, its runs."""
    officer = officer_of(request)
    row = selectors.find_round(officer, video_round_id)
    context = {
        "plan": row,
        "days": said_days(row),
        "listed": row.listed.select_related("camera__agency"),
        "runs": selectors.runs(officer, round=row.pk).order_by("-due_start")[:RUNS],
        "may_plan": officer.has_right(Right.VIDEO_ROUND_PLAN),
        "may_walk": officer.has_right(Right.VIDEO_ROUND_WALK),
        "now": timezone.now(),
    }
    return render(request, "videorounds/detail.html", context)


@requires(Right.VIDEO_ROUND_PLAN, Right.VIDEO_ROUND_PLAN)
@require_http_methods(["GET", "POST"])
def video_round_new(request: HttpRequest) -> HttpResponse:
    """Plan a round; `?place=` fills in the cameras around a key place."""
    officer = officer_of(request)
    place = _place_asked(request, officer)
    initial: dict[str, Any] = {}
    if place is not None:
        metres = services.rule_of(officer.agency_path).around_m
        near = selectors.around(officer, place, metres)
        codes = "\n".join(camera.code for camera in near)
        initial = {"place": place.pk, "name": place.name, "cameras": codes}
    form = RoundForm(request.POST or None, viewer=officer, plan=None, **initial)
    return _round_form(request, form, None, title=_("Plan a round"))


def _place_asked(request: HttpRequest, officer: Officer) -> Place | None:
    asked = request.GET.get("place", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 9):
        return None
    return Place.objects.visible_to(officer).filter(pk=int(asked), is_active=True).first()


@requires(Right.VIDEO_ROUND_PLAN, Right.VIDEO_ROUND_PLAN)
@require_http_methods(["GET", "POST"])
def video_round_edit(request: HttpRequest, video_round_id: int) -> HttpResponse:
    """Change a round or end it; runs nobody began are planned anew."""
    officer = officer_of(request)
    row = selectors.find_round(officer, video_round_id)
    form = RoundForm(request.POST or None, viewer=officer, plan=row)
    return _round_form(request, form, row, title=row.name)


def _round_form(
    request: HttpRequest, form: RoundForm, row: VideoRound | None, *, title: str
) -> HttpResponse:
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        made = services.save_round(row, by=actor_of(request), viewer=officer, **said)
        return reverse("video_round_detail", args=[made.pk])

    back = reverse("video_round_detail", args=[row.pk]) if row else reverse("video_round_list")
    context = {"title": title, "back": back, "places": selectors.unwatched(officer)[:50]}
    return form_page(request, form, keep, "videorounds/form.html", context)
