"""`manage.py import_incidents FILE --columns MAPPING.toml`: incidents of another system."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from command_center.incidents.importing.desk import ImportDesk
from command_center.incidents.importing.services import import_now
from command_center.incidents.models import ImportRun
from grid.organisation.models import Agency

SHOWN = 200


class Command(BaseCommand):
    """Import a CSV or XLSX file, or say line by line what is wrong with it."""

    help = "Import incidents from CSV or XLSX; repeating the same file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--columns", type=Path, required=True, metavar="MAPPING.toml")
        parser.add_argument("--agency", default="", help="12-digit code; default: the only city")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--valid-rows", action="store_true", help="import around bad rows")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mapping = options["columns"].read_text(encoding="utf-8")
            run = import_now(
                options["file"],
                mapping,
                desk=ImportDesk(_agency(options["agency"])),
                is_dry_run=options["dry_run"],
                valid_rows_only=options["valid_rows"],
            )
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        self._show(run)

    def _show(self, run: ImportRun) -> None:
        if run.state == ImportRun.State.REFUSED:
            raise CommandError(run.refusal)
        for found in run.errors[:SHOWN]:
            self.stdout.write("line {line}, column {column}: {reason}".format(**found))
        if len(run.errors) > SHOWN:
            self.stdout.write(f"… and {len(run.errors) - SHOWN} more in report {run.pk}")
        self.stdout.write(
            f"read {run.rows_read}, created {run.rows_created}, changed {run.rows_changed}, "
            f"unchanged {run.rows_unchanged}, bad {run.rows_bad}"
        )
        if run.rows_bad and not run.is_dry_run and not run.valid_rows_only:
            raise CommandError("Nothing was imported. Use --valid-rows to import the good rows.")


def _agency(code: str) -> Agency:
    found = Agency.objects.filter(code=code) if code else Agency.objects.filter(parent=None)
    if len(found) != 1:
        raise CommandError("Name the agency that imports with --agency CODE.")
    return found[0]
