"""`manage.py apply_retention`: delete or empty what has been kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from grid.ledger.cleaning import apply_retention, preview


class Command(BaseCommand):
    help = "Apply every model's retention rule; --dry-run only counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            for name, action, rows in preview(now=now):
                self.stdout.write(f"{name}: {rows} to {action}")
            return
        for run in apply_retention(now=now):
            self.stdout.write(f"{run.model}: {run.rows} rows, {run.action}")
