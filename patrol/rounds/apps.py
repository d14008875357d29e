"""Registers rounds with Django."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Beats, routes, patrol points and what was walked of them (巡逻)."""

    name = "patrol.rounds"
    label = "rounds"
