"""Pages of analysis runs."""

from django.urls import path

from command_center.analysis.runs.views import holidays, methods, runs

_RUN = "analysis/runs/<int:analysis_run_id>/"
_METHODS = "analysis/methods/"
_SWITCH = f"{_METHODS}switches/<int:method_switch_id>/"

urlpatterns = [
    path("analysis/runs/", runs.run_calendar, name="run_calendar"),
    path("analysis/runs/calendar.csv", runs.run_calendar_export, name="run_calendar_export"),
    path("analysis/runs/all/", runs.run_list, name="run_list"),
    path("analysis/runs/export.csv", runs.run_export, name="run_export"),
    path("analysis/runs/rules/", methods.job_rule_list, name="job_rule_list"),
    path("analysis/runs/rules/export.csv", methods.job_rule_export, name="job_rule_export"),
    path("analysis/runs/rules/new/", methods.job_rule_new, name="job_rule_new"),
    path("analysis/holidays/", holidays.special_day_list, name="special_day_list"),
    path("analysis/holidays/export.csv", holidays.special_day_export, name="special_day_export"),
    path("analysis/holidays/new/", holidays.special_day_new, name="special_day_new"),
    path(_RUN, runs.run_detail, name="run_detail"),
    path(f"{_RUN}again/", runs.run_again, name="run_again"),
    path(f"{_RUN}compare/", runs.run_compare, name="run_compare"),
    path(_METHODS, methods.algorithm_register, name="algorithm_register"),
    path(f"{_METHODS}export.csv", methods.algorithm_export, name="algorithm_export"),
    path(f"{_METHODS}switches/", methods.method_switch_list, name="method_switch_list"),
    path(
        f"{_METHODS}switches/export.csv", methods.method_switch_export, name="method_switch_export"
    ),
    path(f"{_METHODS}switches/new/", methods.method_switch_new, name="method_switch_new"),
    path(_SWITCH, methods.method_switch_detail, name="method_switch_detail"),
    path(f"{_SWITCH}end/", methods.method_switch_end, name="method_switch_end"),
]
