"""REST routes of coverage."""

from django.urls import URLPattern, path

from command_center.dispatch.coverage.api import (
    CircleDetail,
    CircleList,
    Coverage,
    CoverageAfter,
    MoveUpList,
    RequirementDetail,
    RequirementList,
)

urlpatterns: list[URLPattern] = [
    path("coverage/", Coverage.as_view(), name="api_coverage"),
    path("coverage/after/", CoverageAfter.as_view(), name="api_coverage_after"),
    path("coverage/move-ups/", MoveUpList.as_view(), name="api_move_ups"),
    path("coverage/circles/", CircleList.as_view(), name="api_circles"),
    path("coverage/circles/<int:circle_id>/", CircleDetail.as_view(), name="api_circle"),
    path("coverage/requirements/", RequirementList.as_view(), name="api_requirements"),
    path(
        "coverage/requirements/<int:requirement_id>/",
        RequirementDetail.as_view(),
        name="api_requirement",
    ),
]
