"""manage.py load_demo: Liaoyuan with invented agencies, officers and two years of incidents."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from command_center.demo.loading import is_loaded, load_city


class Command(BaseCommand):
    help = "Load the demo city once: agencies, officers, cells, places, incidents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale",
            type=float,
            default=1.0,
            help="Everyday calls, times the usual 32 a day.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("The demo city is loaded already; nothing was changed.")
            return
        began = time.monotonic()
        accounts_at = settings.VAR / "demo_accounts.json"

        def say(text: str) -> None:
            self.stdout.write(f"{time.monotonic() - began:6.1f} s  {text}")

        load_city(accounts_at=accounts_at, scale=options["scale"], say=say)
        say(f"accounts to sign in with: {accounts_at}")
