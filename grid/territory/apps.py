"""Registers territory with Django."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """The ground: divisions (行政区划), cells (网格), places (场所) and coordinates."""

    name = "grid.territory"
    label = "territory"
