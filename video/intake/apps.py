"""Registers video intake with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Sheets and GB/T 28181 catalogues become cameras: dry run, every bad row, upsert."""

    name = "video.intake"
    label = "videointake"
