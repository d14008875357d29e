"""Pages of command_center.incidents."""

from django.urls import URLPattern, URLResolver, path

from command_center.incidents import phone_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("report/", phone_views.report, name="incident_report"),
    path("report/session/", phone_views.report_session, name="incident_report_session"),
    path("report/worker.js", phone_views.report_worker, name="incident_report_worker"),
]
