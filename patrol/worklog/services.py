"""Writing the work log: filings, work done, supervision and its answer, volunteers' hours."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.contrib.gis.geos import Point
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Agency, ClientSystem, Officer
from grid.rights import Right
from grid.territory import geo
from patrol.units.models import Station, Unit
from patrol.units.selectors import unit_of
from patrol.worklog.codes import COUNTER, codes
from patrol.worklog.models import (
    PatrolFiling,
    SupervisionNote,
    SupervisionScore,
    VolunteerHours,
    WorkCode,
    WorkEntry,
)

Row = TypeVar("Row", PatrolFiling, WorkEntry, SupervisionNote)
Group = WorkCode.Group
LATE_BY: Final = timedelta(days=7)
LONGEST_FILING: Final = timedelta(hours=24)
# Eighteen or fifteen digits are an identity card, eleven from 1 a mobile phone.
_IDENTITY: Final = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)")
_CODED: Final = {
    "kind": Group.KIND,
    "item": Group.ITEM,
    "result": Group.RESULT,
    "source": Group.SOURCE,
}


def check_own(unit: Unit, by: Officer | ClientSystem) -> None:
    """A crew writes for the own unit; whoever supervises, or a client system, for all in scope."""
    if isinstance(by, ClientSystem) or by.has_right(Right.WORK_SUPERVISE):
        return
    if unit_of(by) != unit:
        raise NotAllowed(_("You can write the log of your own unit only."))


@transaction.atomic
def file_patrol(unit: Unit, *, by: Actor, **said: Any) -> PatrolFiling:
    """File a patrol before it begins: area, purpose, officers, auxiliaries, starts_at, ends_at.

    Raises InvalidInput for a patrol that ends before it begins or lasts over 24 hours.
    """
    faults = _texts(said, "area", "purpose")
    if said["ends_at"] <= said["starts_at"]:
        faults.append(_fault("ends_at", "order", _("It must end after it begins.")))
    elif said["ends_at"] - said["starts_at"] > LONGEST_FILING:
        faults.append(_fault("ends_at", "too_long", _("File at most 24 hours at a time.")))
    _refuse(faults)
    filing = PatrolFiling.objects.create(unit=unit, filed_by=by.label, **said)
    record(by, _fact("patrol.filed", filing, area=filing.area, state=filing.state))
    return filing


@transaction.atomic
def end_filing(
    filing: PatrolFiling, *, by: Actor, version: int, is_cancelled: bool = False
) -> PatrolFiling:
    """Say that a filed patrol is over, or will not take place. Raises IllegalStep, StaleVersion."""
    row = _locked(filing, version)
    if row.state != PatrolFiling.State.FILED:
        raise IllegalStep(_("This patrol is over already."), state=row.state)
    row.state = PatrolFiling.State.CANCELLED if is_cancelled else PatrolFiling.State.ENDED
    row.ended_at = timezone.now()
    _save(row)
    record(by, _fact("patrol.filing_ended", row, area=row.area, state=row.state))
    return row


@transaction.atomic
def log_work(unit: Unit, *, by: Actor, **said: Any) -> WorkEntry:
    """Put one thing done into the log.

    `said` holds kind and text, and may hold item, result, source (codes), station (a Station),
    happened_at, place, lng, lat, case_ref, is_handled, and client_ref: an entry that was sent
    with it before is answered as it is. Raises InvalidInput, naming every field at fault.
    """
    ref = said.get("client_ref", "")
    known = WorkEntry.objects.filter(unit=unit, client_ref=ref).first() if ref else None
    if known is not None:
        return known
    values = _work_values(said)
    values.setdefault("happened_at", timezone.now())
    entry = WorkEntry.objects.create(unit=unit, entered_by=by.label, **values)
    record(by, _entry_fact("patrol.work_logged", entry))
    return entry


@transaction.atomic
def correct_work(entry: WorkEntry, *, by: Actor, version: int, **said: Any) -> WorkEntry:
    """Correct an entry; raises StaleVersion where it changed since `version`, InvalidInput."""
    row = _locked(entry, version)
    kept = {name: getattr(row, name) for name in ("kind", "text", "item")}
    for name, value in _work_values(kept | said).items():
        setattr(row, name, value)
    _save(row)
    record(by, _entry_fact("patrol.work_corrected", row))
    return row


@transaction.atomic
def supervise(
    unit: Unit, *, by: Actor, scores: Mapping[str, int] | None = None, **said: Any
) -> SupervisionNote:
    """Write what an inspector saw: text, measures, seen_at, answer_by; points by score item.

    Raises InvalidInput for items that do not exist and for more points than there are.
    """
    faults = _texts(said, "text")
    items = {row.code: row.points for row in WorkCode.objects.filter(group=Group.SCORE)}
    for item, points in (scores or {}).items():
        if not 0 <= points <= items.get(item, -1):
            faults.append(
                _fault(f"scores/{item}", "points", _("No such item, or too many points."))
            )
    said.setdefault("seen_at", timezone.now())
    faults += _not_ahead("seen_at", said["seen_at"])
    _refuse(faults)
    note = SupervisionNote.objects.create(unit=unit, inspector=by.label, **said)
    SupervisionScore.objects.bulk_create(
        SupervisionScore(note=note, item=item, points=points, most=items[item])
        for item, points in (scores or {}).items()
    )
    record(by, _fact("patrol.supervised", note, state=note.state, scores=dict(scores or {})))
    return note


@transaction.atomic
def answer_supervision(
    note: SupervisionNote, *, by: Actor, version: int, answer: str
) -> SupervisionNote:
    """Say what was done about it. Raises IllegalStep when it is answered, StaleVersion."""
    row = _locked(note, version)
    if row.state != SupervisionNote.State.OPEN:
        raise IllegalStep(_("This note was answered already."), by=row.answered_by)
    _refuse(_texts({"answer": answer}, "answer"))
    row.answer, row.state = answer.strip(), SupervisionNote.State.ANSWERED
    row.answered_at, row.answered_by = timezone.now(), by.label
    _save(row)
    record(by, _fact("patrol.supervision_answered", row, state=row.state))
    return row


@transaction.atomic
def note_volunteers(agency: Agency, *, by: Actor, **said: Any) -> VolunteerHours:
    """Enter the hours of armband volunteers of one trade on one day; nobody is named."""
    faults = []
    if said["trade"] not in codes(Group.TRADE):
        faults.append(_fault("trade", "unknown", _("There is no such code.")))
    if said["worked_on"] > timezone.localdate():
        faults.append(_fault("worked_on", "future", _("This day is still to come.")))
    if said["hours"] > said["people"] * 24:
        faults.append(_fault("hours", "too_many", _("More than 24 hours for each of them.")))
    _refuse(faults)
    row = VolunteerHours.objects.create(agency=agency, entered_by=by.label, **said)
    fact = Fact(
        kind="patrol.volunteers_noted",
        subject_type="volunteer_hours",
        subject_id=str(row.pk),
        agency_path=agency.path,
        payload={"trade": row.trade, "people": row.people, "hours": float(row.hours)},
    )
    record(by, fact)
    return row


def _work_values(said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry, checked together."""
    values = dict(said)
    faults = _texts(values, "text")
    for name, group in _CODED.items():
        if values.get(name) and values[name] not in codes(group):
            faults.append(_fault(name, "unknown", _("There is no such code.")))
    if (values.get("kind") == COUNTER) != bool(values.get("item")):
        message = _("A service at the counter, and nothing else, says which service it was.")
        faults.append(_fault("item", "required", message))
    if "happened_at" in values:
        faults += _not_ahead("happened_at", values["happened_at"])
    lng, lat = values.pop("lng", None), values.pop("lat", None)
    if (lng, lat) != (None, None):
        wrong = geo.point_errors(lng=lng, lat=lat)
        faults += wrong
        values["point"] = None if wrong else Point(lng, lat, srid=4326)
    _refuse(faults)
    return values


