"""`manage.py new_epoch`: after a restore, tell every reader that the log began anew."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.facts import Fact
from grid.ledger.models import Epoch
from grid.ledger.services import record


class Command(BaseCommand):
    help = "Change the epoch of the log: sockets and client systems load their state again."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        begun_anew = {"value": uuid4().hex, "since": timezone.now()}
        epoch, _ = Epoch.objects.update_or_create(pk=1, defaults=begun_anew)
        begun = Fact(
            kind="ledger.epoch_begun",
            subject_type="epoch",
            subject_id=epoch.value,
            agency_path="",
        )
        record(PLATFORM, begun)
        self.stdout.write(epoch.value)
