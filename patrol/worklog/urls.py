"""Pages of the work log."""

from django.urls import path

from patrol.worklog import exports, views

urlpatterns = [
    path("work-log/", views.work_list, name="work_list"),
    path("work-log/new/", views.work_new, name="work_new"),
    path("work-log/month/", views.work_month, name="work_month"),
    path("work-log/filings/new/", views.filing_new, name="filing_new"),
    path("work-log/filings/<int:filing_id>/end/", views.filing_end, name="filing_end"),
    path("work-log/supervision/new/", views.supervision_new, name="supervision_new"),
    path(
        "work-log/supervision/<int:supervision_id>/",
        views.supervision_detail,
        name="supervision_detail",
    ),
    path("work-log/volunteers/new/", views.volunteer_new, name="volunteer_new"),
    path("work-log/<int:work_id>/", views.work_detail, name="work_detail"),
    path("work-log/filing.csv", exports.work_export, {"tab": "filing"}, name="filing_export"),
    path("work-log/work.csv", exports.work_export, {"tab": "work"}, name="work_export"),
    path(
        "work-log/supervision.csv",
        exports.work_export,
        {"tab": "supervision"},
        name="supervision_export",
    ),
    path(
        "work-log/visibility.csv",
        exports.rate_export,
        {"measure": "visibility"},
        name="visibility_export",
    ),
    path(
        "work-log/handling.csv",
        exports.rate_export,
        {"measure": "handling"},
        name="handling_export",
    ),
]
