"""Check an archive volume: a ZIP file that came back, or one kept here by its number."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mediation.documents.checking import Verdict, check_volume, check_zip
from mediation.documents.models import Volume


class Command(BaseCommand):
    """Recompute every hash; ends with an error where something was changed."""

    help = "Verify archive volumes: ZIP files or numbers; all that are kept here where none is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("volumes", nargs="*", help="a ZIP file, or a number as JF26-0001-V1")

    def handle(self, *args: Any, **options: Any) -> None:
        named = options["volumes"] or Volume.objects.order_by("pk").values_list("number", flat=True)
        broken = [name for name in named if not self._tell(name, _verdict(name))]
        if broken:
            raise CommandError(f"not as archived: {', '.join(broken)}")

    def _tell(self, name: str, verdict: Verdict) -> bool:
        state = "sound" if verdict.is_sound else "; ".join(verdict.faults)
        self.stdout.write(f"{verdict.number or name} {verdict.sha256} {state}")
        return verdict.is_sound


def _verdict(name: str) -> Verdict:
    if Path(name).is_file():
        return check_zip(Path(name).read_bytes())
    volume = Volume.objects.filter(number=name).first()
    if volume is None:
        raise CommandError(f"no file and no volume: {name}")
    return check_volume(volume)
