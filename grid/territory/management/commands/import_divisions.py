"""manage.py import_divisions: the public register of divisions from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grid.errors import InvalidInput
from grid.territory.importing import take_divisions


class Command(BaseCommand):
    help = "Upsert divisions from a CSV with code12, name, level, parent_code12."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = take_divisions(options["file"])
        except (InvalidInput, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} divisions")
