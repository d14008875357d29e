"""The rows of the grading of disputes."""

from mediation.risk.models.assessments import Assessment, GradeDuty
from mediation.risk.models.rules import GradeRule, RiskChecklist, RiskItem

__all__ = ["Assessment", "GradeDuty", "GradeRule", "RiskChecklist", "RiskItem"]
