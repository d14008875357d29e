"""Registers video health with Django."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """What each camera last said, what that means now, and what was wrong with its picture."""

    name = "video.health"
    label = "videohealth"
