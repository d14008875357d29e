"""Registers analysis sheets with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseSheetsConfig(AppConfig):
    """Daily sheets (日研判) with their proposals and what these led to."""

    name = "command_center.analysis.sheets"
    label = "casesheets"

    def ready(self) -> None:
        """Let the calendar run the daily sheet."""
        from command_center.analysis.runs.registry import JobSpec, register
        from command_center.analysis.sheets import composing, reading_below

        register(
            JobSpec(
                name="daily",
                kind="day",
                label=_("Daily sheet"),
                compose=composing.compose,
                after=composing.after,
                levels=reading_below.LEVELS,
                methods=composing.USED,
            )
        )
