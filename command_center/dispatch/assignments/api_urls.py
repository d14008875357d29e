"""REST routes of assignments, below /api/v1/."""

from django.urls import path

from command_center.dispatch.assignments import api

urlpatterns = [
    path(
        "incidents/<str:number>/assignments/",
        api.IncidentAssignments.as_view(),
        name="api_incident_assignments",
    ),
    path(
        "incidents/<str:number>/recommendation/",
        api.RecommendationView.as_view(),
        name="api_recommendation",
    ),
    path("assignments/", api.AssignmentList.as_view(), name="api_assignments"),
    path("assignments/<int:assignment_id>/", api.AssignmentDetail.as_view(), name="api_assignment"),
    path(
        "assignments/<int:assignment_id>/steps/",
        api.Steps.as_view(),
        name="api_assignment_steps",
    ),
    path(
        "assignments/<int:assignment_id>/recall/",
        api.Recall.as_view(),
        name="api_assignment_recall",
    ),
    path(
        "assignments/<int:assignment_id>/reassign/",
        api.Reassign.as_view(),
        name="api_assignment_reassign",
    ),
    path(
        "assignments/<int:assignment_id>/resend/",
        api.Resend.as_view(),
        name="api_assignment_resend",
    ),
    path("my-assignments/", api.MyAssignments.as_view(), name="api_my_assignments"),
    path(
        "my-assignments/<int:assignment_id>/",
        api.MyAssignment.as_view(),
        name="api_my_assignment",
    ),
    path(
        "my-assignments/<int:assignment_id>/steps/",
        api.MySteps.as_view(),
        name="api_my_assignment_steps",
    ),
]
