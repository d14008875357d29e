"""Registers modes with Django."""

from django.apps import AppConfig


class ModesConfig(AppConfig):
    """Normal and major mode (平战结合): who has the say over dispatch."""

    name = "command_center.dispatch.modes"
    label = "modes"
