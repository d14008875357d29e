"""REST routes of mediation risk."""

from django.urls import URLPattern, path

from mediation.risk import api

_ONE = "disputes/<str:dispute_number>/"

urlpatterns: list[URLPattern] = [
    path("risk-rules/", api.RiskRules.as_view(), name="api_risk_rules"),
    path(f"{_ONE}assessments/", api.DisputeAssessments.as_view(), name="api_dispute_assessments"),
    path(f"{_ONE}leader/", api.DisputeLeader.as_view(), name="api_dispute_leader"),
    path(f"{_ONE}grade-visits/", api.DisputeGradeVisits.as_view(), name="api_dispute_grade_visits"),
]
