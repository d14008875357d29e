"""Registers analysis bulletins with Django."""

from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    """Bulletins (周通报): drafted, reviewed, issued, read."""

    name = "command_center.analysis.bulletins"
    label = "bulletins"
