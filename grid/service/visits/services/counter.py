"""Counting what a service counter does, and the list of what it offers."""

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import assign, fault, locked, nameless, own_agency, refuse
from grid.service.visits.models import CounterKind, ServiceCount, ServiceItem
from grid.service.visits.selectors.counter import items_of
from grid.service.visits.services.shared import By, place_said

MOST_AT_ONCE: Final = 500
BACK: Final = timedelta(days=31)


@transaction.atomic
def count_service(
    *, by: By, channel: str = "form", kind: str = "", times: int = 1, **said: Any
) -> ServiceCount:
    """Count something the counter of the own agency did, or take back what was counted wrongly.

    `times` below 0 takes back. `said` may hold item (a code; it says the kind), place (id) and
    counted_on (a local day, at most 31 back). Raises InvalidInput.
    """
    faults: list[FieldError] = []
    item = _item_said(said.get("item", ""), by, faults)
    day = said.get("counted_on") or timezone.localdate()
    kind = item.kind if item else kind
    place = place_said(said.get("place"), by, faults)
    refuse(faults + _faults(kind, times, day))
    key = {"agency": by.agency, "counted_on": day, "kind": kind, "item": item, "place": place}
    row, _made = ServiceCount.objects.select_for_update(of=("self",)).get_or_create(
        **key, officer=by if isinstance(by, Officer) else None,
        defaults={"counted_by": by.as_actor().label},
    )  # fmt: skip
    if row.times + times < 0:
        message = _("Only %(times)s were counted here.") % {"times": row.times}
        refuse([fault("times", "too_many", message)])
    ServiceCount.objects.filter(pk=row.pk).update(
        times=F("times") + times, counted_at=timezone.now()
    )
    row.refresh_from_db(fields=["times", "counted_at"])
    record(by.as_actor(channel=channel), _count_fact(row, times))
    return row


def _item_said(code: str, by: By, faults: list[FieldError]) -> ServiceItem | None:
    if not code:
        return None
    found: ServiceItem | None = items_of(by.agency_path).filter(code=code).last()
    if found is None:
        faults.append(fault("item", "unknown", _("The counter does not offer this.")))
    return found


def _faults(kind: str, times: int, day: date) -> list[FieldError]:
    faults = []
    if kind not in CounterKind.values:
        faults.append(fault("kind", "unknown", _("Choose one of the list.")))
    if times == 0 or abs(times) > MOST_AT_ONCE:
        message = _("A whole number up to %(most)s, not 0.") % {"most": MOST_AT_ONCE}
        faults.append(fault("times", "out_of_range", message))
    today = timezone.localdate()
    if not today - BACK <= day <= today:
        message = _("At most 31 days back, and not in the future.")
        faults.append(fault("counted_on", "moment", message))
    return faults


@transaction.atomic
def save_item(
    item: ServiceItem | None, *, by: By, version: int | None = None, **said: Any
) -> ServiceItem:
    """Offer something at the counters of an agency and below, or change or end it.

    `said` may hold code (of a new one), name, kind, rank, agency (code), valid_from and valid_to
    (the first day it is no longer offered). Raises InvalidInput, StaleVersion.
    """
    faults: list[FieldError] = []
    row = locked(item, version) if item else ServiceItem(code=said["code"])
    assign(row, said, ("name", "kind", "rank", "valid_from", "valid_to"))
    own_agency(row, said if item is None else {}, by, faults)
    if not row.name.strip():
        faults.append(fault("name", "required", _("This must be said.")))
    if row.kind not in CounterKind.values:
        faults.append(fault("kind", "unknown", _("Choose one of the list.")))
    if row.valid_to and row.valid_to < row.valid_from:
        faults.append(fault("valid_to", "order", _("It must end after it begins.")))
    refuse(faults + nameless("name", row.name) + _taken(row))
    row.save()
    record(by.as_actor(), _item_fact(row))
    return row


def _taken(row: ServiceItem) -> list[FieldError]:
    if row.agency_id is None or row.valid_to is not None:
        return []
    others = ServiceItem.objects.filter(agency=row.agency, code=row.code, valid_to__isnull=True)
    return (
        [fault("code", "taken", _("This code is taken."))]
        if others.exclude(pk=row.pk).exists()
        else []
    )


def _count_fact(row: ServiceCount, times: int) -> Fact:
    return Fact(
        kind="service.counted",
        subject_type="service_count",
        subject_id=str(row.pk),
        agency_path=row.agency.path,
        payload={
            "kind": row.kind,
            "item": row.item.code if row.item else "",
            "day": row.counted_on.isoformat(),
            "times": times,
            "total": row.times,
        },
    )


def _item_fact(row: ServiceItem) -> Fact:
    return Fact(
        kind="service.item_saved",
        subject_type="service_item",
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload={"code": row.code, "name": row.name, "kind": row.kind},
    )
