"""Pages of the figures: every measure, 1-3-5, the calls behind each, and the rules they rest on."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from command_center.dispatch.figures import asking, one_three_five, rates, selectors, shown
from command_center.dispatch.figures.forms import FigureFilter, FigureForm, ReachFilter
from command_center.dispatch.figures.measures import BY_CODE, REASONS
from command_center.dispatch.figures.periods import Question
from command_center.dispatch.figures.serializers import CallsQuery, ReachCallsQuery
from command_center.dispatch.figures.spans import Call
from grid.errors import DomainError
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rest.views import checked
from grid.rights import Right, requires

MOST_IN_A_FILE: Final = 100_000


@requires(Right.FIGURES_READ)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Every measure of a period beside two earlier ones, and one measure divided."""
    form = FigureForm(_with_days(request), officer=officer_of(request))
    question, refusal = _asked(request, form)
    said = form.said() if form.is_valid() and not refusal else {}
    report = selectors.report(question, before=asking.compared_with(said))
    measure = said.get("measure") or "arrival"
    rows = shown.report_json(report)
    divided = next((row for row in rows["measures"] if row["measure"] == measure), None)
    context = {
        "form": form,
        "refusal": refusal,
        "report": rows,
        "divided": divided if question.group != "none" else None,
        "most": _longest(divided["groups"]) if divided else None,
        "behind": _query(question),
        "may_change": Right.COVERAGE_MANAGE in officer_of(request).rights,
    }
    return render(request, "figures/figures.html", context)


@requires(Right.FIGURES_READ)
@require_GET
def figure_calls(request: HttpRequest, measure: str) -> HttpResponseBase:
    """The calls behind one figure: `?as=csv` for a file of all of them."""
    said = checked(CallsQuery, request.GET)
    question = asking.question_of(officer_of(request), said)
    rows = selectors.calls_behind(question, measure, asking.behind_of(said))
    if rows is None:
        raise Http404
    rate = rates.rate_of(measure)
    name = rate.name if rate else BY_CODE[measure].name
    return _calls(request, question, rows, {"name": name, "file": measure, "said": said})


@requires(Right.FIGURES_READ)
@require_GET
def one_three_five_page(request: HttpRequest) -> HttpResponse:
    """Reached or not within 1, 3 and 5 minutes, by zone, hour or unit."""
    form = ReachFilter(_with_days(request), officer=officer_of(request))
    question, refusal = _asked(request, form)
    known = one_three_five.readings(question.agency)
    asked = form.said().get("reading") if form.is_valid() else None
    reading = asked or next(iter(known), "stages")
    timers = one_three_five.report(question, reading=reading)
    context = {
        "form": form,
        "refusal": refusal,
        "reach": shown.reach_json(question, reading, known, timers),
        "behind": _query(question) | {"reading": reading},
        "may_change": Right.COVERAGE_MANAGE in officer_of(request).rights,
    }
    return render(request, "figures/one_three_five.html", context)


@requires(Right.FIGURES_READ)
@require_GET
def one_three_five_calls(request: HttpRequest, tier: int) -> HttpResponseBase:
    """The calls behind one timer."""
    said = checked(ReachCallsQuery, request.GET)
    if tier not in one_three_five.STAGE_NAMES:
        raise Http404
    question = asking.question_of(officer_of(request), said)
    reading = said.get("reading") or next(iter(one_three_five.readings(question.agency)), "")
    which = asking.behind_of(said)
    rows = one_three_five.calls_behind(question, reading=reading, tier=tier, which=which)
    name = one_three_five.STAGE_NAMES[tier]
    return _calls(request, question, rows, {"name": name, "file": f"135-{tier}", "said": said})


def _with_days(request: HttpRequest) -> QueryDict:
    """What was asked, with the days that hold where none are named."""
    said = request.GET.copy()
    if not said.get("from") and not said.get("to"):
        days = asking.default_period()
        said["from"], said["to"] = days.first.isoformat(), days.last.isoformat()
    return said


def _asked(request: HttpRequest, form: FigureFilter) -> tuple[Question, DomainError | None]:
    """The question of a form; the default one where the form says what cannot be."""
    officer = officer_of(request)
    try:
        if form.is_valid():
            return asking.question_of(officer, form.said()), None
    except DomainError as refusal:
        return asking.question_of(officer, {}), refusal
    return asking.question_of(officer, {}), None


def _query(question: Question) -> dict[str, Any]:
    """What a link to the calls behind carries, so that both count the same rows."""
    return {
        "from": question.period.first.isoformat(),
        "to": question.period.last.isoformat(),
        "agency": question.agency.code,
        "group": question.group,
        "per": "assignment" if question.of_units else "incident",
    }


def _longest(groups: list[dict[str, Any]]) -> float | None:
    return max((group["p90_s"] or 0 for group in groups), default=None)


def _calls(
    request: HttpRequest, question: Question, rows: Sequence[Call], about: dict[str, Any]
) -> HttpResponseBase:
    if request.GET.get("as") == "csv":
        stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
        return csv_answer(f"{about['file']}-{stamp}.csv", _lines(rows))
    reason = about["said"].get("reason", "")
    context = about | {
        "question": question,
        "page": page_of(request, rows, size=100),
        "reason": REASONS.get(reason, ""),
    }
    return render(request, "figures/calls.html", context)


def _lines(rows: Sequence[Call]) -> Iterator[Sequence[Any]]:
    """Head and rows; the head is worded now, because the file is sent when the language is gone."""
    names = _("Number"), _("Unit"), _("Level"), _("Group"), _("Began"), _("Ended"), _("Seconds")
    return chain([names], (_line(call) for call in rows[:MOST_IN_A_FILE]))


def _line(call: Call) -> Sequence[Any]:
    where = (call.number, call.unit, call.level, call.group)
    return (*where, call.began, call.ended, call.seconds)
