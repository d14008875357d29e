"""Pages of modes."""

from django.urls import path

from command_center.dispatch.modes import views

urlpatterns = [
    path("modes/", views.mode_board, name="mode_board"),
    path("modes/export/", views.mode_export, name="mode_export"),
    path("modes/start/", views.mode_start, name="mode_start"),
    path("modes/<int:mode_id>/", views.mode_detail, name="mode_detail"),
    path("modes/<int:mode_id>/end/", views.mode_end, name="mode_end"),
]
