"""Registers lookout notices with Django."""

from importlib import import_module

from django.apps import AppConfig


class LookoutConfig(AppConfig):
    """Lookout notices (协查通报): lawful, exact, short; a non-match leaves nothing."""

    name = "checkpoints.lookout"
    label = "lookout"

    def ready(self) -> None:
        """Say how notices end, and show them on the page of a checkpoint."""
        from checkpoints.lookout.panel import shown
        from checkpoints.register import panels

        import_module("checkpoints.lookout.cleaning")
        panels.register("lookout/_panel.html", shown)
