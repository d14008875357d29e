"""`manage.py create_officer`: the first administrators, for no account comes with the platform."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from grid.errors import DomainError
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency
from grid.organisation.roles import Role
from grid.organisation.services import create_officer
from grid.organisation.services.grants import grant_at_the_console


class Command(BaseCommand):
    """Create an officer and print the one-time password; `--role` is recorded as the console's."""

    help = "Create an officer and print the one-time password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--badge", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--agency", required=True, metavar="CODE", help="12-digit agency code")
        parser.add_argument("--role", action="append", default=[], choices=Role.values)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"There is no agency {options['agency']}.")
        try:
            officer, password = create_officer(
                badge_number=options["badge"], name=options["name"], agency=agency, by=PLATFORM
            )
            for role in options["role"]:
                grant_at_the_console(officer, role=Role(role), by=PLATFORM)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(password)
