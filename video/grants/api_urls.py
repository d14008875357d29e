"""REST routes of granted cameras, grants and trainings."""

from django.urls import URLPattern, path

from video.grants import api

_ONE = "camera-grants/<str:grant_number>/"

urlpatterns: list[URLPattern] = [
    path("granted-cameras/", api.GrantedCameras.as_view(), name="api_granted_cameras"),
    path(
        "granted-cameras/<str:granted_code>/",
        api.OneGrantedCamera.as_view(),
        name="api_granted_camera",
    ),
    path("camera-grants/", api.CameraGrants.as_view(), name="api_camera_grants"),
    path("camera-grants/preview/", api.GrantPreview.as_view(), name="api_grant_preview"),
    path(_ONE, api.OneGrant.as_view(), name="api_camera_grant"),
    path(f"{_ONE}approve/", api.ApproveGrant.as_view(), name="api_grant_approve"),
    path(f"{_ONE}refuse/", api.RefuseGrant.as_view(), name="api_grant_refuse"),
    path(f"{_ONE}withdraw/", api.WithdrawGrant.as_view(), name="api_grant_withdraw"),
    path(f"{_ONE}revoke/", api.RevokeGrant.as_view(), name="api_grant_revoke"),
    path("video-trainings/", api.VideoTrainings.as_view(), name="api_video_trainings"),
    path(
        "video-trainings/<int:training_id>/withdraw/",
        api.WithdrawTraining.as_view(),
        name="api_training_withdraw",
    ),
]