def _texts(said: Mapping[str, Any], *required: str) -> list[FieldError]:
    """Required texts are there, and no text names a person by number."""
    faults = [
        _fault(name, "required", _("This field is required."))
        for name in required
        if not str(said.get(name, "")).strip()
    ]
    for name, value in said.items():
        if isinstance(value, str) and name != "client_ref" and _IDENTITY.search(value):
            message = _("No identity or phone numbers here; write the incident or case number.")
            faults.append(_fault(name, "identity", message))
    return faults


def _not_ahead(name: str, moment: datetime) -> list[FieldError]:
    now = timezone.now()
    if now - LATE_BY <= moment <= now + timedelta(minutes=2):
        return []
    return [_fault(name, "moment", _("At most seven days back, and not in the future."))]


def _locked(row: Row, version: int) -> Row:
    current: Row = (
        type(row)
        .objects.select_for_update(of=("self",))
        .select_related("unit__agency")
        .get(pk=row.pk)
    )
    if current.version != version:
        raise StaleVersion(
            _("Somebody changed this since you read it."),
            your_version=version,
            current_version=current.version,
        )
    return current


def _save(row: models.Model) -> None:
    row.version += 1  # type: ignore[attr-defined]
    row.save()


def _refuse(faults: list[FieldError]) -> None:
    if faults:
        raise InvalidInput(faults[0]["message"], errors=faults)


def _fault(field: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=f"/{field}", code=code, message=message)


SUBJECTS: Final[dict[type[models.Model], str]] = {
    PatrolFiling: "patrol_filing",
    WorkEntry: "work_entry",
    SupervisionNote: "supervision_note",
}


def _entry_fact(kind: str, entry: WorkEntry) -> Fact:
    """The codes of an entry; its text stays in the log."""
    named = ("kind", "item", "result", "source", "case_ref", "is_handled")
    return _fact(kind, entry, **{name: getattr(entry, name) for name in named})


def _fact(kind: str, row: PatrolFiling | WorkEntry | SupervisionNote, /, **more: Any) -> Fact:
    return Fact(
        kind=kind,
        subject_type=SUBJECTS[type(row)],
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.unit.agency.path,
        payload={"id": row.pk, "unit": row.unit.call_sign, **more},
    )


def station_of(unit: Unit, code: str) -> Station | None:
    """The station of an entry: the one named, within the unit's own agency, or the unit's."""
    if not code:
        return unit.station
    found = Station.objects.filter(code=code, agency__path__startswith=unit.agency.path).first()
    if found is None and not (unit.station and unit.station.code == code):
        raise InvalidInput(
            _("There is no such station."),
            errors=[_fault("station", "unknown", _("There is no such station."))],
        )
    return found or unit.station
