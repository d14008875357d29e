"""The demo city's calendar begins with its loading: nobody owes the weeks before.

Otherwise the first start would fill five weeks for every agency, half an hour of computing.
"""

from datetime import date, timedelta
from typing import Final

from command_center.analysis.runs.models import JobRule
from grid.organisation.models import Agency

_LONG_AGO: Final = date(2020, 1, 1)
_ONE_DAY: Final = timedelta(days=1)


def begin_calendar(city: Agency, today: date) -> None:
    """From then on the platform's default holds; so the newest of each is owed, and no older.

    Yesterday's sheet and last week's bulletin by everybody, last month's by the city alone, no
    quarter or year.
    """
    begin = {
        "daily": today,
        "weekly": today - timedelta(days=today.weekday()),
        "monthly": today.replace(day=1),
        "quarterly": today + _ONE_DAY,
        "yearly": today + _ONE_DAY,
    }
    below = city.children.filter(kind__in=(Agency.Kind.BRANCH, Agency.Kind.COUNTY))
    rows = [_off(job, city, until) for job, until in begin.items()]
    rows += [_off("monthly", agency, today + _ONE_DAY) for agency in below]
    JobRule.objects.bulk_create(rows)


def _off(job: str, agency: Agency, until: date) -> JobRule:
    """Off until a day; at the hour of the platform's rule, which holds after it."""
    rule: JobRule = JobRule.objects.get(job=job, agency=None)
    return JobRule(
        job=job, agency=agency, closes_at=rule.closes_at, is_on=False,
        valid_from=_LONG_AGO, valid_to=until,
    )  # fmt: skip
