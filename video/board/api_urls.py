"""REST routes of video board."""

from django.urls import URLPattern, path

from video.board import api

urlpatterns: list[URLPattern] = [
    path(
        "camera-tiles/<int:z>/<int:x>/<int:y>.mvt", api.CameraTile.as_view(), name="api_camera_tile"
    ),
    path("cameras/around/", api.CamerasAround.as_view(), name="api_cameras_around"),
    path("camera-cards/<str:camera_code>/", api.CameraCard.as_view(), name="api_camera_card"),
    path("camera-coverage/", api.CameraCoverage.as_view(), name="api_camera_coverage"),
    path("camera-coverage/<str:code>/", api.CellOverlap.as_view(), name="api_camera_overlap"),
]
