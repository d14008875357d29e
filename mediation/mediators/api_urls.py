"""REST routes of mediation mediators."""

from django.urls import URLPattern, path

from mediation.mediators import api

_GROUP = "village-groups/<int:group_id>/"

urlpatterns: list[URLPattern] = [
    path("mediation-bodies/", api.Bodies.as_view(), name="api_mediation_bodies"),
    path("mediation-bodies/<str:body_code>/", api.Body.as_view(), name="api_mediation_body"),
    path("mediators/", api.Mediators.as_view(), name="api_mediators"),
    path("mediators/<int:mediator_id>/", api.OneMediator.as_view(), name="api_mediator"),
    path("village-groups/", api.Groups.as_view(), name="api_village_groups"),
    path(f"{_GROUP}activities/", api.GroupActivities.as_view(), name="api_group_activities"),
]
