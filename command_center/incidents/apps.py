"""Registers incidents with Django."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Calls and incidents (警情): intake, states, timeline, premise notes."""

    name = "command_center.incidents"
    label = "incidents"
