"""Registers the work at checkpoints with Django."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """What a checkpoint does all day: counts, outcomes, seizures, lanes, its roster."""

    name = "checkpoints.work"
    label = "checkwork"
