"""Pages of video patrol."""

from django.urls import URLPattern, path

from video.rounds.views import board, findings, rounds, walking

_ROUND = "video/rounds/<int:video_round_id>/"
_RUN = "video/runs/<int:video_run_id>/"
_FINDING = "video/findings/<int:finding_id>/"

urlpatterns: list[URLPattern] = [
    path("video/patrol/", board.video_patrol_board, name="video_patrol_board"),
    path("video/patrol/rule/", board.video_rule, name="video_rule"),
    path("video/teams/new/", board.video_team_new, name="video_team_new"),
    path("video/teams/<int:video_team_id>/", board.video_team_edit, name="video_team_edit"),
    path("video/rounds/", rounds.video_round_list, name="video_round_list"),
    path("video/rounds/export.csv", rounds.video_round_export, name="video_round_export"),
    path("video/rounds/new/", rounds.video_round_new, name="video_round_new"),
    path(_ROUND, rounds.video_round_detail, name="video_round_detail"),
    path(f"{_ROUND}edit/", rounds.video_round_edit, name="video_round_edit"),
    path("video/runs/", board.video_run_list, name="video_run_list"),
    path("video/runs/export.csv", board.video_run_export, name="video_run_export"),
    path(_RUN, board.video_run_detail, name="video_run_detail"),
    path(f"{_RUN}cancel/", board.video_run_cancel, name="video_run_cancel"),
    path("video/my-round/", walking.my_round, name="my_round"),
    path("video/my-round/start/", walking.my_round_start, name="my_round_start"),
    path("video/my-round/look/", walking.my_round_look, name="my_round_look"),
    path("video/my-round/end/", walking.my_round_end, name="my_round_end"),
    path("video/my-round/desk/", walking.my_desk, name="my_desk"),
    path("video/findings/", findings.finding_list, name="finding_list"),
    path("video/findings/export.csv", findings.finding_export, name="finding_export"),
    path("video/findings/new/", findings.finding_new, name="finding_new"),
    path(_FINDING, findings.finding_detail, name="finding_detail"),
    path(f"{_FINDING}close/", findings.finding_close, name="finding_close"),
]
