"""manage.py check_cells: gaps and overlaps of the leaf cells in force."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grid.organisation.models import Agency
from grid.territory.topology import as_geojson, check_agency


class Command(BaseCommand):
    help = "Report where leaf cells overlap or leave a gap; exit status 1 where they do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", help="Code; every city by default.")
        parser.add_argument("--geojson", type=Path, help="Write the faults there.")

    def handle(self, *args: Any, **options: Any) -> None:
        agencies = Agency.objects.filter(kind=Agency.Kind.CITY)
        if options["agency"]:
            agencies = Agency.objects.filter(code=options["agency"])
        found = []
        for agency in agencies:
            cells, faults = check_agency(agency)
            self.stdout.write(f"{agency.name}: {cells} leaf cells, {len(faults)} faults")
            for fault in faults:
                names = " / ".join(fault.cells)
                self.stdout.write(f"  {fault.kind:8} {fault.area_m2:14,.1f} m2  {names}")
            found += faults
        if options["geojson"]:
            options["geojson"].write_text(as_geojson(found), encoding="utf-8")
        if found:
            raise CommandError(f"{len(found)} faults")
