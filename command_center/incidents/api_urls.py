"""REST addresses of command_center.incidents, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from command_center.incidents.api import incidents, intake, premises, transfers, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("incidents/", incidents.IncidentList.as_view(), name="api-incidents"),
    path("incidents/batch/", intake.IncidentBatch.as_view(), name="api-incident-batch"),
    path("incidents/duplicates/", premises.Duplicates.as_view(), name="api-incident-duplicates"),
    path("incidents/premise/", premises.Premise.as_view(), name="api-incident-premise"),
    path("incidents/<str:number>/", incidents.IncidentDetail.as_view(), name="api-incident"),
    path("incidents/<str:number>/steps/", work.Steps.as_view(), name="api-incident-steps"),
    path("incidents/<str:number>/timeline/", work.Timeline.as_view(), name="api-incident-timeline"),
    path(
        "incidents/<str:number>/timeline/<int:entry_id>/strike/",
        work.Strike.as_view(),
        name="api-incident-strike",
    ),
    path("incidents/<str:number>/merge/", work.Merge.as_view(), name="api-incident-merge"),
    path("incidents/<str:number>/unmerge/", work.Unmerge.as_view(), name="api-incident-unmerge"),
    path("incidents/<str:number>/reveal/", work.RevealCaller.as_view(), name="api-incident-reveal"),
    path("premise-notes/", premises.PremiseNotes.as_view(), name="api-premise-notes"),
    path(
        "premise-notes/<int:note_id>/",
        premises.PremiseNoteDetail.as_view(),
        name="api-premise-note",
    ),
    path("import-runs/", transfers.ImportRuns.as_view(), name="api-import-runs"),
    path("import-runs/<int:run_id>/", transfers.ImportRunDetail.as_view(), name="api-import-run"),
    path(
        "import-runs/<int:run_id>/errors/",
        transfers.ImportRunErrors.as_view(),
        name="api-import-run-errors",
    ),
    path("export-requests/", transfers.ExportRequests.as_view(), name="api-export-requests"),
    path(
        "export-requests/<int:request_id>/approve/",
        transfers.ExportApproval.as_view(),
        name="api-export-approve",
    ),
    path("categories/", premises.Categories.as_view(), name="api-categories"),
    path("dispositions/", premises.Dispositions.as_view(), name="api-dispositions"),
]
