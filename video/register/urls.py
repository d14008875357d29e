"""Pages of the register of cameras."""

from django.urls import URLPattern, path

from video.register import figure_views, part_views, views

_ONE = "video/cameras/at/<str:camera_code>/"

urlpatterns: list[URLPattern] = [
    path("video/cameras/", views.camera_list, name="camera_list"),
    path("video/cameras/export.csv", views.camera_export, name="camera_export"),
    path("video/cameras/new/", views.camera_new, name="camera_new"),
    path(_ONE, views.camera_detail, name="camera_detail"),
    path(f"{_ONE}edit/", views.camera_edit, name="camera_edit"),
    path(f"{_ONE}remove/", views.camera_remove, name="camera_remove"),
    path(f"{_ONE}filing/", views.camera_file, name="camera_file"),
    path(f"{_ONE}check/", views.camera_check, name="camera_check"),
    path("video/compliance/", figure_views.camera_compliance, name="camera_compliance"),
    path("video/classes/", figure_views.camera_classes, name="camera_classes"),
    path("video/growth/", figure_views.camera_growth, name="camera_growth"),
    path("video/points/", part_views.video_point_list, name="video_point_list"),
    path("video/points/export.csv", part_views.video_point_export, name="video_point_export"),
    path("video/points/new/", part_views.video_point_new, name="video_point_new"),
    path(
        "video/points/at/<str:video_point_code>/",
        part_views.video_point_edit,
        name="video_point_edit",
    ),
    path("video/platforms/", part_views.platform_list, name="platform_list"),
    path("video/platforms/export.csv", part_views.platform_export, name="platform_export"),
    path("video/platforms/new/", part_views.platform_new, name="platform_new"),
    path(
        "video/platforms/at/<str:platform_code>/edit/",
        part_views.platform_edit,
        name="platform_edit",
    ),
    path("video/companies/", part_views.company_list, name="company_list"),
    path("video/companies/export.csv", part_views.company_export, name="company_export"),
    path("video/companies/new/", part_views.company_new, name="company_new"),
    path("video/companies/at/<str:company_code>/", part_views.company_edit, name="company_edit"),
    path("video/contracts/", part_views.video_contract_list, name="video_contract_list"),
    path(
        "video/contracts/export.csv",
        part_views.video_contract_export,
        name="video_contract_export",
    ),
    path("video/contracts/new/", part_views.video_contract_new, name="video_contract_new"),
    path(
        "video/contracts/<int:video_contract_id>/",
        part_views.video_contract_edit,
        name="video_contract_edit",
    ),
]
