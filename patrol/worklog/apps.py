"""Registers worklog with Django."""

from django.apps import AppConfig


class WorklogConfig(AppConfig):
    """The patrol work log (大巡防): stops, finds, services, results, supervision."""

    name = "patrol.worklog"
    label = "worklog"
