"""Registers analysis store with Django."""

from django.apps import AppConfig


class CaseStoreConfig(AppConfig):
    """What the analysis reads: views without persons, and counts by day (统计汇总)."""

    name = "command_center.analysis.store"
    label = "casestore"
