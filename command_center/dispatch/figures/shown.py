"""Figures as JSON-ready values, and the words around them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.figures import rates
from command_center.dispatch.figures.measures import REASONS, STAMP_NAMES
from command_center.dispatch.figures.one_three_five import Timer
from command_center.dispatch.figures.periods import Period, Question
from command_center.dispatch.figures.selectors import Figure, Report
from command_center.dispatch.figures.spans import Call, Tally


def formula() -> str:
    """How two periods are compared; said wherever a change is shown."""
    return _("change = (median now - median before) ÷ median before; below zero is faster")


def band_rows(bounds: list[int], bands: Mapping[int, int], n: int) -> Iterator[dict[str, Any]]:
    """Every band with its bounds in seconds, empty ones too."""
    edges: list[int | None] = [None, *bounds, None]
    for band in range(len(bounds) + 1):
        count = bands.get(band, 0)
        yield {
            "band": band,
            "above_s": edges[band],
            "up_to_s": edges[band + 1],
            "n": count,
            "share": count / n if n else None,
        }


def excluded_rows(excluded: Mapping[str, int]) -> list[dict[str, Any]]:
    """Calls left out by reason, in the order in which reasons are asked."""
    return [
        {"reason": reason, "name": str(name), "n": excluded[reason]}
        for reason, name in REASONS.items()
        if reason in excluded
    ]


def report_json(report: Report) -> dict[str, Any]:
    """The whole answer of `GET /api/v1/figures/`."""
    question = report.question
    return {
        "as_of": timezone.now(),
        "agency": {"code": question.agency.code, "name": question.agency.name},
        "per": "assignment" if question.of_units else "incident",
        "group": question.group,
        "period": period_json(question.period),
        "before": period_json(report.before),
        "year_before": period_json(report.year_before),
        "formula": formula(),
        "measures": [figure_json(figure) for figure in report.figures],
        "shares": [share_json(share) for share in report.shares],
        "shares_left_out": report.shares_left_out,
    }


def period_json(period: Period) -> dict[str, Any]:
    return {"from": period.first, "to": period.last}


def tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "n": tally.n,
        "median_s": tally.median_s,
        "p90_s": tally.p90_s,
        "mean_s": tally.mean_s,
        "is_small": tally.is_small,
    }


def figure_json(figure: Figure) -> dict[str, Any]:
    """One measure; everything it says can be recomputed from its calls."""
    measure, now = figure.measure, figure.now
    return tally_json(now.tally) | {
        "measure": measure.code,
        "name": str(measure.name),
        "starts": str(STAMP_NAMES[measure.starts]),
        "ends": str(STAMP_NAMES[measure.ends]),
        "bands": list(band_rows(figure.bounds, now.bands, now.tally.n)),
        "excluded": excluded_rows(now.excluded),
        "groups": [{"key": g.key, "name": str(g.label)} | tally_json(g.tally) for g in now.groups],
        "before": tally_json(figure.before),
        "year_before": tally_json(figure.year_before),
        "change": figure.change,
        "change_on_year": figure.change_on_year,
        "calls": reverse("api_figure_calls", args=[measure.code]),
    }


def share_json(share: rates.Share) -> dict[str, Any]:
    return {
        "measure": share.code,
        "name": str(share.name),
        "n": share.n,
        "of": share.of,
        "share": share.share,
        "calls": reverse("api_figure_calls", args=[share.code]),
    }


def call_json(call: Call) -> dict[str, Any]:
    return {
        "number": call.number,
        "unit": call.unit,
        "level": call.level,
        "group": call.group,
        "began": call.began,
        "ended": call.ended,
        "seconds": call.seconds,
        "band": call.band,
    }


def reach_json(
    question: Question, reading: str, readings: list[str], timers: list[Timer]
) -> dict[str, Any]:
    """The whole answer of `GET /api/v1/one-three-five/`."""
    return {
        "as_of": timezone.now(),
        "agency": {"code": question.agency.code, "name": question.agency.name},
        "period": period_json(question.period),
        "group": question.group,
        "reading": reading,
        "readings": readings,
        "timers": [_timer_json(timer) for timer in timers],
    }


def _timer_json(timer: Timer) -> dict[str, Any]:
    return tally_json(timer.tally) | {
        "tier": timer.tier,
        "name": str(timer.name),
        "starts": str(timer.starts),
        "ends": str(timer.ends),
        "forces": [str(force) for force in timer.forces],
        "limits_s": timer.limits_s,
        "reached": timer.reached,
        "missed": timer.missed,
        "share": timer.share,
        "excluded": excluded_rows(timer.excluded),
        "groups": [
            {"key": g.key, "name": g.label, "n": g.n, "reached": g.reached, "share": g.share}
            for g in timer.groups
        ],
        "calls": reverse("api_one_three_five_calls", args=[timer.tier]),
    }
