"""Registers assignments with Django."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    """Recommending and assigning units (派警), and an assignment from issue to feedback."""

    name = "command_center.dispatch.assignments"
    label = "assignments"

    def ready(self) -> None:
        from command_center.dispatch.assignments.handing_over import open_calls
        from command_center.dispatch.assignments.leaving import end_assignments
        from command_center.dispatch.assignments.panel import show
        from command_center.incidents.leaving import on_leaving
        from command_center.incidents.panels import register
        from patrol.shifts.handover import register_source

        on_leaving(end_assignments)
        register("assignments/_panel.html", show)
        register_source("open_calls", open_calls)
