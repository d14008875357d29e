"""Pages of lookout notices."""

from django.urls import path

from checkpoints.lookout.views import hits, notices

ONE = "lookout/notices/<str:notice_number>/"
HIT = "lookout/hits/<int:hit_id>/"

urlpatterns = [
    path("lookout/notices/", notices.notice_list, name="notice_list"),
    path("lookout/notices/export/", notices.notice_export, name="notice_export"),
    path("lookout/notices/new/", notices.notice_new, name="notice_new"),
    path(ONE, notices.notice_detail, name="notice_detail"),
    path(f"{ONE}approve/", notices.notice_approve, name="notice_approve"),
    path(f"{ONE}renew/", notices.notice_renew, name="notice_renew"),
    path(f"{ONE}revoke/", notices.notice_revoke, name="notice_revoke"),
    path(f"{ONE}acknowledge/", notices.notice_acknowledge, name="notice_acknowledge"),
    path("lookout/check/", hits.notice_check, name="notice_check"),
    path("lookout/hits/", hits.hit_list, name="hit_list"),
    path("lookout/hits/export/", hits.hit_export, name="hit_export"),
    path(HIT, hits.hit_detail, name="hit_detail"),
    path(f"{HIT}confirm/", hits.hit_confirm, name="hit_confirm"),
    path("lookout/figures/", hits.lookout_figures, name="lookout_figures"),
    path("lookout/figures/export/", hits.lookout_export, name="lookout_export"),
    path("lookout/times/", hits.lookout_rule, name="lookout_rule"),
]
