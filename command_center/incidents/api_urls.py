"""REST addresses of command_center.incidents, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from command_center.incidents.api import incidents, intake, premises, transfers, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("incidents/", incidents.IncidentList.as_view(), name="api_incidents"),
    path("incidents/batch/", intake.IncidentBatch.as_view(), name="api_incident_batch"),
    path("incidents/duplicates/", premises.Duplicates.as_view(), name="api_incident_duplicates"),
    path("incidents/premise/", premises.Premise.as_view(), name="api_incident_premise"),
    path("incidents/<str:number>/", incidents.IncidentDetail.as_view(), name="api_incident"),
    path("incidents/<str:number>/steps/", work.Steps.as_view(), name="api_incident_steps"),
    path("incidents/<str:number>/timeline/", work.Timeline.as_view(), name="api_incident_timeline"),
    path(
        "incidents/<str:number>/timeline/<int:entry_id>/strike/",
        work.Strike.as_view(),
        name="api_incident_strike",
    ),
    path("incidents/<str:number>/merge/", work.Merge.as_view(), name="api_incident_merge"),
    path("incidents/<str:number>/unmerge/", work.Unmerge.as_view(), name="api_incident_unmerge"),
    path("incidents/<str:number>/reveal/", work.RevealCaller.as_view(), name="api_incident_reveal"),
    path("premise-notes/", premises.PremiseNotes.as_view(), name="api_premise_notes"),
    path(
        "premise-notes/<int:note_id>/",
        premises.PremiseNoteDetail.as_view(),
        name="api_premise_note",
    ),
    path("import-runs/", transfers.ImportRuns.as_view(), name="api_import_runs"),
    path("import-runs/<int:run_id>/", transfers.ImportRunDetail.as_view(), name="api_import_run"),
    path(
        "import-runs/<int:run_id>/errors/",
        transfers.ImportRunErrors.as_view(),
        name="api_import_run_errors",
    ),
    path("export-requests/", transfers.ExportRequests.as_view(), name="api_export_requests"),
    path(
        "export-requests/<int:request_id>/approve/",
        transfers.ExportApproval.as_view(),
        name="api_export_approve",
    ),
    path("categories/", premises.Categories.as_view(), name="api_categories"),
    path("dispositions/", premises.Dispositions.as_view(), name="api_dispositions"),
]
