"""Registers safety_index with Django."""

from django.apps import AppConfig


class SafetyIndexConfig(AppConfig):
    """The safety index (平安指数) of towns and the incident index (警情指数) of compounds."""

    name = "command_center.safety_index"
    label = "safety_index"
