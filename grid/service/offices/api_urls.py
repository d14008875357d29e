"""Addresses of grid service offices below /api/v1/."""

from django.urls import URLPattern, path

from grid.service.offices import api

urlpatterns: list[URLPattern] = [
    path("offices/", api.OfficeList.as_view(), name="api_offices"),
    path("offices/gaps/", api.OfficeGaps.as_view(), name="api_office_gaps"),
    path("offices/<int:office_id>/", api.OfficeDetail.as_view(), name="api_office"),
    path("offices/<int:office_id>/staff/", api.OfficeStaffList.as_view(), name="api_office_staff"),
    path("responsible/", api.Responsible.as_view(), name="api_responsible"),
    path("village-assistants/", api.AssistantList.as_view(), name="api_village_assistants"),
    path(
        "village-assistants/import/",
        api.AssistantImport.as_view(),
        name="api_village_assistant_import",
    ),
    path(
        "village-assistants/<int:assistant_id>/",
        api.AssistantDetail.as_view(),
        name="api_village_assistant",
    ),
    path("village-coverage/", api.VillageCoverage.as_view(), name="api_village_coverage"),
]
