"""REST addresses of positions, below /api/v1/."""

from django.urls import path

from patrol.positions import api

urlpatterns = [
    path("positions/", api.PositionList.as_view(), name="api_positions"),
    path("units/<str:call_sign>/track/", api.Track.as_view(), name="api_unit_track"),
]
