"""Registers grid service programmes with Django."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Programmes (条目化管理), supervision (督导), contact areas and joint meetings."""

    name = "grid.service.programmes"
    label = "programmes"
