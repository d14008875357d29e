"""Registers checkpoints with Django."""

from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    """Defence lines (防线), checkpoints (卡口), duty levels (勤务等级), containment (封控)."""

    name = "checkpoints"
    label = "checkpoints"
