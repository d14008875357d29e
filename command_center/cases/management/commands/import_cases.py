"""`manage.py import_cases FILE`: cases of another system."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from command_center.cases.importing.desk import ImportDesk
from command_center.cases.importing.services import import_now
from command_center.cases.models import CaseImport
from grid.organisation.models import Agency
from grid.territory.geo import CRS

SHOWN = 200


class Command(BaseCommand):
    """Import a CSV or XLSX file, or say row by row what is wrong with it."""

    help = "Import cases from CSV or XLSX; repeating the same file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", default="", help="12-digit code; default: the only city")
        parser.add_argument("--source", default="import", help="name of the system it comes from")
        parser.add_argument("--crs", default="wgs84", choices=[c.value for c in CRS])
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=FIELD")
        parser.add_argument("--meaning", action="append", default=[], metavar="WORD=CODE",
                            help="code of the category a word of the file stands for")  # fmt: skip
        parser.add_argument("--join-doubles", action="store_true",
                            help="rows of one number are one case: the first counts")  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--valid-rows", action="store_true", help="import around bad rows")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        run = import_now(
            options["file"],
            desk=ImportDesk(_agency(options["agency"])),
            crs=options["crs"],
            source=options["source"][:40],
            is_dry_run=options["dry_run"],
            only_valid=options["valid_rows"],
            joins_doubles=options["join_doubles"],
            columns=dict(_pair(said, "HEADING=FIELD", "column") for said in options["column"]),
            meanings=dict(_pair(said, "WORD=CODE", "meaning") for said in options["meaning"]),
        )
        self._show(run)

    def _show(self, run: CaseImport) -> None:
        if run.state == CaseImport.State.FAILED:
            raise CommandError(run.refusal)
        for found in run.faults.all()[:SHOWN]:
            self.stdout.write(f"row {found.row}, {found.field}: {found.message}")
        if (more := run.faults.count() - SHOWN) > 0:
            self.stdout.write(f"… and {more} more in report {run.pk}")
        self.stdout.write(
            f"read {run.read}, created {run.created}, changed {run.changed}, "
            f"unchanged {run.unchanged}, joined {run.joined}, bad {run.faulty}"
        )
        if run.faulty and not run.is_dry_run and not run.only_valid:
            raise CommandError("Nothing was imported. Use --valid-rows to import the good rows.")


def _pair(said: str, form: str, what: str) -> tuple[str, str]:
    word, equals, means = said.rpartition("=")
    if not equals or not word:
        raise CommandError(f"Say a {what} as {form}.")
    return word, means


def _agency(code: str) -> Agency:
    found = Agency.objects.filter(code=code) if code else Agency.objects.filter(parent=None)
    if len(found) != 1:
        raise CommandError("Name the agency that imports with --agency CODE.")
    return found[0]
