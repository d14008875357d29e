"""Rates over days: one rate's line, the ranking of a span, the scores of contractors."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.rates import history, scores, services, shown, tables
from video.rates.forms import HistoryFilter, RankingFilter, SpanFilter, WeightsForm
from video.rates.formulas import FOUR, IN_SECONDS
from video.rates.groups import names_of
from video.rates.models import By, Rate
from video.rates.rulebook import formulas_of
from video.rates.selectors import path_of

PART_NAMES = {
    "online": _("Hours online"),
    "intact": _("Pictures intact"),
    "in_time": _("Repaired in time"),
    "once": _("Repaired once and for all"),
}


@requires(Right.CAMERA_READ)
@require_GET
def rate_history(request: HttpRequest) -> HttpResponse:
    """One rate day by day as it was kept, with its line of red."""
    form, rate, days, asked = _history(request)
    formula = formulas_of(officer_of(request).agency_path)[rate]
    points = [(day, f.percent) for day, f in days.items() if f.percent is not None]
    key = asked.get("key")
    context = {
        "tab": "history",
        "form": form,
        "rate": Rate(rate),
        "span": form.span(),
        "seconds": rate in IN_SECONDS,
        "group": names_of(asked["by"], [key]).get(key, key) if key else "",
        "formula": formula,
        "spark": shown.spark(history.Trend(points=points, change=None), formula.threshold),
        "page": page_of(request, list(reversed(days.items())), size=100),
    }
    return render(request, "videorates/history.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def rate_history_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same days as CSV."""
    _form, rate, days, _asked = _history(request)
    return csv_answer(f"camera-rate-{rate}.csv", tables.history_lines(days))


def _history(request: HttpRequest) -> tuple[HistoryFilter, str, Any, dict[str, Any]]:
    officer = officer_of(request)
    form = HistoryFilter(request.GET, viewer=officer)
    said = form.cleaned_data if form.is_valid() else {}
    rate = said.get("rate") or Rate.ONLINE.value
    by = said.get("by") or By.AGENCY.value
    asked: dict[str, Any] = {"by": by, "agency": said.get("agency") or ""}
    if by != By.AGENCY and said.get("key"):
        asked["key"] = said["key"]
    found = history.series(officer, [rate], *form.span(), **asked)
    return form, rate, dict(found.get(rate, {})), asked


@requires(Right.CAMERA_READ)
@require_GET
def rate_ranking(request: HttpRequest) -> HttpResponse:
    """Who has the best mean of the four rates over some days."""
    form, rows = _ranking(request)
    page = page_of(request, rows, size=100)
    context = {
        "tab": "ranking",
        "form": form,
        "span": form.span(),
        "rates": [shown.label_of(rate) for rate in FOUR],
        "page": page,
        "lines": [
            (row, [row.line.figures[rate] for rate in FOUR], tables.lack_words(row))
            for row in page.object_list
        ],
    }
    return render(request, "videorates/ranking.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def rate_ranking_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same ranking as CSV."""
    return csv_answer("camera-ranking.csv", tables.ranking_lines(_ranking(request)[1]))


def _ranking(request: HttpRequest) -> tuple[RankingFilter, list[history.Ranked]]:
    officer = officer_of(request)
    form = RankingFilter(request.GET, viewer=officer)
    said = form.cleaned_data if form.is_valid() else {}
    path = path_of(officer, said.get("agency"))
    by = said.get("by") or By.AGENCY.value
    return form, history.ranking(officer, *form.span(), by=by, path=path)


@requires(Right.CAMERA_READ)
@require_GET
def contractor_score(request: HttpRequest) -> HttpResponse:
    """The contractors by points, with every number the points were counted from."""
    officer = officer_of(request)
    form = SpanFilter(request.GET, viewer=officer)
    rows = scores.contractor_scores(officer, *form.span())
    context = {
        "tab": "contractors",
        "form": form,
        "span": form.span(),
        "page": page_of(request, rows, size=100),
        "rule": scores.score_rule(officer.agency_path, form.span()[1]),
        "names": [PART_NAMES[part] for part in scores.PARTS],
        "may": Right.RATE_MANAGE in officer.rights,
    }
    return render(request, "videorates/contractors.html", context)


@requires(Right.CAMERA_READ)
@require_GET
def contractor_score_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same scores as CSV."""
    officer = officer_of(request)
    form = SpanFilter(request.GET, viewer=officer)
    rows = scores.contractor_scores(officer, *form.span())
    return csv_answer("contractor-scores.csv", tables.score_lines(rows, PART_NAMES))


@requires(Right.RATE_MANAGE, Right.RATE_MANAGE)
@require_http_methods(["GET", "POST"])
def contractor_weights(request: HttpRequest) -> HttpResponse:
    """Other weights for the own agency and all below it, from a day on."""
    officer = officer_of(request)
    today = timezone.localdate()
    rule = scores.score_rule(officer.agency_path, today)
    initial = {part: getattr(rule, part) for part in scores.PARTS} | {"valid_from": today}
    form = WeightsForm(request.POST or None, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        weights = form.weights(said)
        services.change_score_rule(by=officer, weights=weights, valid_from=said["valid_from"])
        return reverse("contractor_score")

    context = {"tab": "contractors", "back": reverse("contractor_score"), "rule": rule}
    return form_page(request, form, keep, "videorates/weights.html", context)
