"""Registers duty levels with Django."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Duty levels (勤务等级): orders to switch, what each checkpoint reports, the half hour."""

    name = "checkpoints.duty"
    label = "duty"

    def ready(self) -> None:
        """Put level and switch on the page of a checkpoint, and answer which level holds."""
        from checkpoints.duty.levels import levels_of
        from checkpoints.duty.panel import shown
        from checkpoints.register import levels, panels

        panels.register("duty/_panel.html", shown)
        levels.register(levels_of)
