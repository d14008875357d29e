"""Registers video repair with Django."""

from django.apps import AppConfig


class RepairConfig(AppConfig):
    """Repair tickets (运维工单): opened, taken, on site, fixed, verified by another."""

    name = "video.repair"
    label = "repair"

    def ready(self) -> None:
        """Put the tickets of a camera on its page."""
        from video.register import panels
        from video.repair.panel import shown

        panels.register("repair/_panel.html", shown)
