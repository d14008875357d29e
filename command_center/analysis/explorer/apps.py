"""Registers analysis explorer with Django."""

from django.apps import AppConfig


class CaseExplorerConfig(AppConfig):
    """Pages over cases: maps, hours, categories, hot cells, series."""

    name = "command_center.analysis.explorer"
    label = "caseexplorer"
