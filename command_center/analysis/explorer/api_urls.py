"""REST addresses of analysis explorer."""

from django.urls import URLPattern, path

from command_center.analysis.explorer import api

urlpatterns: list[URLPattern] = [
    path("case-analysis/hours/", api.CaseHours.as_view(), name="api_case_hours"),
    path("case-analysis/pivot/", api.CasePivot.as_view(), name="api_case_pivot"),
    path("case-analysis/hot-cells/", api.HotCells.as_view(), name="api_hot_cells"),
    path("case-analysis/zero-days/", api.ZeroDays.as_view(), name="api_zero_days"),
    path(
        "case-analysis/series-candidates/",
        api.SeriesCandidates.as_view(),
        name="api_series_candidates",
    ),
]
