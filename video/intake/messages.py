"""Catalogue messages as they arrive: gathered until all of them are here, events passed on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.scope import Viewer
from grid.territory.geo import CRS
from video.health.services import Event, take_events
from video.intake import services
from video.intake.catalog_xml import Message, read_messages
from video.intake.models import CatalogMessage, IntakeRun
from video.register.models import Platform

EVENTS: Final = frozenset({"ON", "OFF", "VLOST", "DEFECT"})
MOST_EVENTS: Final = 1_000  # passed on at once
WAITED_FOR: Final = timedelta(minutes=30)
State = IntakeRun.State


@dataclass(slots=True)
class Received:
    """What became of a body: the runs it belongs to, and how many events were passed on."""

    runs: list[IntakeRun] = field(default_factory=list)
    events: int = 0
    unknown: list[str] = field(default_factory=list)


@transaction.atomic
def receive(
    raw: bytes,
    *,
    by: Actor,
    viewer: Viewer,
    platform: str = "",
    file_name: str = "",
    **options: Any,
) -> Received:
    """Take the messages of a body or file; the last one of a catalogue puts it into the queue.

    `platform` (code or national id) is asked where DeviceID names none of ours; `options`: crs
    and is_dry_run. Status events are passed on at once. Raises BadCatalog, InvalidInput.
    """
    fields = {"crs": str(CRS.WGS84), "file_name": file_name} | options
    if fields["crs"] not in list(CRS):
        raise _refusal("crs", _("There is no such coordinate system."))
    received = Received()
    for message in read_messages(raw):
        rows = [item for item in message.items if item.get("Event", "") not in EVENTS]
        events = [item for item in message.items if item.get("Event", "") in EVENTS]
        if events:
            _pass_on(events, received, by=by)
        if rows or not message.items:
            found = _platform_of(message, platform, viewer)
            run = _run_of(message, found, by=by, **fields)
            _keep(run, message, rows, passed=len(events))
            if run not in received.runs:
                received.runs.append(run)
    return received


def sweep_incomplete(now: datetime) -> int:
    """End the runs whose further messages never came; answers how many."""
    ended = 0
    for run in IntakeRun.objects.filter(state=State.COLLECTING):
        newest = run.messages.order_by("-received_at").first()
        if newest is not None and newest.received_at > now - WAITED_FOR:
            continue
        message = _("Only %(here)s of %(all)s items came. Ask the platform again.")
        refusal = message % {"here": run.rows_read, "all": run.rows_expected}
        still = IntakeRun.objects.filter(pk=run.pk, state=State.COLLECTING)
        ended += still.update(state=State.REFUSED, refusal=refusal, finished_at=now)
        run.messages.update(items=[])
    return ended


def _pass_on(items: list[dict[str, str]], received: Received, *, by: Actor) -> None:
    now = timezone.now()
    events = [Event(item.get("DeviceID", ""), item["Event"], now) for item in items]
    for at in range(0, len(events), MOST_EVENTS):
        taken = take_events(by=by, events=events[at : at + MOST_EVENTS])
        received.unknown += taken.unknown
    received.events += len(events)


def _platform_of(message: Message, said: str, viewer: Viewer) -> Platform:
    rows = Platform.objects.visible_to(viewer).filter(is_active=True).select_related("agency")
    named = said or message.device_id
    found = rows.filter(gb_id=named).first() or rows.filter(code=named).first()
    if found is None:
        raise _refusal("platform", _("There is no such platform: %s") % named[:20])
    return found


def _run_of(message: Message, platform: Platform, *, by: Actor, **fields: Any) -> IntakeRun:
    """The run these messages belong to, held until commit: the one that still waits for more."""
    serial = f"{message.root[0]}{message.serial}"[:20]
    # Two first messages of a catalogue at once would open it twice: the platform is the lock.
    Platform.objects.select_for_update(of=("self",)).get(pk=platform.pk)
    known = IntakeRun.objects.filter(platform=platform, serial=serial, state=State.COLLECTING)
    run = known.select_for_update(of=("self",)).first()
    if run is not None:
        return run
    name = fields["file_name"] or f"{platform.name} {message.root} {message.serial}"
    return services.new_run(
        platform.agency,
        by,
        kind=IntakeRun.Kind.CATALOG,
        platform=platform,
        serial=serial,
        state=State.COLLECTING,
        rows_expected=message.total,
        valid_rows_only=True,
        **fields | {"file_name": name[:200]},
    )


def _keep(run: IntakeRun, message: Message, rows: list[dict[str, str]], *, passed: int) -> None:
    """Keep the items once, and start when all that SumNum promised are here."""
    if run.rows_expected != message.total:
        raise _refusal("SumNum", _("The messages of one catalogue name different totals."))
    digest = sha256(msgspec.json.encode(message.items)).hexdigest()
    _one, is_new = CatalogMessage.objects.get_or_create(
        run=run, digest=digest, defaults={"items": rows}
    )
    if is_new:
        run.rows_read += len(rows) + passed
    if run.rows_read >= (run.rows_expected or 0):
        run.state = State.WAITING
        services.enqueue(run)
    run.save(update_fields=["rows_read", "state"])


def _refusal(name: str, message: str) -> InvalidInput:
    return InvalidInput(
        message, errors=[FieldError(pointer=f"/{name}", code="invalid", message=message)]
    )
