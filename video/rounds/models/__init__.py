"""Video patrol: teams at their desks, rounds over cameras, what was found."""

from video.rounds.models.findings import Finding, FindingKind
from video.rounds.models.rounds import (
    OPEN,
    RoundCamera,
    RoundLook,
    RoundRun,
    UnseenReason,
    VideoRound,
)
from video.rounds.models.teams import DeskGap, DeskSitting, VideoRule, VideoTeam

__all__ = [
    "OPEN",
    "DeskGap",
    "DeskSitting",
    "Finding",
    "FindingKind",
    "RoundCamera",
    "RoundLook",
    "RoundRun",
    "UnseenReason",
    "VideoRound",
    "VideoRule",
    "VideoTeam",
]
