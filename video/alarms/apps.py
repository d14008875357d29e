"""Registers video alarms with Django."""

from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    """Alarm poles and one-key alarms (一键报警): a press is told at once, a test is owed monthly."""

    name = "video.alarms"
    label = "alarms"
