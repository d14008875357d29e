"""REST addresses of analysis runs."""

from django.urls import path

from command_center.analysis.runs import api

_RUN = "analysis-runs/<int:analysis_run_id>/"

urlpatterns = [
    path("analysis-runs/", api.Runs.as_view(), name="api_analysis_runs"),
    path(_RUN, api.Run.as_view(), name="api_analysis_run"),
    path(f"{_RUN}again/", api.RunAgain.as_view(), name="api_analysis_run_again"),
    path("analysis-results/", api.Results.as_view(), name="api_analysis_results"),
    path(
        "analysis-results/<int:analysis_run_id>/", api.Result.as_view(), name="api_analysis_result"
    ),
]
