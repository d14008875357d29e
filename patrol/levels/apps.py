"""Registers levels with Django."""

from django.apps import AppConfig


class LevelsConfig(AppConfig):
    """Area patrol levels (巡防等级), overlay patrols and temporary control points."""

    name = "patrol.levels"
    label = "levels"

    def ready(self) -> None:
        """Levels in force belong to what a shift hands over; some extra rounds ask for arms."""
        from patrol.levels.arming import armed_where_asked
        from patrol.levels.handing_over import levels_in_force
        from patrol.rounds.demands import register_demand
        from patrol.shifts.handover import register_source

        register_demand(armed_where_asked)
        register_source("levels", levels_in_force)
