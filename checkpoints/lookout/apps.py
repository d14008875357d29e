"""Registers lookout notices with Django."""

from django.apps import AppConfig


class LookoutConfig(AppConfig):
    """Lookout notices (协查通报): lawful, exact, short; a non-match leaves nothing."""

    name = "checkpoints.lookout"
    label = "lookout"
