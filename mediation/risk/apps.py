"""Registers mediation risk with Django."""

from django.apps import AppConfig


class DisputeRiskConfig(AppConfig):
    """Risk of a dispute (风险分级): checklist, grades, deadlines, leader in charge."""

    name = "mediation.risk"
    label = "disputerisk"
