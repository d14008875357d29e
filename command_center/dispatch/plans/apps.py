"""Registers plans with Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Response plans (预案) and big-event plans (安保任务)."""

    name = "command_center.dispatch.plans"
    label = "plans"
