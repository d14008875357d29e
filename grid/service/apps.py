"""Registers service with Django."""

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """Work on the ground: visits (走访), errands (代办), inspections (检查), hazards (隐患)."""

    name = "grid.service"
    label = "service"
