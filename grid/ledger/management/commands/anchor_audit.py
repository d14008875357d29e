"""`manage.py anchor_audit`: note outside the database where the audit chain ends today."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from grid.ledger.audit import write_anchor


class Command(BaseCommand):
    help = "Append the last audit entry's number and hash to AUDIT_ANCHORS."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(write_anchor(Path(settings.AUDIT_ANCHORS)))
