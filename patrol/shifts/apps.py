"""Registers shifts with Django."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    """Shifts (勤务班次), rosters, handover, presence checks and the daily force return."""

    name = "patrol.shifts"
    label = "shifts"

    def ready(self) -> None:
        """Let the register of stations say what the roster knows of them."""
        from patrol.shifts.selectors import notices_of
        from patrol.units import notices

        notices.register(notices_of)
