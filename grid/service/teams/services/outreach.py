"""Education bases and what each day brought them."""

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.ledger.services import record
from grid.organisation.writing import assign, fault, locked, nameless, own_agency, refuse
from grid.service.teams.models import OutreachBase, OutreachDay
from grid.service.teams.services.shared import By, among, come, required, told
from grid.territory.models import Place

_PLAIN: Final = ("name", "theme", "address", "rating", "contact", "opened_on", "is_active")
NUMBERS: Final = ("visitors", "groups", "messages")
MOST: Final = 1_000_000


@transaction.atomic
def save_base(
    base: OutreachBase | None, *, by: By, version: int | None = None, **said: Any
) -> OutreachBase:
    """Enter a base or change it; `said` may hold agency (code), place (id), the plain fields."""
    row = locked(base, version) if base else OutreachBase()
    faults: list[FieldError] = []
    assign(row, said, _PLAIN)
    own_agency(row, said, by, faults)
    if "place" in said:
        places = Place.objects.visible_to(by).filter(is_active=True)
        row.place = places.filter(pk=said["place"]).first() if said["place"] else None
        if said["place"] and row.place is None:
            faults.append(fault("place", "unknown", _("There is no such place in your area.")))
    faults += required(row, "name") + among("theme", row.theme, OutreachBase.Theme.values)
    faults += come("opened_on", row.opened_on)
    for name in ("name", "address", "contact"):
        faults += nameless(name, getattr(row, name))
    refuse(faults)
    row.save()
    record(by.as_actor(), told("base_saved", "outreach_base", row, row.agency.path, name=row.name))
    return row


@transaction.atomic
def count_day(
    base: OutreachBase, *, by: By, counted_on: date | None = None, **said: int
) -> OutreachDay:
    """Enter what one local day brought a base; a second entry of a day replaces the first.

    `said` holds visitors, groups, messages. Raises InvalidInput.
    """
    day = counted_on or timezone.localdate()
    faults = come("counted_on", day)
    numbers = {name: said.get(name, 0) for name in NUMBERS}
    for name, number in numbers.items():
        if not 0 <= number <= MOST:
            message = _("A whole number from 0 to %(most)s.") % {"most": MOST}
            faults.append(fault(name, "out_of_range", message))
    refuse(faults)
    actor = by.as_actor()
    row, _made = OutreachDay.objects.update_or_create(
        base=base, counted_on=day, defaults=numbers | {"counted_by": actor.label}
    )
    payload = {"base": base.name, "day": day.isoformat()} | numbers
    record(actor, told("outreach_counted", "outreach_day", row, base.agency.path, **payload))
    return row
