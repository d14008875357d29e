"""manage.py simulate: a live day, or a month of a file, played through the REST API.

A live day has calls, a desk that dispatches them, and crews that drive, patrol and report back.
With `--crews-only` there are the crews alone: whoever tries the platform is the desk. The
checkpoints of the city live along with its crews, each agency's under a token of its own; its
cameras fail and come back, swept every minute of life, and now and then an alarm is pressed.
On its ground doors are knocked at, now and then a hazard or a dispute is found. Handled calls of a
criminal kind become cases, some of which are corrected or solved.
"""

import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from command_center.demo.filing import filing_of
from command_center.demo.gates.town import town_of
from command_center.demo.grounds import ground_of
from command_center.demo.lenses import lenses_of
from command_center.demo.loading import CITY
from command_center.demo.outings import send_out
from command_center.demo.player import Player
from command_center.demo.rest import Rest
from command_center.demo.scripts import live_day, replayed_month
from command_center.demo.street import Desk, Street, crews_of, live
from command_center.demo.walks import Walks
from command_center.incidents.importing.mapping import parse_mapping
from grid.errors import DomainError
from grid.ledger.actors import PLATFORM
from grid.organisation.models import Agency, ClientSystem
from grid.organisation.services.clients import create_client, revoke_client
from grid.rights import Right

_SCOPES: Final = (
    Right.INCIDENT_REPORT,
    Right.INCIDENT_READ,
    Right.INCIDENT_WORK,
    Right.HELP_CALL,
    Right.DISPATCH_READ,
    Right.DISPATCH_ASSIGN,
    Right.POSITION_SEND,
    Right.PATROL_READ,
    Right.PATROL_WALK,
)


def _beside(rest: Rest) -> Callable[[str], Rest]:
    """Lines to the same platform under other tokens, counted together."""
    return lambda token: Rest(base=rest.base, token=token, say=rest.say, counts=rest.counts)


class Command(BaseCommand):
    help = "Play a live day against a running platform; Ctrl-C ends it cleanly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--speed", type=float, default=60, help="Times as fast as life.")
        parser.add_argument("--minutes", type=float, help="Real minutes; a whole day if not given.")
        parser.add_argument("--base", default="http://127.0.0.1:8000")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--crews-only", action="store_true", help="No calls, no desk.")
        parser.add_argument("--without-crews", action="store_true", help="Calls alone.")
        parser.add_argument(
            "--without-checkpoints", action="store_true", help="Checkpoints stay as they are."
        )
        parser.add_argument(
            "--without-cameras", action="store_true", help="Cameras and alarms stay as they are."
        )
        parser.add_argument(
            "--without-ground", action="store_true", help="No visits, hazards and disputes."
        )
        parser.add_argument("--without-cases", action="store_true", help="No call becomes a case.")
        parser.add_argument("--calls-per-day", type=int, default=240)
        parser.add_argument("--agency", default=CITY, help="Code of the city that reports.")
        parser.add_argument("--replay", type=Path, help="Play a month of this file instead.")
        parser.add_argument("--columns", type=Path, help="Mapping of the file.")
        parser.add_argument("--month", help="Which month of the file, as 2020-11.")

    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError("There is no such agency; load_demo or build_city makes one.")
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # its token must not outlive it
        client, token = self._client(agency)
        rest = Rest(base=options["base"], token=token, say=self.stdout.write)
        try:
            with ExitStack() as tokens:
                self._play(rest, agency, options, tokens)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        finally:
            revoke_client(client, by=PLATFORM, reason="simulation over")
        for what, count in sorted(rest.counts.items()):
            self.stdout.write(f"{count:6}  {what}")

    def _play(self, rest: Rest, agency: Agency, options: dict[str, Any], tokens: ExitStack) -> None:
        for_s = options["minutes"] * 60 if options["minutes"] else None
        crews = {} if options["without_crews"] or options["replay"] else crews_of(agency)
        player = Player(rest=rest, speed=options["speed"], follows=not crews)
        if not options["crews_only"]:
            player.plan(self._deeds(agency, options))
        if not crews:
            player.play(for_s=for_s)
            return
        speed = options["speed"]
        send_out(crews, now=timezone.now(), speed=speed)
        street = Street(rest, crews, Walks(rest, crews, speed=speed), speed=speed)
        began = time.monotonic()
        desk = Desk(rest, player.dispositions)

        def day(_seconds: float) -> None:
            player.play_due(time.monotonic() - began)
            desk.tick()

        if not options["without_checkpoints"]:
            self._wake_checkpoints(rest, agency, options, tokens)
        if not options["without_cameras"]:
            self._wake_cameras(rest, agency, options, tokens)
        if not options["without_ground"]:
            self._wake_ground(rest, agency, options, tokens)
        if not options["without_cases"]:
            self._wake_cases(rest, agency, options, tokens)
        live(street.tick, *([] if options["crews_only"] else [day]), for_s=for_s)
        street.walks.end(timezone.now())

    def _wake_checkpoints(
        self, rest: Rest, agency: Agency, options: dict[str, Any], tokens: ExitStack
    ) -> None:
        """Let the checkpoints live beside the crews, until `tokens` is closed."""

        said = {"seed": options["seed"], "speed": options["speed"]}
        town = tokens.enter_context(town_of(agency, connect=_beside(rest), **said))
        if town:
            tokens.enter_context(town.living())

    def _wake_cameras(
        self, rest: Rest, agency: Agency, options: dict[str, Any], tokens: ExitStack
    ) -> None:
        """Let the cameras live beside the crews, until `tokens` is closed."""
        said = {"seed": options["seed"], "speed": options["speed"]}
        lenses = tokens.enter_context(lenses_of(agency, connect=_beside(rest), **said))
        if lenses:
            tokens.enter_context(lenses.living())

    def _wake_ground(
        self, rest: Rest, agency: Agency, options: dict[str, Any], tokens: ExitStack
    ) -> None:
        """Let people be visited beside the crews, until `tokens` is closed."""
        said = {"seed": options["seed"], "speed": options["speed"]}
        ground = tokens.enter_context(ground_of(agency, connect=_beside(rest), **said))
        if ground:
            tokens.enter_context(ground.living())

    def _wake_cases(
        self, rest: Rest, agency: Agency, options: dict[str, Any], tokens: ExitStack
    ) -> None:
        """Let handled calls become cases beside the crews, until `tokens` is closed."""
        said = {"seed": options["seed"], "speed": options["speed"]}
        desk = tokens.enter_context(filing_of(agency, connect=_beside(rest), **said))
        tokens.enter_context(desk.living())

    def _client(self, agency: Agency) -> tuple[ClientSystem, str]:
        return create_client(
            name="simulate", agency=agency, scopes=_SCOPES, owner="demo", by=PLATFORM, days=2
        )

    def _deeds(self, agency: Agency, options: dict[str, Any]) -> Any:
        if not options["replay"]:
            return live_day(
                agency,
                now=timezone.localtime(),
                seed=options["seed"],
                calls_per_day=options["calls_per_day"],
            )
        if not (options["columns"] and options["month"]):
            raise CommandError("--replay needs --columns and --month.")
        try:
            mapping = parse_mapping(options["columns"].read_text(encoding="utf-8"))
            return replayed_month(options["replay"], mapping, month=options["month"])
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
