"""REST routes of modes, below /api/v1/."""

from django.urls import path

from command_center.dispatch.modes import api

urlpatterns = [
    path("modes/", api.Modes.as_view(), name="api_modes"),
    path("modes/<int:mode_id>/", api.Mode.as_view(), name="api_mode"),
    path("modes/<int:mode_id>/end/", api.End.as_view(), name="api_mode_end"),
]
