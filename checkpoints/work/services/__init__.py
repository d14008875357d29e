"""Everything that changes the work at checkpoints."""

from checkpoints.work.services.counting import (
    DoubleEntry,
    Entry,
    Saved,
    correct_count,
    save_counts,
)
from checkpoints.work.services.custody import dispose, hand_over, receive, refuse_step, seize
from checkpoints.work.services.handovers import give_post, take_post
from checkpoints.work.services.lanes import report_lanes, resume, suspend
from checkpoints.work.services.outcomes import record_outcome, strike_outcome
from checkpoints.work.services.rostering import (
    RestTooShort,
    come,
    copy_day,
    leave,
    roster,
    strike_shift,
)

__all__ = [
    "DoubleEntry",
    "Entry",
    "RestTooShort",
    "Saved",
    "come",
    "copy_day",
    "correct_count",
    "dispose",
    "give_post",
    "hand_over",
    "leave",
    "receive",
    "record_outcome",
    "refuse_step",
    "report_lanes",
    "resume",
    "roster",
    "save_counts",
    "seize",
    "strike_outcome",
    "strike_shift",
    "suspend",
    "take_post",
]
