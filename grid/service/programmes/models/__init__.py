"""Programmes, score sheets, supervision, groups, contact areas, joint meetings."""

from grid.service.programmes.models.groups import ContactArea, LeadingGroup
from grid.service.programmes.models.programmes import (
    ItemEntry,
    Programme,
    ProgrammeItem,
    ScoreLine,
    ScoreSheet,
)
from grid.service.programmes.models.supervisions import (
    JointMeeting,
    MeetingTask,
    Supervision,
    SupervisionCounter,
    SupervisionEntry,
)

__all__ = [
    "ContactArea",
    "ItemEntry",
    "JointMeeting",
    "LeadingGroup",
    "MeetingTask",
    "Programme",
    "ProgrammeItem",
    "ScoreLine",
    "ScoreSheet",
    "Supervision",
    "SupervisionCounter",
    "SupervisionEntry",
]
