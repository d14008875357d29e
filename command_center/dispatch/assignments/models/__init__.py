"""Assignments, and the rows that say how they are recommended and chased."""

from command_center.dispatch.assignments.models.assignment import OPEN_ENDS, Assignment, Stage
from command_center.dispatch.assignments.models.rules import (
    DetourFactor,
    RecommendationRule,
    ResendRule,
    SpeedRule,
)

__all__ = [
    "OPEN_ENDS",
    "Assignment",
    "DetourFactor",
    "RecommendationRule",
    "ResendRule",
    "SpeedRule",
    "Stage",
]
