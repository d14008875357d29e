"""`manage.py verify_audit`: is the audit chain as it was written?"""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from grid.ledger.audit import verify


class Command(BaseCommand):
    help = "Recompute the audit chain; names the first broken entry and exits 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=date.fromisoformat, help="first day to check, UTC")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify(since=options["since"], anchors=Path(settings.AUDIT_ANCHORS))
        if verdict.broken:
            raise CommandError(
                f"Audit entry {verdict.broken.seq} is broken: {verdict.broken.fault}. "
                f"{verdict.checked} entries before it are sound."
            )
        self.stdout.write(
            f"{verdict.checked} audit entries verified, "
            f"the last is {verdict.last_seq} {verdict.last_hash}"
        )
