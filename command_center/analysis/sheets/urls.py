"""Pages of the daily sheets and the proposals."""

from django.urls import path

from command_center.analysis.sheets.views import proposals, sheets

urlpatterns = [
    path("analysis/sheets/", sheets.sheet_list, name="sheet_list"),
    path("analysis/sheets/export/", sheets.sheet_export, name="sheet_export"),
    path("analysis/sheets/<int:analysis_run_id>/", sheets.sheet_detail, name="sheet_detail"),
    path("analysis/today/", sheets.sheet_today, name="sheet_today"),
    path("analysis/proposals/", proposals.proposal_list, name="proposal_list"),
    path("analysis/proposals/export/", proposals.proposal_export, name="proposal_export"),
    path(
        "analysis/proposals/<int:proposal_id>/", proposals.proposal_detail, name="proposal_detail"
    ),
    path(
        "analysis/proposals/<int:proposal_id>/order/",
        proposals.proposal_order,
        name="proposal_order",
    ),
    path(
        "analysis/proposals/<int:proposal_id>/decline/",
        proposals.proposal_decline,
        name="proposal_decline",
    ),
    path(
        "analysis/proposals/<int:proposal_id>/reopen/",
        proposals.proposal_reopen,
        name="proposal_reopen",
    ),
]
