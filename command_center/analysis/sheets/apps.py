"""Registers analysis sheets with Django."""

from django.apps import AppConfig


class CaseSheetsConfig(AppConfig):
    """Daily sheets (日研判) with their proposals and what these led to."""

    name = "command_center.analysis.sheets"
    label = "casesheets"
