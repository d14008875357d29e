"""`manage.py import_cameras FILE`: a sheet of cameras."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grid.errors import DomainError
from grid.ledger.actors import Actor
from grid.organisation.models import Agency
from grid.territory.geo import CRS
from video.intake import services
from video.intake.models import IntakeRun

SHOWN = 200


class Command(BaseCommand):
    """Import a CSV or XLSX file, or say line by line what is wrong with it."""

    help = "Import cameras from CSV or XLSX; repeating the same file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", default="", help="12-digit code; default: the only city")
        parser.add_argument("--crs", default="wgs84", choices=[str(crs) for crs in CRS])
        parser.add_argument("--class", dest="camera_class", default="", help="of new cameras")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--valid-rows", action="store_true", help="import around bad rows")

    def handle(self, *args: Any, **options: Any) -> None:
        agency = _agency(options["agency"])
        try:
            run = services.import_now(
                options["file"],
                by=Actor("system", "0", "import_cameras", agency.path, "import"),
                agency=agency,
                crs=options["crs"],
                camera_class=options["camera_class"],
                is_dry_run=options["dry_run"],
                valid_rows_only=options["valid_rows"],
            )
        except (OSError, DomainError) as error:
            raise CommandError(str(error)) from error
        self._show(run)

    def _show(self, run: IntakeRun) -> None:
        if run.state == IntakeRun.State.REFUSED:
            raise CommandError(run.refusal)
        for fault in run.faults.all()[:SHOWN]:
            self.stdout.write(f"line {fault.line}, column {fault.column}: {fault.reason}")
        if (more := run.faults.count() - SHOWN) > 0:
            self.stdout.write(f"… and {more} more in report {run.pk}")
        for found in run.findings:
            self.stdout.write(f"{found['kind']} ({found['count']}): {found['message']}")
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
