"""Everything that is read of the work at checkpoints, within a viewer's scope."""

from checkpoints.work.selectors.lists import (
    counts,
    find_seizure,
    handovers,
    lane_reports,
    outcomes,
    post_shifts,
    seizures,
    steps_in_reach,
    steps_to_sign,
    suspensions,
)
from checkpoints.work.selectors.overdue import overdue_counts
from checkpoints.work.selectors.roster import holes, on_duty, on_duty_many, staffed
from checkpoints.work.selectors.sums import Figures, Rate, sums, total, year_on_year
from checkpoints.work.selectors.today import today, today_many

__all__ = [
    "Figures",
    "Rate",
    "counts",
    "find_seizure",
    "handovers",
    "holes",
    "lane_reports",
    "on_duty",
    "on_duty_many",
    "outcomes",
    "overdue_counts",
    "post_shifts",
    "seizures",
    "staffed",
    "steps_in_reach",
    "steps_to_sign",
    "sums",
    "suspensions",
    "today",
    "today_many",
    "total",
    "year_on_year",
]
