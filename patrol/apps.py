"""Registers patrol with Django."""

from django.apps import AppConfig


class PatrolConfig(AppConfig):
    """Stations, units (警力), shifts, beats, positions, key places (巡防)."""

    name = "patrol"
    label = "patrol"
