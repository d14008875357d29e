"""REST routes of the checkpoint screens."""

from django.urls import URLPattern, path

from checkpoints.board import api

urlpatterns: list[URLPattern] = [
    path("checkpoint-board/", api.CheckpointBoard.as_view(), name="api_checkpoint_board"),
    path("checkpoint-board/cursor/", api.BoardCursor.as_view(), name="api_checkpoint_cursor"),
]
