"""Registers the work at checkpoints with Django."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """What a checkpoint does all day: counts, outcomes, seizures, lanes, its roster."""

    name = "checkpoints.work"
    label = "checkwork"

    def ready(self) -> None:
        """Put the work of today on the page of a checkpoint."""
        from checkpoints.register import panels
        from checkpoints.work.panel import shown

        panels.register("checkwork/_panel.html", shown)
