"""Registers safety with Django."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Officer safety (民警安全): check-in timers and the panic button."""

    name = "command_center.dispatch.safety"
    label = "safety"
