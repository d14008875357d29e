"""Registers positions with Django."""

from django.apps import AppConfig


class PositionsConfig(AppConfig):
    """Where units are (警力定位): the newest fix, a short track, and fixes set aside."""

    name = "patrol.positions"
    label = "positions"

    def ready(self) -> None:
        """The nightly deletion must know how a day of the track goes; the hub, who is where."""
        from patrol.positions import fleet_frame, partitions  # noqa: F401
