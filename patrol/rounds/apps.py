"""Registers rounds with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    """Beats, routes, patrol points and what was walked of them (巡逻)."""

    name = "patrol.rounds"
    label = "rounds"

    def ready(self) -> None:
        """Count check-ins on the board of cells: the layer on the ground."""
        from grid.rights import Right
        from grid.service.board import sources
        from patrol.rounds import by_cell

        sources.register(
            "patrols", _("Patrol check-ins"), Right.PATROL_READ, by_cell.counts, by_cell.url,
            layer="ground", rank=20,
        )  # fmt: skip
