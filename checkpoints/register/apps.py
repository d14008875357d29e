"""Registers the register of checkpoints with Django."""

from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    """Defence lines (防线), checkpoints (卡口·检查站), what each must have and has."""

    name = "checkpoints.register"
    label = "checkpoints"
