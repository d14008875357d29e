"""Registers video repair with Django."""

from django.apps import AppConfig


class RepairConfig(AppConfig):
    """Repair tickets (运维工单): opened, taken, on site, fixed, verified by another."""

    name = "video.repair"
    label = "repair"
