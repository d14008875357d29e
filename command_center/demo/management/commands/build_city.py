"""manage.py build_city: a second city out of any CSV or XLSX of points."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from command_center.demo.second_city import CityPlan, build_city, read_points
from command_center.incidents.importing.mapping import parse_mapping
from grid.errors import InvalidInput


class Command(BaseCommand):
    help = "Make an agency, hexagonal cells over the extent of a file of points, and accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="file", type=Path, required=True)
        parser.add_argument("--columns", type=Path, required=True, help="TOML, as for an import.")
        parser.add_argument("--cell-size", type=float, default=500, help="Metres across.")
        parser.add_argument("--code", default="990100000000", help="Agency code, 12 digits.")
        parser.add_argument("--name", help="Name of the city; the file's by default.")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = CityPlan(
            code=options["code"],
            name=options["name"] or options["file"].stem,
            cell_size_m=options["cell_size"],
        )
        accounts_at = settings.VAR / f"accounts_{plan.code}.json"
        try:
            mapping = parse_mapping(options["columns"].read_text(encoding="utf-8"))
            lngs, lats = read_points(options["file"], mapping)
            agency, cells, accounts = build_city(
                plan, lngs=lngs, lats=lats, accounts_at=accounts_at
            )
        except (InvalidInput, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{agency.name} ({agency.code}): {cells} cells over {len(lngs)} points")
        self.stdout.write(f"{len(accounts)} accounts to sign in with: {accounts_at}")
