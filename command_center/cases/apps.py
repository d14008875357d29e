"""Registers cases with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Recorded criminal and administrative cases (案件) and their categories."""

    name = "command_center.cases"
    label = "cases"
