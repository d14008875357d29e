"""REST routes of video health."""

from django.urls import URLPattern, path

from video.health import api, api_people

_EXCLUSION = "camera-exclusions/<str:exclusion_number>/"

urlpatterns: list[URLPattern] = [
    path("camera-sweeps/", api.CameraSweeps.as_view(), name="api_camera_sweeps"),
    path("camera-events/", api.CameraEvents.as_view(), name="api_camera_events"),
    path("platform-heartbeats/", api.PlatformHeartbeats.as_view(), name="api_heartbeats"),
    path("platform-states/", api.PlatformStates.as_view(), name="api_platform_states"),
    path("cameras/<str:camera_code>/state/", api.CameraState.as_view(), name="api_camera_state"),
    path("sign-rules/", api.SignRules.as_view(), name="api_sign_rules"),
    path("camera-exclusions/", api_people.CameraExclusions.as_view(), name="api_exclusions"),
    path(_EXCLUSION, api_people.OneExclusion.as_view(), name="api_exclusion"),
    path(
        f"{_EXCLUSION}approve/",
        api_people.ApproveExclusion.as_view(),
        name="api_exclusion_approve",
    ),
    path(f"{_EXCLUSION}refuse/", api_people.RefuseExclusion.as_view(), name="api_exclusion_refuse"),
    path(f"{_EXCLUSION}cancel/", api_people.CancelExclusion.as_view(), name="api_exclusion_cancel"),
    path(f"{_EXCLUSION}end/", api_people.EndExclusion.as_view(), name="api_exclusion_end"),
    path("camera-inspections/", api_people.CameraInspections.as_view(), name="api_inspections"),
    path("camera-samples/", api_people.CameraSamples.as_view(), name="api_camera_samples"),
    path(
        "camera-samples/<str:sample_number>/",
        api_people.OneSample.as_view(),
        name="api_camera_sample",
    ),
    path("picture-faults/", api_people.PictureFaults.as_view(), name="api_picture_faults"),
    path(
        "picture-faults/<int:picture_fault_id>/clear/",
        api_people.ClearFault.as_view(),
        name="api_picture_fault_clear",
    ),
]
