"""Registers dispatch with Django."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Recommending and assigning units (派警), plans and orders (警令)."""

    name = "command_center.dispatch"
    label = "dispatch"
