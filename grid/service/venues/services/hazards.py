"""A hazard's way: reported, notice served, rectified, verified by another, closed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, refuse
from grid.scope import Viewer
from grid.service.acting import By, id_of, moment_faults, next_number, text_faults
from grid.service.venues.models import FoundIn, Hazard, HazardCounter, Level, Stage, Venue
from grid.service.venues.rulebook import rule_of
from grid.service.venues.services.shared import hazard_fact, keep, locked, wait_until, write
from grid.territory.models import Cell
from grid.territory.placing import point_said
from grid.territory.selectors import cell_at

AT_ONCE: Final = 200
LONGEST_TITLE: Final = 120
TO_RECTIFY: Final = (Stage.REPORTED, Stage.NOTIFIED)


@transaction.atomic
def report_hazard(*, by: By, text: str, level: str = Level.GENERAL, **said: Any) -> Hazard:
    """Report a hazard of a venue or on open ground.

    `said` may hold venue, cell (rows), address, lng, lat, crs, point, found_in, found_at,
    rectify_by, item, inspection, and notice_number where the notice was served at once.
    Raises InvalidInput naming every fault.
    """
    venue: Venue | None = said.get("venue")
    now = timezone.now()
    found_at = said.get("found_at") or now
    faults = text_faults("text", text, least=4) + moment_faults("found_at", found_at)
    faults += text_faults("address", said.get("address", ""), most=200)
    ground = _ground(said, by, venue, faults)
    rule = rule_of(ground["owner_path"], level)
    rectify_by = said.get("rectify_by") or found_at + timedelta(days=rule.rectify_days)
    faults += _end_faults("rectify_by", rectify_by, found_at)
    refuse(faults)
    actor = by.as_actor()
    row = Hazard(
        number=next_number(HazardCounter, "YH"),
        title=_title(text, venue, ground),
        text=text.strip(),
        level=level,
        found_in=said.get("found_in") or FoundIn.REPORT,
        found_at=found_at,
        found_by=actor.label,
        issued_at=now,
        issued_by=actor.label,
        rectify_by=rectify_by,
        due_at=rectify_by,
        item=said.get("item"),
        inspection=said.get("inspection"),
        repeat_of=_earlier(venue, said.get("item"), now - timedelta(days=rule.repeat_days)),
        **ground,
    )
    row.subject_id = row.number
    _save_new(row, actor, said.get("notice_number", ""))
    return row


def _save_new(row: Hazard, actor: Actor, notice_number: str) -> None:
    if notice_number:
        row.stage, row.notice_number = Stage.NOTIFIED, notice_number
    row.save()
    write(row, actor, "reported", row.text)
    if notice_number:
        write(row, actor, "notified", notice_number)
    record(actor, hazard_fact("reported", row))


def _title(text: str, venue: Venue | None, ground: Mapping[str, Any]) -> str:
    where = venue.name if venue else ground["address"]
    return f"{where}：{text.strip()}"[:LONGEST_TITLE]


def _ground(
    said: Mapping[str, Any], by: Viewer, venue: Venue | None, faults: list[FieldError]
) -> dict[str, Any]:
    """Venue, cell, address, point and owner of what was said."""
    if venue is not None:
        place = {"cell": venue.cell, "point": venue.point, "owner_path": venue.agency.path}
        address = said.get("address") or venue.address
        return place | {"venue": venue, "address": address, "subject_type": "hazard"}
    point: Point | None = said.get("point") or point_said(said, faults)
    cell: Cell | None = said.get("cell") or (cell_at(lng=point.x, lat=point.y) if point else None)
    if cell is None:
        faults.append(fault("cell", "required", _("Say where it is: a venue, a cell or a point.")))
    elif not cell.agency.path.startswith(by.agency_path):
        faults.append(fault("lng", "outside", _("This point lies outside your area.")))
    if not said.get("address", "").strip():
        faults.append(fault("address", "required", _("Say where it is in words.")))
    agency: Agency | None = cell.agency if cell else None
    return {
        "cell": cell,
        "point": point,
        "address": said.get("address", "").strip(),
        "owner_path": agency.path if agency else by.agency_path,
        "subject_type": "hazard",
    }


def _end_faults(name: str, end: datetime, after: datetime) -> list[FieldError]:
    if end > after:
        return []
    return [fault(name, "too_early", _("The deadline is later than that."))]


def _earlier(venue: Venue | None, item: Any, since: datetime) -> Hazard | None:
    """The last hazard of the same line at the same venue that was removed or stands since then."""
    if venue is None or item is None:
        return None
    rows = Hazard.objects.filter(venue=venue, item__text=item.text, found_at__gte=since)
    return rows.exclude(stage=Stage.STRUCK).order_by("-found_at").first()


@transaction.atomic
def notify(
    hazard: Hazard,
    *,
    by: By,
    notice_number: str,
    rectify_by: datetime | None = None,
    version: int | None = None,
) -> Hazard:
    """The notice to rectify was served, with its deadline."""
    faults = text_faults("notice_number", notice_number, least=1, most=60)
    end = rectify_by or hazard.rectify_by
    refuse(faults + _end_faults("rectify_by", end, timezone.now()))
    current = locked(hazard, Stage.REPORTED, Stage.NOTIFIED, version=version)
    actor = by.as_actor()
    current.stage, current.notice_number = Stage.NOTIFIED, notice_number.strip()
    current.rectify_by = end
    wait_until(current, end)
    keep(current, actor, "notified", current.notice_number)
    record(actor, hazard_fact("notified", current, notice_number=current.notice_number))
    return current


@transaction.atomic
def rectify(hazard: Hazard, *, by: By, done: str, version: int | None = None) -> Hazard:
    """Say that it was rectified and how; somebody else verifies it."""
    refuse(text_faults("done", done, least=4))
    current = locked(hazard, *TO_RECTIFY, version=version)
    actor, now = by.as_actor(), timezone.now()
    current.stage, current.rectified_at, current.rectified_by_id = (
        Stage.RECTIFIED,
        now,
        id_of(actor),
    )
    current.state, current.signed_at, current.signed_by = Hazard.State.SIGNED, now, actor.label
    days = rule_of(current.owner_path, current.level).verify_days
    wait_until(current, now + timedelta(days=days))
    keep(current, actor, "rectified", done.strip())
    record(actor, hazard_fact("rectified", current))
    return current


@transaction.atomic
def verify(
    hazard: Hazard, *, by: By, seen: str = "", closes: bool = True, version: int | None = None
) -> Hazard:
    """It is gone, seen by somebody else than who said so; closed at once unless told otherwise."""
    refuse(text_faults("seen", seen))
    current = locked(hazard, Stage.RECTIFIED, version=version)
    actor, now = by.as_actor(), timezone.now()
    if id_of(actor) == current.rectified_by_id:
        raise NotAllowed(_("You said that it was rectified: somebody else verifies it."))
    current.stage, current.verified_at = Stage.VERIFIED, now
    current.verified_by, current.verified_by_id = actor.label, id_of(actor)
    facts = [("verified", seen.strip())]
    if closes:
        _end(current, Stage.CLOSED, actor, str(Stage.CLOSED.label))
        facts.append(("closed", ""))
    keep(current, actor, "verified", seen.strip())
    if closes:
        write(current, actor, "closed")
    record(actor, *(hazard_fact(step, current) for step, _text in facts))
    return current


@transaction.atomic
def send_back(
    hazard: Hazard,
    *,
    by: By,
    reason: str,
    rectify_by: datetime | None = None,
    version: int | None = None,
) -> Hazard:
    """It is not gone: it is to be rectified again, by another deadline."""
    refuse(text_faults("reason", reason, least=4))
    current = locked(hazard, Stage.RECTIFIED, Stage.VERIFIED, version=version)
    actor, now = by.as_actor(), timezone.now()
    days = rule_of(current.owner_path, current.level).rectify_days
    end = rectify_by or now + timedelta(days=days)
    refuse(_end_faults("rectify_by", end, now))
    current.stage, current.round, current.rectify_by = Stage.NOTIFIED, current.round + 1, end
    current.rectified_at, current.rectified_by_id = None, ""
    current.verified_at, current.verified_by, current.verified_by_id = None, "", ""
    current.state, current.signed_at, current.signed_by = Hazard.State.ISSUED, None, ""
    wait_until(current, end)
    keep(current, actor, "sent_back", reason.strip())
    record(actor, hazard_fact("sent_back", current, reason=reason.strip()))
    return current


@transaction.atomic
def close(hazard: Hazard, *, by: By, outcome: str = "", version: int | None = None) -> Hazard:
    """What was verified needs nothing more."""
    refuse(text_faults("outcome", outcome))
    current = locked(hazard, Stage.VERIFIED, version=version)
    actor = by.as_actor()
    _end(current, Stage.CLOSED, actor, outcome.strip() or str(Stage.CLOSED.label))
    keep(current, actor, "closed", outcome.strip())
    record(actor, hazard_fact("closed", current))
    return current


@transaction.atomic
def strike(hazard: Hazard, *, by: By, reason: str, version: int | None = None) -> Hazard:
    """It was none, or entered twice: it stays readable and counts no more."""
    refuse(text_faults("reason", reason, least=4))
    current = locked(hazard, *TO_RECTIFY, Stage.RECTIFIED, version=version)
    actor = by.as_actor()
    _end(current, Stage.STRUCK, actor, reason.strip(), state=Hazard.State.CANCELLED)
    keep(current, actor, "struck", reason.strip())
    record(actor, hazard_fact("struck", current, reason=reason.strip()))
    return current


@transaction.atomic
def penalise(hazard: Hazard, *, by: By, penalty_number: str, version: int | None = None) -> Hazard:
    """Note the number of the penalty notice; the penalty itself is in the case system."""
    refuse(text_faults("penalty_number", penalty_number, least=1, most=60))
    if hazard.stage == Stage.STRUCK:
        raise InvalidInput(_("It was struck."))
    current = locked(hazard, *(set(Stage) - {Stage.STRUCK}), version=version)
    actor = by.as_actor()
    current.penalty_number = penalty_number.strip()
    keep(current, actor, "penalised", current.penalty_number)
    record(actor, hazard_fact("penalised", current, penalty_number=current.penalty_number))
    return current


def _end(
    hazard: Hazard, stage: Stage, actor: Actor, outcome: str, *, state: str = Hazard.State.DONE
) -> None:
    hazard.stage, hazard.state = stage, state
    hazard.done_at, hazard.done_by, hazard.outcome = timezone.now(), actor.label, outcome


@transaction.atomic
def mark_late(*, now: datetime | None = None) -> int:
    """Mark what was not rectified or not verified in time, once each; answers how many."""
    at = now or timezone.now()
    rows = Hazard.objects.select_for_update(skip_locked=True, of=("self",))
    late = rows.filter(state__in=obligations.OPEN, due_at__lt=at, overdue_at__isnull=True)
    found = list(
        late.select_related("venue", "cell")
        .defer("cell__outline")
        .order_by("due_at", "pk")[:AT_ONCE]
    )
    for row in found:
        row.overdue_at, row.version = at, row.version + 1
        row.save(update_fields=["overdue_at", "version"])
    record(PLATFORM, *(_late_fact(row) for row in found))
    return len(found)


def _late_fact(row: Hazard) -> Any:
    key = f"venues.hazard:{row.pk}:{row.stage}:{row.due_at.isoformat()}"
    return hazard_fact("overdue", row, dedupe_key=key)
