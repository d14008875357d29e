"""Registers duty levels with Django."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Duty levels (勤务等级): orders to switch, what each checkpoint reports, the half hour."""

    name = "checkpoints.duty"
    label = "duty"

    def ready(self) -> None:
        """Put level and switch on the page of a checkpoint."""
        from checkpoints.duty.panel import shown
        from checkpoints.register import panels

        panels.register("duty/_panel.html", shown)
