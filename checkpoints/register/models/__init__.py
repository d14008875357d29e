"""Defence lines, checkpoints, and what each must have by its grade and the duty level."""

from checkpoints.register.models.checkpoints import (
    STATES,
    Checkpoint,
    CheckpointMove,
    CheckpointQuerySet,
    DefenceRing,
    Opening,
)
from checkpoints.register.models.equipment import EquipmentItem, JointForce, Post
from checkpoints.register.models.reference import (
    DefenceLine,
    DutyLevel,
    EquipmentKind,
    ForceKind,
    Grade,
    Minimum,
    PostKind,
    StandardItem,
    StandardPillar,
)
from checkpoints.register.models.standard import Assessment, AssessmentLine, StandardTask

__all__ = [
    "STATES",
    "Assessment",
    "AssessmentLine",
    "Checkpoint",
    "CheckpointMove",
    "CheckpointQuerySet",
    "DefenceLine",
    "DefenceRing",
    "DutyLevel",
    "EquipmentItem",
    "EquipmentKind",
    "ForceKind",
    "Grade",
    "JointForce",
    "Minimum",
    "Opening",
    "Post",
    "PostKind",
    "StandardItem",
    "StandardPillar",
    "StandardTask",
]
