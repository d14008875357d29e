"""Registers analysis with Django."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Daily and weekly case analysis (研判): methods, jobs, bulletins."""

    name = "command_center.analysis"
    label = "analysis"
