"""Pages of video health."""

from django.urls import URLPattern, path

from video.health.views import exclusions, inspections, states

_ONE = "video/exclusions/at/<str:exclusion_number>/"

urlpatterns: list[URLPattern] = [
    path("video/health/", states.platform_health, name="platform_health"),
    path("video/health/export.csv", states.platform_health_export, name="platform_health_export"),
    path("video/health/rule/", states.sign_rule, name="sign_rule"),
    path("video/faults/<int:picture_fault_id>/clear/", states.fault_clear, name="fault_clear"),
    path("video/exclusions/", exclusions.exclusion_list, name="exclusion_list"),
    path("video/exclusions/export.csv", exclusions.exclusion_export, name="exclusion_export"),
    path("video/exclusions/new/", exclusions.exclusion_new, name="exclusion_new"),
    path(_ONE, exclusions.exclusion_detail, name="exclusion_detail"),
    path(f"{_ONE}cameras.csv", exclusions.exclusion_cameras, name="exclusion_cameras"),
    path(f"{_ONE}decide/", exclusions.exclusion_decide, name="exclusion_decide"),
    path(f"{_ONE}cancel/", exclusions.exclusion_cancel, name="exclusion_cancel"),
    path(f"{_ONE}end/", exclusions.exclusion_end, name="exclusion_end"),
    path("video/inspections/", inspections.inspection_list, name="inspection_list"),
    path("video/inspections/export.csv", inspections.inspection_export, name="inspection_export"),
    path("video/inspections/new/", inspections.inspection_new, name="inspection_new"),
    path("video/samples/", inspections.sample_list, name="sample_list"),
    path("video/samples/new/", inspections.sample_new, name="sample_new"),
    path("video/samples/at/<str:sample_number>/", inspections.sample_detail, name="sample_detail"),
]
