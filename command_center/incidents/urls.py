"""Pages of command_center.incidents."""

from django.urls import URLPattern, URLResolver, path

from command_center.incidents.views import (
    exporting,
    importing,
    phone,
    premises,
    reading,
    targets,
    working,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("incidents/", reading.incident_list, name="incident_list"),
    path("incidents/new/", working.incident_new, name="incident_new"),
    path("incidents/categories/", reading.category_list, name="category_list"),
    path("incidents/targets/", targets.target_list, name="target_list"),
    path("incidents/targets/new/", targets.target_new, name="target_new"),
    path("incidents/targets/<int:target_id>/", targets.target_edit, name="target_edit"),
    path("incidents/widths/new/", targets.duplicate_rule_new, name="duplicate_rule_new"),
    path(
        "incidents/widths/<int:width_id>/", targets.duplicate_rule_edit, name="duplicate_rule_edit"
    ),
    path("incidents/export/", exporting.incident_export, name="incident_export"),
    path("incidents/import/", importing.incident_import, name="incident_import"),
    path(
        "incidents/import/<int:run_id>/", importing.incident_import_run, name="incident_import_run"
    ),
    path(
        "incidents/import/<int:run_id>/decide/",
        importing.incident_import_decide,
        name="incident_import_decide",
    ),
    path(
        "incidents/import/<int:run_id>/errors.csv",
        importing.incident_import_errors,
        name="incident_import_errors",
    ),
    path("incidents/<str:number>/", reading.incident_detail, name="incident_detail"),
    path("incidents/<str:number>/print/", reading.incident_print, name="incident_print"),
    path("incidents/<str:number>/step/", working.incident_step, name="incident_step"),
    path("incidents/<str:number>/note/", working.incident_note, name="incident_note"),
    path(
        "incidents/<str:number>/strike/<int:entry_id>/",
        working.incident_strike,
        name="incident_strike",
    ),
    path("incidents/<str:number>/merge/", working.incident_merge, name="incident_merge"),
    path("incidents/<str:number>/unmerge/", working.incident_unmerge, name="incident_unmerge"),
    path("incidents/<str:number>/edit/", working.incident_edit, name="incident_edit"),
    path("incidents/<str:number>/reveal/", working.incident_reveal, name="incident_reveal"),
    path("premise-notes/", premises.premise_note_list, name="premise_note_list"),
    path("premise-notes/new/", premises.premise_note_new, name="premise_note_new"),
    path("premise-notes/<int:note_id>/", premises.premise_note_edit, name="premise_note_edit"),
    path("report/", phone.report, name="incident_report"),
    path("report/session/", phone.report_session, name="incident_report_session"),
    path("report/worker.js", phone.report_worker, name="incident_report_worker"),
]
