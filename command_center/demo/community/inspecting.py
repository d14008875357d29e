"""Inspections of four weeks, each line of the checklist answered."""

from typing import Any, Final

from command_center.demo.community.town import Town
from command_center.demo.copying import copy_rows
from grid.organisation.models import Officer
from grid.service.venues.models import Checklist, ChecklistItem, Inspection, InspectionAnswer, Venue

_INSPECTIONS: Final = 400
_DAYS: Final = 28
_SHARE: Final = ChecklistItem.Answer.SHARE
Verdict = InspectionAnswer.Verdict


def create_inspections(town: Town, venues: list[Venue]) -> int:
    """How many inspections; what a venue was last looked at is in its row."""
    lists = {
        row.kind_id: row
        for row in Checklist.objects.filter(agency=town.city).prefetch_related("items")
    }
    asked = [venue for venue in venues if venue.kind_id in lists]
    rows, answers = [], []
    for nth in range(_INSPECTIONS):
        venue = asked[nth * 3 % len(asked)]
        row = _inspection(town, venue, lists[venue.kind_id], nth)
        given = [_answer(town, item) for item in row.checklist.items.all()]
        row.missed = sum(one["verdict"] == Verdict.MISSED for one in given)
        row.met = len(given) - row.missed
        rows.append(row)
        answers.append(given)
    Inspection.objects.bulk_create(rows)
    pairs = zip(rows, answers, strict=True)
    copy_rows(
        InspectionAnswer,
        ({"inspection_id": row.pk, **one} for row, given in pairs for one in given),
    )
    _note_last(rows)
    return len(rows)


def _inspection(town: Town, venue: Venue, checklist: Checklist, nth: int) -> Inspection:
    at = town.recently(_DAYS)
    return Inspection(
        venue=venue,
        checklist=checklist,
        kind=("routine", "routine", "routine", "special", "joint", "recheck")[nth % 6],
        at=at,
        sent_at=at,
        inspector=inspector_of(town, venue),
        position=venue.point,
        error_m=town.rng.randrange(4, 25),
        met=0,
        missed=0,
    )


def inspector_of(town: Town, venue: Venue) -> Officer:
    """Who answers for the ground of a venue."""
    return town.officers[venue.cell_id] if venue.cell_id else town.chief


def _answer(town: Town, item: ChecklistItem) -> dict[str, Any]:
    is_met = town.rng.random() > 0.06
    counts: dict[str, Any] = {}
    if item.answered_by == _SHARE:
        of = town.rng.randrange(20, 60)
        counts = {"of": of, "done": of if is_met else of - town.rng.randrange(1, 4)}
    return {"item_id": item.pk, "verdict": Verdict.MET if is_met else Verdict.MISSED, **counts}


def _note_last(rows: list[Inspection]) -> None:
    last: dict[int, Venue] = {}
    for row in rows:
        before = row.venue.last_inspected_at
        row.venue.last_inspected_at = max(row.at, before) if before else row.at
        last[row.venue_id] = row.venue
    Venue.objects.bulk_update(last.values(), ["last_inspected_at"])
