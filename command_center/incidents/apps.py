"""Registers incidents with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """Calls and incidents (警情): intake, states, timeline, premise notes."""

    name = "command_center.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Tell the patrols where much happened, and the board of cells how much."""
        from command_center.incidents import by_cell
        from command_center.incidents.demand import incidents_by_cell
        from grid.rights import Right
        from grid.service.board import sources
        from patrol.rounds.demand import register_source

        register_source("incidents", incidents_by_cell)
        sources.register(
            "calls", _("Calls"), Right.INCIDENT_READ, by_cell.counts, by_cell.url, rank=30
        )
