"""Registers cases with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Recorded criminal and administrative cases (案件) and their categories."""

    name = "command_center.cases"
    label = "cases"

    def ready(self) -> None:
        """Tell the board of cells how many cases there were."""
        from command_center.cases import by_cell
        from grid.rights import Right
        from grid.service.board import sources

        sources.register("cases", _("Cases"), Right.CASE_READ, by_cell.counts, by_cell.url, rank=20)
