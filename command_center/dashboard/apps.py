"""Registers dashboard with Django."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """The dispatcher's page (接警台), map layers, wall display, supervisor view."""

    name = "command_center.dashboard"
    label = "dashboard"
