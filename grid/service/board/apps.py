"""Registers grid service board with Django."""

from django.apps import AppConfig


class CellBoardConfig(AppConfig):
    """Cells at work: the board of cells and the card of each (网格工作台)."""

    name = "grid.service.board"
    label = "cellboard"

    def ready(self) -> None:
        """Bring the figures of the ground floor itself."""
        from grid.service.board import ground

        ground.register_all()
