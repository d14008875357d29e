"""Registers video alarms with Django."""

from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    """Alarm poles and one-key alarms (一键报警): a press is told at once."""

    name = "video.alarms"
    label = "alarms"
