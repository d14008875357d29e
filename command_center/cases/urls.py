"""Pages of cases."""

from django.urls import URLPattern, path

from command_center.cases.views import importing, reading, reference, sources, writing

_ONE = "cases/at/<str:case_number>/"
_RUN = "cases/imports/<int:case_import_id>/"
_ROWS = "cases/reference/"

urlpatterns: list[URLPattern] = [
    path("cases/", reading.case_list, name="case_list"),
    path("cases/export.csv", reading.case_export, name="case_export"),
    path("cases/sources/", sources.case_sources, name="case_sources"),
    path("cases/new/", writing.case_new, name="case_new"),
    path(_ONE, reading.case_detail, name="case_detail"),
    path(f"{_ONE}edit/", writing.case_edit, name="case_edit"),
    path(f"{_ONE}text/", reading.case_text, name="case_text"),
    path(f"{_ONE}solve/", writing.case_solve, name="case_solve"),
    path(f"{_ONE}withdraw/", writing.case_withdraw, name="case_withdraw"),
    path(f"{_ONE}void/", writing.case_void, name="case_void"),
    path(f"{_ONE}reopen/", writing.case_reopen, name="case_reopen"),
    path("cases/imports/", importing.case_import, name="case_import"),
    path(_RUN, importing.case_import_run, name="case_import_run"),
    path(f"{_RUN}decide/", importing.case_import_decide, name="case_import_decide"),
    path(f"{_RUN}faults.csv", importing.case_import_faults, name="case_import_faults"),
    path(_ROWS, reference.case_reference, name="case_reference"),
    path(f"{_ROWS}categories/new/", reference.case_category_new, name="case_category_new"),
    path(f"{_ROWS}categories/import/", reference.case_category_import, name="case_category_import"),
    path(f"{_ROWS}categories.csv", reference.case_category_export, name="case_category_export"),
    path(
        f"{_ROWS}categories/<int:case_category_id>/",
        reference.case_category_edit,
        name="case_category_edit",
    ),
    path(f"{_ROWS}tags/new/", reference.case_tag_new, name="case_tag_new"),
    path(f"{_ROWS}tags/<int:case_tag_id>/", reference.case_tag_edit, name="case_tag_edit"),
    path(f"{_ROWS}sets/new/", reference.class_set_new, name="class_set_new"),
    path(f"{_ROWS}sets/<int:class_set_id>/end/", reference.class_set_end, name="class_set_end"),
]
