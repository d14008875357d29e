"""Learning the linkage of cases from confirmed series, and keeping what was learnt as JSON."""

from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.methods import series
from command_center.analysis.methods.series.model import Curve, Tag
from command_center.analysis.store import reading
from command_center.analysis.studies import services
from command_center.analysis.studies.models import CaseSeries, SeriesModel
from grid.errors import InvalidInput
from grid.organisation.models import Officer

LEAST_SERIES: Final = 3
YEARS_DAYS: Final = 3 * 365
MOST_OTHERS: Final = 3_000


def as_json(model: series.Model) -> dict[str, Any]:
    """A model as plain values."""
    curves = {name: _curve_said(getattr(model, name)) for name in ("distance", "time", "hour")}
    tags = [
        {
            "kept": round(tag.kept, 6),
            "weight": round(tag.weight, 6),
            "seen": {str(key): float(count) for key, count in tag.seen.items()},
        }
        for tag in model.tags
    ]
    return {"curves": curves, "tags": tags, "series": model.series}


def _curve_said(curve: Curve) -> dict[str, Any]:
    return {
        "scale": curve.scale,
        "longest": curve.longest,
        "weight": round(curve.weight, 6),
        "log_bf": [round(float(value), 6) for value in curve.log_bf],
    }


def _curve(said: dict[str, Any]) -> Curve:
    log_bf = np.array(said["log_bf"], dtype=np.float64)
    return Curve(said["scale"], said["longest"], log_bf, said["weight"])


def model_of(row: SeriesModel | None) -> series.Model | None:
    """The model a row keeps; None where the assumed one counts."""
    if row is None:
        return None
    curves = {name: _curve(said) for name, said in row.content["curves"].items()}
    tags = tuple(
        Tag(one["kept"], {int(key): count for key, count in one["seen"].items()}, one["weight"])
        for one in row.content["tags"]
    )
    return series.Model(**curves, tags=tags, series=row.content["series"])


@transaction.atomic
def learn(*, by: Officer) -> SeriesModel:
    """Fit a model from the confirmed series of the officer's area; raises InvalidInput below 3.

    They are compared with one another and with the newest 3,000 other cases of three years.
    """
    confirmed = CaseSeries.objects.visible_to(by).filter(state=CaseSeries.State.CONFIRMED)
    of_case = {number: row.pk for row in confirmed for number in row.case_numbers}
    cases = _around(by.agency_path, set(of_case), timezone.localdate())
    label = np.array([of_case.get(str(number), -1) for number in cases.number], dtype=np.int64)
    known = np.unique(label[label >= 0], return_counts=True)[1]
    taught = int((known >= 2).sum())
    if taught < LEAST_SERIES:
        message = _("A model wants %(least)s confirmed series; there are %(count)s.")
        raise InvalidInput(message % {"least": LEAST_SERIES, "count": taught})
    model = series.fit(
        cases.x, cases.y, cases.occurred_from, cases.occurred_to,
        np.where(cases.tags == 0, -1, cases.tags), label,
    )  # fmt: skip
    return services.save_model(
        by=by, content=as_json(model), series=taught, cases=int((label >= 0).sum())
    )


def _around(agency_path: str, numbers: set[str], today: date) -> Any:
    found = reading.load(agency_path, today - timedelta(days=YEARS_DAYS), today, discovered=None)
    mine = np.isin(found.number, sorted(numbers)) if numbers else np.zeros(len(found), np.bool_)
    others = np.flatnonzero(~mine)[-MOST_OTHERS:]
    mine[others] = True
    return found.where(mine)
