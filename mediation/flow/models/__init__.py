"""What happens to a dispute from its registration to its archive."""

from mediation.flow.models.courses import Assignment, Consent, Course, Outcome
from mediation.flow.models.ends import Agreement, Performance, Revisit
from mediation.flow.models.moves import DangerReport, Entry, Escalation, Suspension, Transfer
from mediation.flow.models.sessions import Session
from mediation.flow.models.steps import Step, StepKind, StepRule

__all__ = [
    "Agreement",
    "Assignment",
    "Consent",
    "Course",
    "DangerReport",
    "Entry",
    "Escalation",
    "Outcome",
    "Performance",
    "Revisit",
    "Session",
    "Step",
    "StepKind",
    "StepRule",
    "Suspension",
    "Transfer",
]
