"""Registers video health with Django."""

from importlib import import_module

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """What each camera last said, what that means now, and what was wrong with its picture."""

    name = "video.health"
    label = "videohealth"

    def ready(self) -> None:
        """Put the panel on a camera's page."""
        panels = import_module("video.register.panels")
        panels.register("videohealth/_panel.html", import_module("video.health.panel").shown)
