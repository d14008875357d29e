"""Registers positions with Django."""

from django.apps import AppConfig


class PositionsConfig(AppConfig):
    """Where units are (警力定位): the newest fix, a short track, and fixes set aside."""

    name = "patrol.positions"
    label = "positions"
