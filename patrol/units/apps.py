"""Registers units with Django."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Street stations (警务站), units (警力) and their crews, and what each is doing."""

    name = "patrol.units"
    label = "units"
