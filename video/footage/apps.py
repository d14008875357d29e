"""Registers video footage with Django."""

from django.apps import AppConfig


class FootageConfig(AppConfig):
    """Requests for footage (视频调取): basis, two approvers, issue, recipient, return, register."""

    name = "video.footage"
    label = "footage"

    def ready(self) -> None:
        """Show a camera's requests on its page."""
        from video.footage.panel import shown
        from video.register import panels

        panels.register("footage/_panel.html", shown)
