"""Registers mediation board with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputeBoardConfig(AppConfig):
    """The ledger of disputes (台账) and its figures."""

    name = "mediation.board"
    label = "disputeboard"

    def ready(self) -> None:
        """Count disputes on the cell board; say on a dispute's page why it is overdue."""
        from grid.rights import Right
        from grid.service.board import sources
        from mediation.board import counting, panel
        from mediation.register import panels

        panels.register("disputeboard/_panel.html", panel.shown, place=90)
        sources.register(
            "disputes", _("Disputes"), Right.DISPUTE_READ,
            counting.counts_by_cell, counting.rows_url,
        )  # fmt: skip
