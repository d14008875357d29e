"""Hazards in every stage: late ones, found again, fined, sent by an alarm, on open ground."""

from datetime import datetime, timedelta
from typing import Any, Final

from command_center.demo.community.inspecting import inspector_of
from command_center.demo.community.town import Town, label
from grid.ledger.models import Obligation
from grid.organisation.models import Officer
from grid.service.venues.models import (
    FoundIn,
    Hazard,
    HazardCounter,
    HazardEntry,
    Inspection,
    Level,
    Stage,
    Venue,
    VenueAlarm,
)
from grid.territory.models import Cell

State = Obligation.State
_HAZARDS: Final = 60
_DAYS_TO: Final = {Level.GENERAL: 7, Level.SERIOUS: 5, Level.MAJOR: 3}
_WAY: Final = (
    *(Stage.CLOSED,) * 5,
    *(Stage.REPORTED, Stage.NOTIFIED, Stage.NOTIFIED, Stage.RECTIFIED, Stage.VERIFIED),
)
_REPEAT, _FINED, _STRUCK, _LATE_EVERY, _ALARMED = 11, (4, 31), 23, 9, 17


def create_hazards(town: Town, venues: list[Venue]) -> int:
    """How many; every closed one was verified by another than said it was rectified."""
    rows = [_hazard(town, nth, venues) for nth in range(_HAZARDS)]
    made = Hazard.objects.bulk_create(rows)
    HazardEntry.objects.bulk_create(entry for row in made for entry in _entries(row))
    HazardCounter.objects.update_or_create(year=town.today.year, defaults={"last": len(made)})
    again, first = made[_REPEAT], made[0]
    Hazard.objects.filter(pk=again.pk).update(
        repeat_of=first, venue=first.venue, cell=first.cell, item=first.item,
        owner_path=first.owner_path, address=first.address,
    )  # fmt: skip
    _alarm(town, made[_ALARMED], venues)
    return len(made)


def _hazard(town: Town, nth: int, venues: list[Venue]) -> Hazard:
    words = town.words["hazards"]
    venue = venues[nth * 11 % len(venues)] if nth % 7 else None
    cell = venue.cell if venue else town.one(town.urban)
    if cell is None:
        raise AssertionError
    finder = inspector_of(town, venue) if venue else town.officers[cell.pk]
    stage = _WAY[nth % len(_WAY)]
    back = town.rng.randrange(12, 27) if stage == Stage.CLOSED else town.rng.randrange(1, 5)
    if nth % _LATE_EVERY == 8:
        back = 14
    found, level = town.at(back), Level.values[(0, 0, 1, 0, 2)[nth % 5]]
    text = town.one(words["found"] if venue else words["open_ground"])
    where = venue.name if venue else town.address(cell)
    row = Hazard(
        number=f"YH{town.today:%y}-{nth + 1:04}",
        title=f"{where}：{text}"[:120],
        owner_path=(venue.agency if venue else cell.agency).path,
        subject_type="hazard",
        subject_id=f"YH{town.today:%y}-{nth + 1:04}",
        venue=venue,
        cell=cell,
        address=venue.address if venue else where,
        point=venue.point if venue else town.spot(cell),
        inspection=_inspection_of(venue),
        found_in=FoundIn.INSPECTION if venue else FoundIn.values[1 + nth % 3],
        found_at=found,
        found_by=label(finder),
        issued_at=found,
        issued_by=label(finder),
        text=text,
        level=level,
        rectify_by=found + timedelta(days=_DAYS_TO[Level(level)]),
        penalty_number=f"演示罚决〔{town.today.year}〕{nth:03}号" if nth in _FINED else "",
    )
    row.due_at = row.rectify_by
    _walk(town, row, Stage.STRUCK if nth == _STRUCK else stage, finder, found)
    return row


def _inspection_of(venue: Venue | None) -> Inspection | None:
    return venue.inspections.order_by("-at").first() if venue else None


def _walk(town: Town, row: Hazard, stage: str, finder: Officer, found: datetime) -> None:
    """As far as its stage; what is still to come and late is marked."""
    row.stage = stage
    if stage != Stage.REPORTED:
        row.notice_number = f"演示整改〔{town.today.year}〕{row.number[-4:]}号"
    if stage in (Stage.RECTIFIED, Stage.VERIFIED, Stage.CLOSED):
        _rectified(town, row, finder, min(found + timedelta(days=4), town.now))
    if stage in (Stage.VERIFIED, Stage.CLOSED):
        row.verified_at = min(found + timedelta(days=6), town.now)
        row.verified_by, row.verified_by_id = label(town.chief), _id(town.chief)
    if stage in (Stage.CLOSED, Stage.STRUCK):
        row.state, row.outcome = State.DONE, str(Stage(stage).label)
        row.done_at, row.done_by = row.verified_at or found, label(town.chief)
    elif row.due_at < town.now:
        row.overdue_at = row.due_at


def _rectified(town: Town, row: Hazard, finder: Officer, at: datetime) -> None:
    row.rectified_at, row.rectified_by_id = at, _id(finder)
    row.state, row.signed_at, row.signed_by = State.SIGNED, at, label(finder)
    row.due_at = at + timedelta(days=3)
    row.outcome = town.one(town.words["hazards"]["done"])


def _id(officer: Officer) -> str:
    actor = officer.as_actor()
    return f"{actor.kind}:{actor.id}"


def _entries(row: Hazard) -> list[HazardEntry]:
    said: list[tuple[datetime | None, str, str, str]] = [
        (row.found_at, row.found_by, "reported", row.text)
    ]
    if row.notice_number:
        said.append((row.found_at, row.found_by, "notified", row.notice_number))
    said.append((row.rectified_at, row.signed_by, "rectified", row.outcome))
    said.append((row.verified_at, row.verified_by, "verified", ""))
    if row.stage == Stage.CLOSED:
        said.append((row.done_at, row.done_by, "closed", ""))
    return [
        HazardEntry(hazard=row, at=at, by=by, act=act, text=text)
        for at, by, act, text in said
        if at is not None
    ]


def _alarm(town: Town, hazard: Hazard, venues: list[Venue]) -> None:
    """One came from the alarm of an explosives site."""
    site = next(venue for venue in venues if venue.kind_id == "explosives")
    cell: Cell | None = site.cell
    text = "库房入侵报警"
    said: dict[str, Any] = {"venue": site, "cell": cell, "owner_path": site.agency.path}
    said |= {"title": f"{site.name}：{text}"[:120], "text": text, "found_in": FoundIn.ALARM}
    Hazard.objects.filter(pk=hazard.pk).update(**said, address=site.address, inspection=None)
    VenueAlarm.objects.create(
        venue=site, ref="demo-alarm-1", at=hazard.found_at, text=text, hazard=hazard
    )
