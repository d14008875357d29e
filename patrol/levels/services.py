"""Setting levels, deciding what they add, placing control points; and their ends by the clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import LostRace
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.services import record
from grid.scope import Viewer
from grid.territory import geo
from grid.territory.models import Cell, Place
from grid.territory.selectors import cell_at
from patrol.levels.briefs import area_level_fact, control_point_fact, template_fact
from patrol.levels.models import (
    AreaLevel,
    ControlPoint,
    OverlayProposal,
    OverlayTemplate,
    PatrolLevel,
)
from patrol.levels.proposing import call_off, propose
from patrol.rounds.rules import rule_of
from patrol.rounds.services.shared import agency_of, check_version, invalid, pick
from patrol.units.models import Unit

MOST_DAYS: Final = 90
_TEMPLATE_FIELDS: Final = (
    "name", "place_kind", "mode", "starts_at", "ends_at", "rounds_a_day", "dwell_s",
    "needs_armed", "valid_from", "valid_to",
)  # fmt: skip


@transaction.atomic
def set_level(
    *, by: Actor, viewer: Viewer, **said: Any
) -> tuple[AreaLevel, OverlayProposal | None]:
    """Set a level for an agency's ground or some cells of it; a raised one proposes its overlay.

    `said`: agency (code), level (rank), reason, valid_from, valid_to, cells (codes), confirm (the
    rank again: a level is not set by a slip of the hand).

    Raises InvalidInput for a reason of no words, an end before the begin or beyond 90 days, cells
    of others, or a confirmation that does not fit.
    """
    level = _level(said["level"])
    if said.get("confirm") != level.rank:
        raise invalid("/confirm", "unconfirmed", _("Confirm the level by giving it once more."))
    row = AreaLevel(agency=agency_of(said.get("agency"), viewer), level=level)
    row.reason = _reason(said.get("reason", ""))
    row.valid_from, row.valid_to = _span(said.get("valid_from"), said["valid_to"], days=MOST_DAYS)
    row.cell_codes = _cells(said.get("cells") or [], row.agency.path)
    row.set_by, row.set_by_id = by.label, f"{by.kind}:{by.id}"
    row.save()
    record(by, area_level_fact("level_set", row))
    return row, propose(row)


@transaction.atomic
def end_level(
    area_level: AreaLevel, *, by: Actor, reason: str, version: int | None = None
) -> AreaLevel:
    """End a level before its time; rounds it added that have not begun are called off."""
    row = _locked_level(area_level.pk)
    check_version(row, version)
    if row.ended_at is not None or row.valid_to <= timezone.now():
        raise LostRace(
            _("This level is over."), by=row.ended_by, at=row.ended_at and row.ended_at.isoformat()
        )
    row.end_reason = _reason(reason)
    _end(row, by=by)
    return row


@transaction.atomic
def put_template(
    template: OverlayTemplate | None,
    *,
    by: Actor,
    viewer: Viewer,
    version: int | None = None,
    **said: Any,
) -> OverlayTemplate:
    """Say what a level adds, or say it anew; proposals already made stay as they were.

    `said`: name, agency (code), level (rank), place (id) or place_kind, mode, starts_at, ends_at,
    rounds_a_day, dwell_s, needs_armed, valid_from, valid_to.
    """
    rows = OverlayTemplate.objects.select_for_update()
    row = rows.get(pk=template.pk) if template else OverlayTemplate()
    if template:
        check_version(row, version)
        row.version += 1
    if not template or said.get("agency"):
        row.agency = agency_of(said.get("agency"), viewer)
    if "level" in said:
        row.level = _level(said["level"])
    for name in _TEMPLATE_FIELDS:
        setattr(row, name, said.get(name, getattr(row, name)))
    if "place" in said:
        row.place = pick(Place, viewer, "/place", pk=said["place"]) if said["place"] else None
    if bool(row.place) == bool(row.place_kind):
        raise invalid("/place", "one_of", _("Choose a place or a kind of place, one of the two."))
    row.save()
    record(by, template_fact(row, is_new=template is None))
    return row


@transaction.atomic
def set_control_point(*, by: Actor, viewer: Viewer, **said: Any) -> ControlPoint:
    """Place a temporary control point; `said`: name, lng, lat, crs, address, reason, task, unit
    (call sign), valid_from, valid_to.

    Raises InvalidInput for ground of others and a validity beyond the days of the agency's rule.
    """
    lng, lat = geo.check_point(lng=said.get("lng"), lat=said.get("lat"))
    lng, lat = geo.to_wgs84(lng=lng, lat=lat, crs=said.get("crs") or "wgs84")
    cell = cell_at(lng=lng, lat=lat)
    if cell is None or not cell.agency.path.startswith(viewer.agency_path):
        raise invalid("/lng", "outside", _("This point lies outside your area."))
    days = rule_of(cell.agency.path).control_point_days
    begin, end = _span(said.get("valid_from"), said["valid_to"], days=days)
    named = said.get("unit")
    row = ControlPoint.objects.create(
        name=said["name"],
        agency=cell.agency,
        address=said.get("address", ""),
        point=Point(lng, lat, srid=4326),
        reason=_reason(said.get("reason", "")),
        task=said.get("task", ""),
        unit=pick(Unit, viewer, "/unit", call_sign=named, is_active=True) if named else None,
        valid_from=begin,
        valid_to=end,
        set_by=by.label,
    )
    record(by, control_point_fact("control_point_set", row))
    return row


@transaction.atomic
def lift_control_point(
    point: ControlPoint, *, by: Actor, version: int | None = None
) -> ControlPoint:
    """Take a control point back before its time; raises LostRace where it is over."""
    rows = ControlPoint.objects.select_for_update(of=("self",)).select_related("agency", "unit")
    row = rows.get(pk=point.pk)
    check_version(row, version)
    if row.ended_at is not None:
        raise LostRace(
            _("This control point is over."), by=row.ended_by, at=row.ended_at.isoformat()
        )
    row.ended_at, row.ended_by, row.version = timezone.now(), by.label, row.version + 1
    row.save(update_fields=["ended_at", "ended_by", "version"])
    record(by, control_point_fact("control_point_lifted", row))
    return row


@transaction.atomic
def end_by_the_clock(*, now: datetime) -> None:
    """Levels and control points whose time is over end, each with its fact, once."""
    over = AreaLevel.objects.filter(ended_at__isnull=True, valid_to__lte=now)
    for pk in over.values_list("pk", flat=True)[:200]:
        row = _locked_level(pk)
        if row.ended_at is None:
            _end(row, by=PLATFORM, at=row.valid_to)
    points = ControlPoint.objects.select_for_update(of=("self",), skip_locked=True)
    for point in points.select_related("agency", "unit").filter(
        ended_at__isnull=True, valid_to__lte=now
    )[:200]:
        point.ended_at, point.ended_by = point.valid_to, PLATFORM.label
        point.version += 1
        point.save(update_fields=["ended_at", "ended_by", "version"])
        record(PLATFORM, control_point_fact("control_point_expired", point))


def _end(row: AreaLevel, *, by: Actor, at: datetime | None = None) -> None:
    row.ended_at, row.ended_by, row.version = at or timezone.now(), by.label, row.version + 1
    row.save(update_fields=["ended_at", "ended_by", "end_reason", "version"])
    waiting = row.proposals.filter(state=OverlayProposal.State.PROPOSED)
    waiting.update(state=OverlayProposal.State.LAPSED)
    kind = "level_expired" if by is PLATFORM else "level_ended"
    record(by, area_level_fact(kind, row, called_off=call_off(row, by=by)))


def _level(rank: int) -> PatrolLevel:
    level = PatrolLevel.objects.filter(rank=rank).first()
    if level is None:
        raise invalid("/level", "unknown", _("There is no such level."))
    return level


def _locked_level(pk: int) -> AreaLevel:
    rows = AreaLevel.objects.select_for_update(of=("self",)).select_related("agency", "level")
    return rows.get(pk=pk)


def _reason(text: str) -> str:
    if len(text.strip()) < 4:
        raise invalid("/reason", "required", _("Give the reason in four characters or more."))
    return text.strip()[:200]


def _span(begin: datetime | None, end: datetime, *, days: int) -> tuple[datetime, datetime]:
    """From now on where no begin is said; raises InvalidInput for a span that cannot be."""
    now = timezone.now()
    begin = begin or now
    if begin < now - timedelta(minutes=5):
        raise invalid("/valid_from", "past", _("The begin lies in the past."))
    if end <= max(begin, now):
        raise invalid("/valid_to", "backwards", _("The end lies before the begin."))
    if end - begin > timedelta(days=days):
        raise invalid("/valid_to", "too_long", _("At most %d days; set it again after.") % days)
    return begin, end


def _cells(codes: Sequence[str], path: str) -> list[str]:
    rows = Cell.objects.in_force().filter(code__in=codes, agency__path__startswith=path)
    known = set(rows.values_list("code", flat=True))
    missing = [code for code in codes if code not in known]
    if missing:
        words = _("No such cell in your area: %s") % ", ".join(missing[:5])
        raise invalid("/cells", "unknown", words)
    return list(dict.fromkeys(codes))
