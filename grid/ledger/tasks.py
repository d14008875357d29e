"""Celery entry points of the ledger."""

from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from grid.ledger.audit import write_anchor
from grid.ledger.cleaning import apply_retention


@shared_task  # type: ignore[untyped-decorator]
def nightly() -> None:
    """Anchor the audit chain, then delete what has been kept long enough."""
    write_anchor(Path(settings.AUDIT_ANCHORS))
    apply_retention(now=timezone.now())
