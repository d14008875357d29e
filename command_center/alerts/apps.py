"""Registers alerts with Django."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Facts become alerts (告警): rules, acknowledgement, escalation, CAP."""

    name = "command_center.alerts"
    label = "alerts"
