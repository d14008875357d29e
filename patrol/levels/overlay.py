"""Which extra rounds a level asks for: exactly what its templates say, no more; pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from patrol.levels.models import OverlayTemplate
from patrol.rounds.occurrences import local

LONGEST = timedelta(days=14)  # of rounds proposed at a time; a longer level is proposed again


def slots(
    template: OverlayTemplate, *, begin: datetime, end: datetime, first_day: date
) -> Iterator[tuple[datetime, datetime]]:
    """The rounds of one template at one place between two moments: start and end of each.

    The hours of the template are cut into `rounds_a_day` equal parts, one round in each. Only
    parts that lie wholly between `begin` and `end` count.
    """
    end = min(end, begin + LONGEST)
    day = first_day - timedelta(days=1)  # hours past midnight began the day before
    while local(day, template.starts_at) < end:
        opens, closes = local(day, template.starts_at), local(day, template.ends_at)
        if closes <= opens:
            closes = local(day + timedelta(days=1), template.ends_at)
        part = (closes - opens) / template.rounds_a_day
        for number in range(template.rounds_a_day):
            start = opens + number * part
            if begin <= start and start + part <= end:
                yield start, start + part
        day += timedelta(days=1)
