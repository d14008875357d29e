"""Registers demo with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo city and the live day played through the REST API."""

    name = "command_center.demo"
    label = "demo"
