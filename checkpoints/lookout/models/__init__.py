"""Tables of the lookout notices."""

from checkpoints.lookout.models.hits import (
    CheckTally,
    Hit,
    LookoutRule,
    NoticeStatistic,
)
from checkpoints.lookout.models.notices import (
    LONGEST_TERM,
    LONGEST_WHOLE,
    Acknowledgement,
    Kind,
    Notice,
    NoticeCounter,
    NoticeRenewal,
    paths_above,
)

__all__ = [
    "LONGEST_TERM",
    "LONGEST_WHOLE",
    "Acknowledgement",
    "CheckTally",
    "Hit",
    "Kind",
    "LookoutRule",
    "Notice",
    "NoticeCounter",
    "NoticeRenewal",
    "NoticeStatistic",
    "paths_above",
]
