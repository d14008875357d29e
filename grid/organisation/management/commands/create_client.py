"""`manage.py create_client`: a client system's token, printed once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from grid.errors import DomainError
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency
from grid.organisation.services import create_client
from grid.organisation.services.clients import LONGEST_DAYS, SCOPES


class Command(BaseCommand):
    """Create a client system of an agency and print its token, which is kept nowhere."""

    help = "Create a client system and print its token once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, metavar="CODE", help="12-digit agency code")
        parser.add_argument(
            "--scopes", required=True, metavar="A,B", help=f"out of: {', '.join(sorted(SCOPES))}"
        )
        parser.add_argument("--name", required=True)
        parser.add_argument("--owner", required=True, help="the person responsible for it")
        parser.add_argument("--networks", default="", metavar="CIDR,CIDR")
        parser.add_argument("--days", type=int, default=LONGEST_DAYS)

    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"There is no agency {options['agency']}.")
        try:
            _client, token = create_client(
                name=options["name"],
                agency=agency,
                scopes=_listed(options["scopes"]),
                owner=options["owner"],
                networks=_listed(options["networks"]),
                days=options["days"],
                by=PLATFORM,
            )
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(token)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
