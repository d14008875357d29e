"""REST routes of video patrol."""

from django.urls import URLPattern, path

from video.rounds import api, api_walking

_TEAM = "video-teams/<int:video_team_id>/"
_ROUND = "video-rounds/<int:video_round_id>/"
_RUN = "video-runs/<int:video_run_id>/"

urlpatterns: list[URLPattern] = [
    path("video-teams/", api.Teams.as_view(), name="api_video_teams"),
    path(_TEAM, api.OneTeam.as_view(), name="api_video_team"),
    path(f"{_TEAM}desk/", api.Desk.as_view(), name="api_video_desk"),
    path("video-rounds/", api.Rounds.as_view(), name="api_video_rounds"),
    path(_ROUND, api.OneRound.as_view(), name="api_video_round"),
    path(f"{_ROUND}start/", api_walking.StartExtra.as_view(), name="api_video_round_start"),
    path("video-round-figures/", api.Figures.as_view(), name="api_video_round_figures"),
    path("video-runs/", api_walking.Runs.as_view(), name="api_video_runs"),
    path(_RUN, api_walking.OneRun.as_view(), name="api_video_run"),
    path(f"{_RUN}start/", api_walking.StartRun.as_view(), name="api_video_run_start"),
    path(f"{_RUN}looks/", api_walking.Looks.as_view(), name="api_video_run_looks"),
    path(f"{_RUN}end/", api_walking.EndRun.as_view(), name="api_video_run_end"),
    path(f"{_RUN}cancel/", api_walking.CancelRun.as_view(), name="api_video_run_cancel"),
    path("video-findings/", api_walking.Findings.as_view(), name="api_video_findings"),
    path(
        "video-findings/<int:finding_id>/",
        api_walking.OneFinding.as_view(),
        name="api_video_finding",
    ),
]
