"""Registers levels with Django."""

from django.apps import AppConfig


class LevelsConfig(AppConfig):
    """Area patrol levels (巡防等级), overlay patrols and temporary control points."""

    name = "patrol.levels"
    label = "levels"

    def ready(self) -> None:
        """Levels in force belong to what a shift hands over."""
        from patrol.levels.handing_over import levels_in_force
        from patrol.shifts.handover import register_source

        register_source("levels", levels_in_force)
