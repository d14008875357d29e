"""REST addresses of the daily sheets and the proposals."""

from django.urls import path

from command_center.analysis.sheets import api

urlpatterns = [
    path("daily-sheets/", api.DailySheets.as_view(), name="api_daily_sheets"),
    path("daily-sheets/<int:analysis_run_id>/", api.DailySheet.as_view(), name="api_daily_sheet"),
    path("proposals/", api.Proposals.as_view(), name="api_proposals"),
    path("proposals/<int:proposal_id>/", api.ProposalView.as_view(), name="api_proposal"),
    path(
        "proposals/<int:proposal_id>/decline/",
        api.ProposalDecline.as_view(),
        name="api_proposal_decline",
    ),
    path(
        "proposals/<int:proposal_id>/reopen/",
        api.ProposalReopen.as_view(),
        name="api_proposal_reopen",
    ),
]
