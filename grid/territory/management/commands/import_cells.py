"""manage.py import_cells: cells from a GeoJSON file, checked before any is taken."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from django.core.management.base import BaseCommand, CommandError

from grid.errors import InvalidInput
from grid.ledger.actors import PLATFORM
from grid.territory.geo import CRS
from grid.territory.geojson import read_features
from grid.territory.importing import check_cells, take_cells
from grid.territory.models import Division


class Command(BaseCommand):
    help = "Bring cells in force: each feature has code, name, kind, agency and an outline."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--crs", choices=[c.value for c in CRS], default="wgs84")
        parser.add_argument("--from", dest="from_day", type=date.fromisoformat, help="2026-01-31")
        parser.add_argument("--within", help="Code of the division no cell may lie outside of.")
        parser.add_argument("--dry-run", action="store_true", help="Check only.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8")
            rows = read_features(text, crs=options["crs"], within=self._outline(options["within"]))
            report = check_cells(rows)
            for number, fault in report:
                self.stderr.write(f"feature {number}: {fault}")
            if report:
                raise CommandError(f"{len(report)} faults; nothing was taken.")
            if options["dry_run"]:
                self.stdout.write(f"{len(rows)} cells can be taken.")
                return
            done = take_cells(rows, by=PLATFORM, from_day=options["from_day"])
        except (InvalidInput, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{count} {what}" for what, count in done.items()))

    def _outline(self, code: str | None) -> Any:
        if not code:
            return None
        division = Division.objects.filter(code=code, outline__isnull=False).first()
        if division is None or division.outline is None:
            raise CommandError(f"There is no outline of a division {code}.")
        return shapely.from_wkb(bytes(division.outline.wkb))
