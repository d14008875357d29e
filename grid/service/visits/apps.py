"""Registers grid service visits with Django."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Visits (走访), errands (代办), service counters (服务) and the campaigns they belong to."""

    name = "grid.service.visits"
    label = "visits"
