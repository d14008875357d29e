"""REST addresses of the work log, below /api/v1/."""

from django.urls import path

from patrol.worklog import api

urlpatterns = [
    path("work-codes/", api.CodeList.as_view(), name="api_work_codes"),
    path("work-entries/", api.EntryList.as_view(), name="api_work_entries"),
    path("work-entries/<int:work_id>/", api.EntryDetail.as_view(), name="api_work_entry"),
    path("patrol-filings/", api.FilingList.as_view(), name="api_patrol_filings"),
    path(
        "patrol-filings/<int:filing_id>/end/",
        api.FilingEnd.as_view(),
        name="api_patrol_filing_end",
    ),
    path("supervision-notes/", api.SupervisionList.as_view(), name="api_supervision_notes"),
    path(
        "supervision-notes/<int:supervision_id>/answer/",
        api.SupervisionAnswer.as_view(),
        name="api_supervision_answer",
    ),
    path("volunteer-hours/", api.VolunteerList.as_view(), name="api_volunteer_hours"),
    path("work-figures/", api.Figures.as_view(), name="api_work_figures"),
]
