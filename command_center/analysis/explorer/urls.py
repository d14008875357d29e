"""Pages of analysis explorer."""

from django.urls import URLPattern, path

from command_center.analysis.explorer.series_table import STEPS
from command_center.analysis.explorer.views import figures, maps, zerodays
from command_center.analysis.explorer.views import series as s
from command_center.analysis.studies import selectors
from grid.frame.steps import view_of
from grid.rights import Right

_SERIES = "analysis/series/<int:series_id>/"

urlpatterns: list[URLPattern] = [
    path("analysis/", maps.analysis_home, name="analysis_home"),
    path("analysis/map/", maps.case_map, name="case_map"),
    path("analysis/map/data.json", maps.case_map_data, name="case_map_data"),
    path("analysis/map/layer.json", maps.case_map_layer, name="case_map_layer"),
    path("analysis/hours/", figures.case_hours, name="case_hours"),
    path("analysis/explorer/", figures.case_explorer, name="case_explorer"),
    path("analysis/hot-cells/", figures.hot_cells, name="hot_cells"),
    path("analysis/zero-days/", zerodays.zero_days, name="zero_days"),
    path("analysis/series/", s.series_list, name="series_list"),
    path("analysis/series/candidate/", s.series_candidate, name="series_candidate"),
    path("analysis/series/follow/", s.series_follow, name="series_follow"),
    path("analysis/series/followed/", s.series_followed, name="series_followed"),
    path("analysis/series/followed/export.csv", s.series_export, name="series_export"),
    path("analysis/series/models/", s.series_model_list, name="series_model_list"),
    path("analysis/series/models/fit/", s.series_model_fit, name="series_model_fit"),
    path(
        "analysis/series/models/<int:series_model_id>/retire/",
        s.series_model_retire,
        name="series_model_retire",
    ),
    path(_SERIES, s.series_detail, name="series_detail"),
    *(
        path(
            f"{_SERIES}{step.route.removeprefix('series_')}/",
            view_of(
                step,
                selectors.find_series,
                s.show_series,
                page="series_detail",
                reads=Right.ANALYSIS_READ,
            ),
            name=step.route,
        )
        for step in STEPS
    ),
]
