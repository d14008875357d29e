"""REST routes of the register of cameras."""

from django.urls import URLPattern, path

from video.register import api, api_parts

_ONE = "cameras/<str:camera_code>/"

urlpatterns: list[URLPattern] = [
    path("cameras/", api.CameraList.as_view(), name="api_cameras"),
    path(_ONE, api.CameraDetail.as_view(), name="api_camera"),
    path(f"{_ONE}removal/", api.CameraRemoval.as_view(), name="api_camera_removal"),
    path(f"{_ONE}filings/", api.CameraFilings.as_view(), name="api_camera_filings"),
    path(f"{_ONE}checks/", api.CameraChecks.as_view(), name="api_camera_checks"),
    path("camera-stock/", api.CameraStock.as_view(), name="api_camera_stock"),
    path("camera-growth/", api.CameraGrowth.as_view(), name="api_camera_growth"),
    path("camera-points/", api_parts.PointList.as_view(), name="api_camera_points"),
    path(
        "camera-points/<str:video_point_code>/",
        api_parts.PointDetail.as_view(),
        name="api_camera_point",
    ),
    path("video-platforms/", api_parts.PlatformList.as_view(), name="api_video_platforms"),
    path(
        "video-platforms/<str:platform_code>/",
        api_parts.PlatformDetail.as_view(),
        name="api_video_platform",
    ),
    path("video-companies/", api_parts.CompanyList.as_view(), name="api_video_companies"),
    path(
        "video-companies/<str:company_code>/",
        api_parts.CompanyDetail.as_view(),
        name="api_video_company",
    ),
    path("video-contracts/", api_parts.ContractList.as_view(), name="api_video_contracts"),
    path(
        "video-contracts/<int:video_contract_id>/",
        api_parts.ContractDetail.as_view(),
        name="api_video_contract",
    ),
]
