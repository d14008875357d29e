"""What may be done in video patrol: teams and desks, rounds and runs, findings."""

from video.rounds.services.findings import close_finding, report_finding, take_finding
from video.rounds.services.planning import plan_ahead, save_round
from video.rounds.services.teams import (
    leave_desk,
    rule_of,
    save_team,
    set_rule,
    take_desk,
    watch_desks,
)
from video.rounds.services.walking import (
    cancel_run,
    end_run,
    keep_time,
    look,
    start_extra,
    start_run,
)

__all__ = [
    "cancel_run",
    "close_finding",
    "end_run",
    "keep_time",
    "leave_desk",
    "look",
    "plan_ahead",
    "report_finding",
    "rule_of",
    "save_round",
    "save_team",
    "set_rule",
    "start_extra",
    "start_run",
    "take_desk",
    "take_finding",
    "watch_desks",
]
