"""REST routes of lookout notices."""

from django.urls import path

from checkpoints.lookout import api

ONE = "lookout-notices/<str:notice_number>/"
HIT = "lookout-hits/<int:hit_id>/"

urlpatterns = [
    path("lookout-notices/", api.Notices.as_view(), name="api_lookout_notices"),
    path(ONE, api.OneNotice.as_view(), name="api_lookout_notice"),
    path(f"{ONE}approve/", api.Approve.as_view(), name="api_lookout_notice_approve"),
    path(f"{ONE}renew/", api.Renew.as_view(), name="api_lookout_notice_renew"),
    path(f"{ONE}revoke/", api.Revoke.as_view(), name="api_lookout_notice_revoke"),
    path(f"{ONE}acknowledge/", api.Acknowledge.as_view(), name="api_lookout_notice_acknowledge"),
    path("lookout-checks/", api.Checks.as_view(), name="api_lookout_checks"),
    path("lookout-hits/", api.Hits.as_view(), name="api_lookout_hits"),
    path(HIT, api.OneHit.as_view(), name="api_lookout_hit"),
    path(f"{HIT}confirm/", api.Confirm.as_view(), name="api_lookout_hit_confirm"),
    path("lookout-figures/", api.Figures.as_view(), name="api_lookout_figures"),
]
