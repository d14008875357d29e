"""Registers incidents with Django."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Calls and incidents (警情): intake, states, timeline, premise notes."""

    name = "command_center.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Tell the patrols where much happened."""
        from command_center.incidents.demand import incidents_by_cell
        from patrol.rounds.demand import register_source

        register_source("incidents", incidents_by_cell)
