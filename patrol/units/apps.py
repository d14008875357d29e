"""Registers units with Django."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """Street stations (警务站), units (警力) and their crews, and what each is doing."""

    name = "patrol.units"
    label = "units"

    def ready(self) -> None:
        """The ground of street stations stands in small maps of what lies around a place."""
        from grid.territory import surroundings
        from patrol.units.models import Station

        surroundings.register(
            "station", lambda viewer: Station.objects.visible_to(viewer).filter(is_active=True)
        )
