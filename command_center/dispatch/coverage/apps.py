"""Registers coverage with Django."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Response circles (1-3-5), where they are not met now, and move-up."""

    name = "command_center.dispatch.coverage"
    label = "coverage"
