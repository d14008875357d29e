"""Registers video rounds with Django."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Video patrol (视频巡逻): teams, rounds over camera lists, findings."""

    name = "video.rounds"
    label = "videorounds"
