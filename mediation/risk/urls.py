"""Pages of mediation risk."""

from django.urls import URLPattern, path

from mediation.risk import views

_ONE = "disputes/at/<str:dispute_number>/"

urlpatterns: list[URLPattern] = [
    path("disputes/risk/", views.risk_rules, name="risk_rules"),
    path("disputes/risk/grades/new/", views.grade_rule_new, name="grade_rule_new"),
    path("disputes/risk/checklists/new/", views.risk_checklist_new, name="risk_checklist_new"),
    path(
        "disputes/risk/checklists/<int:checklist_id>/", views.risk_checklist, name="risk_checklist"
    ),
    path(f"{_ONE}assess/", views.dispute_assess, name="dispute_assess"),
    path(f"{_ONE}lead/", views.dispute_lead, name="dispute_lead"),
    path(f"{_ONE}visited/", views.dispute_visited, name="dispute_visited"),
]
