"""Registers shifts with Django."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    """Shifts (勤务班次), rosters, handover, presence checks and the daily force return."""

    name = "patrol.shifts"
    label = "shifts"
