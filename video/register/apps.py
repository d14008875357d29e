"""Registers video register with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    """One camera, one file (一机一档): points, cameras, platforms, companies, filing and audit."""

    name = "video.register"
    label = "video"

    def ready(self) -> None:
        """Count cameras on the board of cells: the layer in the air."""
        from grid.rights import Right
        from grid.service.board import sources
        from video.register import by_cell

        sources.register(
            "cameras", _("Cameras"), Right.CAMERA_READ, by_cell.counts, by_cell.url,
            layer="air", is_stock=True, is_thing=True, rank=15,
        )  # fmt: skip
