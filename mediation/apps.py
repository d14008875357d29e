"""Registers mediation with Django."""

from django.apps import AppConfig


class MediationConfig(AppConfig):
    """Disputes (矛盾纠纷) from registration to archive."""

    name = "mediation"
    label = "mediation"
