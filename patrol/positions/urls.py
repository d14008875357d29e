"""Pages of positions."""

from django.urls import path

from patrol.positions import views

urlpatterns = [
    path("positions/", views.position_list, name="position_list"),
    path("positions/quarantine/", views.quarantine_list, name="quarantine_list"),
    path("positions/limits/", views.limit_list, name="position_limit_list"),
    path("positions/limits/<int:limit_id>/", views.limit_edit, name="position_limit_edit"),
    path("positions/speeds/<int:speed_id>/", views.speed_edit, name="speed_limit_edit"),
    path("positions/<str:call_sign>/track/", views.unit_track, name="unit_track"),
]
