"""Pages of video board."""

from django.urls import URLPattern, path

from video.board import views, views_ground

urlpatterns: list[URLPattern] = [
    path("video/", views.camera_board, name="camera_board"),
    path("video/faults.csv", views.camera_board_export, name="camera_board_export"),
    path("video/act/", views.camera_board_act, name="camera_board_act"),
    path("video/map/", views.camera_map, name="camera_map"),
    path("video/around/", views_ground.camera_around, name="camera_around"),
    path("video/coverage/", views_ground.camera_coverage, name="camera_coverage"),
    path("video/coverage/<str:code>/", views_ground.camera_cell, name="camera_cell"),
]
