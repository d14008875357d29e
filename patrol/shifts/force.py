"""The daily force return: four totals counted from the roster against the plan of the level."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.scope import Viewer
from patrol.shifts.models import ForceLevel, ForcePlan, ForceReturn, RosterEntry
from patrol.shifts.models.force import TOTALS
from patrol.shifts.selectors import day_bounds


def on_duty(agency: Agency, day: date, *, came: bool = True) -> dict[str, int]:
    """The agency's own four totals of a local day, by the day on which the shift began.

    `came` counts who came on duty, False who was rostered. Nobody and no vehicle counts twice.
    """
    begins, ends = day_bounds(day)
    rows = RosterEntry.objects.filter(
        shift__agency=agency, shift__starts_at__gte=begins, shift__starts_at__lt=ends
    )
    if came:
        rows = rows.filter(came_at__isnull=False)
    entries = list(rows.select_related("unit"))
    return {
        "officers": _heads(entries, "officer"),
        "auxiliaries": _heads(entries, "auxiliary"),
        "vehicles": len({e.unit.vehicle for e in entries if e.unit and e.unit.vehicle}),
        "weapons": len({_head(e) for e in entries if e.carries_weapon}),
    }


def plan_of(agency: Agency, level: ForceLevel, day: date) -> dict[str, int]:
    """What the agency itself is to have at a level on a day; zeros where nothing is planned."""
    plans = ForcePlan.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        agency=agency,
        level=level,
        valid_from__lte=day,
    )
    plan = plans.order_by("-valid_from").first()
    return plan.totals if plan else dict.fromkeys(TOTALS, 0)


@transaction.atomic
def count_day(agency: Agency, day: date, *, by: Actor, level: str = "") -> ForceReturn:
    """Count (again) what the agency itself had on a day; the level stays unless one is given.

    Raises InvalidInput for a day to come or an unknown level.
    """
    if day > timezone.localdate():
        raise _fault("day", _("This day has not come yet."))
    known = ForceReturn.objects.select_for_update().filter(agency=agency, day=day).first()
    code = level or (known.level_id if known else "normal")
    asked = ForceLevel.objects.filter(code=code).first()
    if asked is None:
        raise _fault("level", _("There is no such level."))
    row = known or ForceReturn(agency=agency, day=day, version=0)
    before = (row.totals, row.planned, row.level_id)
    row.level, row.planned = asked, plan_of(agency, asked, day)
    for name, count in on_duty(agency, day).items():
        setattr(row, name, count)
    if known and before == (row.totals, row.planned, row.level_id):
        return row
    row.computed_at, row.computed_by = timezone.now(), by.label
    row.version += 1
    row.save()
    record(by, _fact(row))
    return row


def count_all(day: date, *, by: Actor) -> int:
    """Count the day for every agency that has shifts or a plan; answers how many."""
    begins, ends = day_bounds(day)
    rostered = Q(shifts__starts_at__gte=begins, shifts__starts_at__lt=ends)
    agencies = Agency.objects.filter(rostered | Q(force_plans__isnull=False), is_active=True)
    found = list(agencies.distinct())
    for agency in found:
        count_day(agency, day, by=by)
    return len(found)


def table(viewer: Viewer, day: date) -> list[dict[str, Any]]:
    """Each agency in scope with a return at it or below, in tree order, summed from those rows.

    A row holds its own totals and those of all below it: planned, actual and what is missing.
    """
    returns = list(
        ForceReturn.objects.visible_to(viewer).filter(day=day).select_related("agency", "level")
    )
    above = {row.agency.path[:end] for row in returns for end in _ends(row.agency.path)}
    agencies = Agency.objects.visible_to(viewer).filter(path__in=above).order_by("path")
    return [_line(agency, returns) for agency in agencies]


def _line(agency: Agency, returns: list[ForceReturn]) -> dict[str, Any]:
    mine = [row for row in returns if row.agency.path.startswith(agency.path)]
    own = next((row for row in mine if row.agency_id == agency.pk), None)
    planned = {n: sum(row.planned.get(n, 0) for row in mine) for n in TOTALS}
    actual = {n: sum(row.totals[n] for row in mine) for n in TOTALS}
    return {
        "agency": {"code": agency.code, "name": agency.name},
        "depth": agency.path.count("/"),
        "level": own.level.code if own else "",
        "level_name": str(own.level) if own else "",
        "is_sum": own is None or len(mine) > 1,
        "planned": planned,
        "actual": actual,
        "missing": {n: max(0, planned[n] - actual[n]) for n in TOTALS},
        "cells": [(planned[n], actual[n], planned[n] > actual[n]) for n in TOTALS],
        "computed_at": max(row.computed_at for row in mine),
    }


def _ends(path: str) -> range:
    return range(13, len(path) + 1, 13)


def _heads(entries: list[RosterEntry], kind: str) -> int:
    return len({_head(entry) for entry in entries if entry.kind == kind})


def _head(entry: RosterEntry) -> tuple[str, int | None]:
    """An officer is one head in two shifts; people without account are one an entry."""
    return ("officer", entry.officer_id) if entry.officer_id else ("entry", entry.pk)


def _fact(row: ForceReturn) -> Fact:
    return Fact(
        kind="patrol.force_counted",
        subject_type="agency",
        subject_id=row.agency.code,
        subject_version=row.version,
        agency_path=row.agency.path,
        payload={
            "day": row.day.isoformat(),
            "level": row.level_id,
            "planned": row.planned,
            "actual": row.totals,
        },
    )


def _fault(field: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{field}", code="invalid", message=message)
    return InvalidInput(message, errors=[fault])
