"""Registers assignments with Django."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    """Recommending and assigning units (派警), and an assignment from issue to feedback."""

    name = "command_center.dispatch.assignments"
    label = "assignments"
