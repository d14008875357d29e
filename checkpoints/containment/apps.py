"""Registers containment with Django."""

from django.apps import AppConfig


class ContainmentConfig(AppConfig):
    """Containment (快速封控, 关城门): rings of posts that close before a vehicle can pass."""

    name = "checkpoints.containment"
    label = "containment"
