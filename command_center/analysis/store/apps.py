"""Registers analysis store with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CaseStoreConfig(AppConfig):
    """What the analysis reads: views without persons, and counts by day (统计汇总)."""

    name = "command_center.analysis.store"
    label = "casestore"

    def ready(self) -> None:
        """The role of the analysis is granted its tables after every migration."""
        from command_center.analysis.store.grants import grant

        post_migrate.connect(grant, sender=self, dispatch_uid="casestore_grant")
