"""Registers duty levels with Django."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Duty levels (勤务等级): orders to switch, what each checkpoint reports, the half hour."""

    name = "checkpoints.duty"
    label = "duty"
