"""Registers levels with Django."""

from django.apps import AppConfig


class LevelsConfig(AppConfig):
    """Area patrol levels (巡防等级), overlay patrols and temporary control points."""

    name = "patrol.levels"
    label = "levels"
