"""REST routes of video intake."""

from django.urls import URLPattern, path

from video.intake import api

_ONE = "camera-imports/<int:intake_run_id>/"

urlpatterns: list[URLPattern] = [
    path("camera-imports/", api.CameraImports.as_view(), name="api_camera_imports"),
    path(_ONE, api.CameraImport.as_view(), name="api_camera_import"),
    path(f"{_ONE}decision/", api.CameraImportDecision.as_view(), name="api_camera_import_decision"),
    path(f"{_ONE}errors.csv", api.CameraImportErrors.as_view(), name="api_camera_import_errors"),
    path("catalogs/", api.Catalogs.as_view(), name="api_catalogs"),
    path("catalogs/<int:intake_run_id>/", api.Catalog.as_view(), name="api_catalog"),
]
