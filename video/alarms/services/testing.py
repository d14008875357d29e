"""Buttons are tested in turn; who was not, and what did not arrive, is said."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.dated import nearest
from grid.organisation.writing import fault, refuse
from video.alarms.models import AlarmDevice, AlarmRule, DeviceTest, Press

AT_ONCE: Final = 200
State = DeviceTest.State


def rule_of(agency_path: str) -> AlarmRule:
    """The rule in force today at an agency; the platform's own where none was set."""
    return nearest(AlarmRule, agency_path) or AlarmRule()


def device_fact(kind: str, device: AlarmDevice, *, dedupe_key: str | None = None) -> Fact:
    """A fact about a device, `kind` without the prefix; agency and place should be joined."""
    at = device.location
    return Fact(
        kind=f"video.{kind}",
        subject_type="alarm_device",
        subject_id=device.code,
        subject_version=device.version,
        agency_path=device.agency.path,
        dedupe_key=dedupe_key,
        payload={
            "device": device.code,
            "device_kind": device.kind,
            "name": device.name,
            "place": device.place.name if device.place else device.name,
            "address": device.address,
            "lng": at.x,
            "lat": at.y,
            "state": device.state,
            "agency": {"code": device.agency.code, "name": device.agency.name},
            "proved_at": device.proved_at.isoformat() if device.proved_at else None,
        },
    )


@transaction.atomic
def begin_tests(devices: Sequence[AlarmDevice], *, by: Actor) -> list[DeviceTest]:
    """Let the next press of each device be its test, for as long as the rule says.

    A device whose test waits already keeps that one. Raises InvalidInput for none, for too many
    at once and for devices that are removed.
    """
    if not 1 <= len(devices) <= AT_ONCE:
        message = _("Choose from 1 to %(most)s devices.") % {"most": AT_ONCE}
        refuse([fault("devices", "count", message)])
    refuse([
        fault("devices", "removed", _("%(code)s is removed.") % {"code": device.code})
        for device in devices
        if device.state == AlarmDevice.State.REMOVED
    ])  # fmt: skip
    keys = [device.pk for device in devices]
    rows = AlarmDevice.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    rows = rows.select_related("agency", "place").order_by("pk")
    waiting = DeviceTest.objects.filter(device__in=keys, state=State.WAITING)
    taken = set(waiting.values_list("device_id", flat=True))
    new, now, rule = [row for row in rows if row.pk not in taken], timezone.now(), cache(rule_of)
    made = DeviceTest.objects.bulk_create(
        DeviceTest(
            device=row,
            begun_at=now,
            until=now + timedelta(minutes=rule(row.agency.path).window_min),
            begun_by=by.label,
        )
        for row in new
    )
    record(by, *(device_fact("alarm_test_begun", row) for row in new))
    return made


def pass_test(
    device: AlarmDevice, made: Press, waiting: DeviceTest | None, *, by: Actor
) -> DeviceTest:
    """The press arrived: the test that waited for it is passed, or one that nobody announced."""
    now = made.received_at
    test = waiting or DeviceTest(device=device, begun_at=now, until=now, begun_by=by.label)
    test.state, test.press = State.PASSED, made
    test.save()
    return test


@transaction.atomic
def end_tests(*, now: datetime) -> int:
    """Tests whose time is over without a press have failed; how many."""
    rows = DeviceTest.objects.select_for_update(of=("self",), skip_locked=True)
    over = rows.filter(state=State.WAITING, until__lt=now)
    found = list(over.select_related("device__agency", "device__place")[:AT_ONCE])
    DeviceTest.objects.filter(pk__in=[row.pk for row in found]).update(state=State.FAILED)
    record(PLATFORM, *(device_fact("alarm_test_failed", row.device) for row in found))
    return len(found)


@transaction.atomic
def flag_untested(*, now: datetime) -> int:
    """Flag each device in use that had no test in the days its rule gives, once; how many."""
    rows = AlarmDevice.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.filter(untested_at__isnull=True).exclude(state=AlarmDevice.State.REMOVED)
    oldest_first = Coalesce("proved_at", "added_at")
    rule = cache(rule_of)
    late = [
        row
        for row in rows.select_related("agency", "place").order_by(oldest_first)[: 10 * AT_ONCE]
        if row.tested_or_added_at < now - timedelta(days=rule(row.agency.path).test_days)
    ]
    found = late[:AT_ONCE]
    chosen = AlarmDevice.objects.filter(pk__in=[row.pk for row in found])
    chosen.update(untested_at=now, version=F("version") + 1)
    record(PLATFORM, *(_untested_fact(row) for row in found))
    return len(found)


def _untested_fact(device: AlarmDevice) -> Fact:
    since = device.tested_or_added_at
    key = f"alarm_untested:{device.pk}:{since.timestamp():.0f}"
    return device_fact("alarm_untested", device, dedupe_key=key)
