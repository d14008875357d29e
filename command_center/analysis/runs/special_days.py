"""Holidays and days worked in exchange: rows with dates, of which the nearest agency's holds."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from command_center.analysis.runs.models import SpecialDay
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, refuse
from grid.scope import Viewer

MOST_DAYS = 31


def of(viewer: Viewer, **wanted: Any) -> QuerySet[Any]:
    """Rows of the area, of those above it and of the platform, the latest first."""
    codes = viewer.agency_path.strip("/").split("/")
    ours = Q(agency__isnull=True) | Q(agency__code__in=codes)
    rows = SpecialDay.objects.filter(ours | Q(agency__path__startswith=viewer.agency_path))
    rows = rows.select_related("agency").order_by("-valid_from", "agency__path", "pk")
    if wanted.get("year"):
        rows = rows.filter(valid_from__year=wanted["year"])
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    return rows.filter(name__icontains=wanted["q"]) if wanted.get("q") else rows


def between(agency_path: str, first: date, last: date) -> dict[date, SpecialDay]:
    """What holds for an agency on each day of a span that is no ordinary one."""
    codes = agency_path.strip("/").split("/")
    ours = Q(agency__isnull=True) | Q(agency__code__in=codes)
    rows = SpecialDay.objects.filter(ours, valid_from__lte=last, valid_to__gt=first)
    found: dict[date, SpecialDay] = {}
    for row in sorted(rows.select_related("agency"), key=lambda row: row.nearness):
        begin = max(row.valid_from, first)
        end = min(row.valid_to or last, last + timedelta(days=1))
        found |= {begin + timedelta(days=later): row for later in range((end - begin).days)}
    ordinary = SpecialDay.Kind.ORDINARY
    return {day: row for day, row in sorted(found.items()) if row.kind != ordinary}


@transaction.atomic
def set_special_days(
    agency: Agency, *, actor: Actor, kind: str, name: str, first: date, last: date,
    source: str = "",
) -> SpecialDay:  # fmt: skip
    """What the days from `first` to `last` are for an agency and all below it.

    A row of the agency that begins on the same day is replaced. Results made before stay as they
    are. Raises InvalidInput for days in the wrong order or more than a month of them.
    """
    if not 0 <= (last - first).days < MOST_DAYS:
        refuse(
            [fault("last", "span", _("From one day to a month, the last not before the first."))]
        )
    said: dict[str, Any] = {"kind": kind, "name": name.strip(), "source": source.strip()}
    said |= {"valid_to": last + timedelta(days=1)}
    row = SpecialDay.objects.select_for_update().filter(agency=agency, valid_from=first).first()
    if row is None:
        row = SpecialDay.objects.create(agency=agency, valid_from=first, **said)
    else:
        for field, value in said.items():
            setattr(row, field, value)
        row.version += 1
        row.save()
    told = {"kind": kind, "name": row.name, "first": str(first), "last": str(last)}
    record(
        actor,
        Fact(
            kind="analysis.special_day_set",
            subject_type="analysis_rule",
            subject_id=str(row.pk),
            subject_version=row.version,
            agency_path=agency.path,
            payload=told,
        ),
    )
    return row
