"""Registers video footage with Django."""

from django.apps import AppConfig


class FootageConfig(AppConfig):
    """Requests for footage (视频调取): basis, two approvers, issue, recipient, return, register."""

    name = "video.footage"
    label = "footage"
