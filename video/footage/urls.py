"""Pages of footage requests."""

from django.urls import path

from video.footage.views import registers, requests, steps

ONE = "video/footage/at/<str:request_number>/"
ISSUE = f"{ONE}issues/<int:footage_issue_id>/"

urlpatterns = [
    path("video/footage/", requests.footage_list, name="footage_list"),
    path("video/footage/export/", requests.footage_export, name="footage_export"),
    path("video/footage/new/", requests.footage_new, name="footage_new"),
    path("video/footage/register/", registers.footage_register, name="footage_register"),
    path(
        "video/footage/register/export/",
        registers.footage_register_export,
        name="footage_register_export",
    ),
    path("video/footage/unchecked/", registers.footage_unchecked, name="footage_unchecked"),
    path(
        "video/footage/unchecked/export/",
        registers.footage_unchecked_export,
        name="footage_unchecked_export",
    ),
    path("video/footage/checks/new/", registers.footage_check_new, name="footage_check_new"),
    path(
        "video/footage/checks/<int:video_check_id>/strike/",
        registers.footage_check_strike,
        name="footage_check_strike",
    ),
    path("video/footage/times/", registers.footage_rule, name="footage_rule"),
    path(ONE, requests.footage_detail, name="footage_detail"),
    path(f"{ONE}edit/", requests.footage_edit, name="footage_edit"),
    path(f"{ONE}sign/", steps.footage_sign, name="footage_sign"),
    path(f"{ONE}refuse/", steps.footage_refuse, name="footage_refuse"),
    path(f"{ONE}withdraw/", steps.footage_withdraw, name="footage_withdraw"),
    path(f"{ONE}mask/", steps.footage_mask, name="footage_mask"),
    path(f"{ONE}issue/", steps.footage_issue, name="footage_issue"),
    path(f"{ONE}close/", steps.footage_close, name="footage_close"),
    path(f"{ONE}applicant/", requests.footage_applicant, name="footage_applicant"),
    path(f"{ISSUE}receive/", steps.footage_receive, name="footage_receive"),
    path(f"{ISSUE}settle/", steps.footage_settle, name="footage_settle"),
]
