"""Registers containment with Django."""

from django.apps import AppConfig


class ContainmentConfig(AppConfig):
    """Containment (快速封控, 关城门): rings of posts that close before a vehicle can pass."""

    name = "checkpoints.containment"
    label = "containment"

    def ready(self) -> None:
        """Put posts and plans on the page of a checkpoint."""
        from checkpoints.containment.panel import shown
        from checkpoints.register import panels

        panels.register("containment/_panel.html", shown)
