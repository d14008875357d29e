"""REST routes of footage requests."""

from django.urls import path

from video.footage import api, api_issues

ONE = "footage-requests/<str:request_number>/"
ISSUE = f"{ONE}issues/<int:footage_issue_id>/"

urlpatterns = [
    path("footage-requests/", api.Requests.as_view(), name="api_footage_requests"),
    path(ONE, api.OneRequest.as_view(), name="api_footage_request"),
    path(f"{ONE}sign/", api.Sign.as_view(), name="api_footage_sign"),
    path(f"{ONE}refuse/", api.Refuse.as_view(), name="api_footage_refuse"),
    path(f"{ONE}withdraw/", api.Withdraw.as_view(), name="api_footage_withdraw"),
    path(f"{ONE}mask/", api_issues.Mask.as_view(), name="api_footage_mask"),
    path(f"{ONE}issues/", api_issues.Issues.as_view(), name="api_footage_issues"),
    path(f"{ISSUE}receive/", api_issues.Receive.as_view(), name="api_footage_receive"),
    path(f"{ISSUE}settle/", api_issues.Settle.as_view(), name="api_footage_settle"),
    path(f"{ONE}close/", api_issues.Close.as_view(), name="api_footage_close"),
    path(f"{ONE}applicant/", api_issues.Reveal.as_view(), name="api_footage_applicant"),
    path("footage-availability/", api.Available.as_view(), name="api_footage_availability"),
    path("footage-register/", api_issues.Register.as_view(), name="api_footage_register"),
    path("footage-unchecked/", api_issues.Unchecked.as_view(), name="api_footage_unchecked"),
    path("video-checks/", api_issues.Checks.as_view(), name="api_video_checks"),
    path(
        "video-checks/<int:video_check_id>/strike/",
        api_issues.StrikeCheck.as_view(),
        name="api_video_check_strike",
    ),
]
