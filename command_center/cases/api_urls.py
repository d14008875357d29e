"""REST addresses of cases, below /api/v1/."""

from django.urls import URLPattern, path

from command_center.cases.api import cases, imports, reference

_ONE = "cases/<str:case_number>/"

urlpatterns: list[URLPattern] = [
    path("cases/", cases.CaseList.as_view(), name="api_cases"),
    path("cases/export.csv", cases.CaseExport.as_view(), name="api_case_export"),
    path("cases/batch/", cases.CaseBatch.as_view(), name="api_case_batch"),
    path("cases/check/", cases.CaseCheck.as_view(), name="api_case_check"),
    path(_ONE, cases.CaseDetail.as_view(), name="api_case"),
    path(f"{_ONE}revisions/", cases.CaseRevisions.as_view(), name="api_case_revisions"),
    path(f"{_ONE}solve/", cases.CaseSolve.as_view(), name="api_case_solve"),
    path(f"{_ONE}withdraw/", cases.CaseWithdraw.as_view(), name="api_case_withdraw"),
    path(f"{_ONE}void/", cases.CaseVoid.as_view(), name="api_case_void"),
    path(f"{_ONE}reopen/", cases.CaseReopen.as_view(), name="api_case_reopen"),
    path("case-categories/", reference.Categories.as_view(), name="api_case_categories"),
    path(
        "case-categories/import/",
        reference.CategoryImport.as_view(),
        name="api_case_category_import",
    ),
    path("case-class-sets/", reference.ClassSets.as_view(), name="api_case_class_sets"),
    path("case-tags/", reference.Tags.as_view(), name="api_case_tags"),
    path("case-imports/", imports.CaseImports.as_view(), name="api_case_imports"),
    path(
        "case-imports/<int:case_import_id>/",
        imports.CaseImportDetail.as_view(),
        name="api_case_import",
    ),
    path(
        "case-imports/<int:case_import_id>/faults/",
        imports.CaseImportFaults.as_view(),
        name="api_case_import_faults",
    ),
]
