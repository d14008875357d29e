"""`manage.py load_reference`: category tree and dispositions, safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from command_center.incidents.reference import load


class Command(BaseCommand):
    """Load the incident categories and dispositions."""

    help = "Load the incident category tree and the dispositions; adds only what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        categories, dispositions = load()
        self.stdout.write(f"categories added: {categories}, dispositions added: {dispositions}")
