"""How the demo city counts: the rates it is ranked by are those of the public cameras alone.

What recorders said counts for a week, as signs of its cameras do: nobody sweeps a city at rest.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.utils import timezone

from grid.organisation.models import Agency, Officer
from grid.organisation.roles import Role
from video.rates import services
from video.rates.formulas import FOUR, default, parameters_of
from video.rates.models import Rate, RateFormula

_RANKED: Final = (*FOUR, Rate.ONLINE_PERIOD)
_RECORDED: Final = (Rate.RECORDING, Rate.CLOCK_SYNC, Rate.RETENTION_OK)
_WEEK: Final = {"fresh_days": 7}
_SINCE: Final = timedelta(days=60)
_BASIS: Final = "示例市公共视频考核办法（演示）"


def agree_on_formulas(city: Agency) -> None:
    """Proposed by one commander and approved by the other two months ago."""
    holders = Officer.objects.filter(agency=city, grants__role=Role.DUTY_COMMANDER)
    first, second = holders.order_by("pk")[:2]
    today, made = timezone.localdate(), []
    agreed = [replace(default(rate), scope="public") for rate in _RANKED]
    agreed += [replace(default(rate), numbers=_WEEK) for rate in _RECORDED]
    for formula in agreed:
        row = services.propose_formula(
            by=first, rate=formula.rate, threshold=formula.threshold, valid_from=today,
            basis=_BASIS, parameters=parameters_of(formula),
        )  # fmt: skip
        made.append(services.approve_formula(row, by=second, version=row.version))
    then = timezone.now() - _SINCE
    RateFormula.objects.filter(pk__in=[row.pk for row in made]).update(
        valid_from=today - _SINCE, proposed_at=then, approved_at=then
    )
