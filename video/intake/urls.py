"""Pages of video intake."""

from django.urls import URLPattern, path

from video.intake import views

_ONE = "video/imports/<int:intake_run_id>/"

urlpatterns: list[URLPattern] = [
    path("video/imports/", views.camera_import, name="camera_import"),
    path("video/imports/cameras.csv", views.camera_import_blank, name="camera_import_blank"),
    path("video/catalogs/", views.catalog_import, name="catalog_import"),
    path(_ONE, views.camera_import_run, name="camera_import_run"),
    path(f"{_ONE}decide/", views.camera_import_decide, name="camera_import_decide"),
    path(f"{_ONE}errors.csv", views.camera_import_errors, name="camera_import_errors"),
]
