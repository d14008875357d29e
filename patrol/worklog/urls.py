"""Pages of the work log."""

from django.urls import path

from patrol.worklog import exports, views

urlpatterns = [
    path("work/", views.work_list, name="work_list"),
    path("work/new/", views.work_new, name="work_new"),
    path("work/month/", views.work_month, name="work_month"),
    path("work/filings/new/", views.filing_new, name="filing_new"),
    path("work/filings/<int:filing_id>/end/", views.filing_end, name="filing_end"),
    path("work/supervision/new/", views.supervision_new, name="supervision_new"),
    path(
        "work/supervision/<int:supervision_id>/",
        views.supervision_detail,
        name="supervision_detail",
    ),
    path("work/volunteers/new/", views.volunteer_new, name="volunteer_new"),
    path("work/<int:work_id>/", views.work_detail, name="work_detail"),
    path("work/filing.csv", exports.work_export, {"tab": "filing"}, name="filing_export"),
    path("work/work.csv", exports.work_export, {"tab": "work"}, name="work_export"),
    path(
        "work/supervision.csv",
        exports.work_export,
        {"tab": "supervision"},
        name="supervision_export",
    ),
    path(
        "work/visibility.csv",
        exports.rate_export,
        {"measure": "visibility"},
        name="visibility_export",
    ),
    path("work/handling.csv", exports.rate_export, {"measure": "handling"}, name="handling_export"),
]
