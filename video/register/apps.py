"""Registers video register with Django."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """One camera, one file (一机一档): points, cameras, platforms, companies, filing and audit."""

    name = "video.register"
    label = "video"
