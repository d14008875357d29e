"""Visits of four weeks, the campaign that runs, tasks, errands, and what counters did."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.demo.community.town import Town, label
from command_center.demo.copying import copy_rows
from grid.ledger.models import Obligation
from grid.organisation.models import Officer
from grid.service.visits.models import (
    Campaign,
    CampaignCell,
    CampaignQuestion,
    CounterKind,
    Errand,
    Purpose,
    ServiceCount,
    ServiceItem,
    Visit,
    VisitTask,
)
from grid.territory.models import Cell

State = Obligation.State
_VISITS: Final = 1500
_TARGET, _PAST_TARGET = 12, 4  # addresses of a cell
_DAYS: Final = 28
_FOUND: Final = ("nothing",) * 14 + ("hazard", "dispute", "errand")
_OUTCOMES: Final = ("met",) * 12 + ("nobody", "nobody", "refused", "gone")
_KINDS: Final = ("household",) * 6 + ("rented", "rented", "shop", "shop", "company", "school")
_A_DAY: Final = {"advice": (3, 9), "help": (1, 4), "dispute": (0, 3), "errand": (0, 3)}


def create_visits(town: Town) -> int:
    """How many visits."""
    running = _campaign(town, "冬季防火防盗大走访", Purpose.PREVENTION, begins=-16, ends=12)
    chosen = [*town.urban, *town.rural[::14]]
    CampaignCell.objects.bulk_create(
        CampaignCell(campaign=running, cell=cell, target=_TARGET) for cell in chosen
    )
    visits = [_visit(town, nth, chosen, running) for nth in range(_VISITS)]
    copy_rows(Visit, visits)
    _tasks_of(town, running, chosen, Counter(v["cell_id"] for v in visits if v["campaign_id"]))
    _past(town, chosen[:20])
    _tasks(town)
    _errands(town)
    _counters(town)
    return len(visits)


def _campaign(town: Town, name: str, purpose: str, *, begins: int, ends: int) -> Campaign:
    """From `begins` to `ends`, in days from today."""
    made = Campaign.objects.create(
        name=name,
        purpose=purpose,
        agency=town.city,
        text="查火灾隐患，讲防盗防骗。",
        starts_on=town.today + timedelta(days=begins),
        ends_on=town.today + timedelta(days=ends),
        started_by=label(town.leader),
        started_at=town.at(-begins),
    )
    first, second, third = town.words["visits"]["questions"]
    CampaignQuestion.objects.bulk_create(
        [
            CampaignQuestion(campaign=made, rank=1, text=first, is_required=True),
            CampaignQuestion(campaign=made, rank=2, text=second),
            CampaignQuestion(campaign=made, rank=3, text=third, kind="number"),
        ]
    )
    return made


def _past(town: Town, cells: list[Cell]) -> None:
    """A campaign that is closed, its cells done."""
    past = _campaign(town, "秋季出租房大走访", Purpose.HAZARD, begins=-70, ends=-40)
    Campaign.objects.filter(pk=past.pk).update(closed_at=town.at(39), closed_by=label(town.leader))
    CampaignCell.objects.bulk_create(
        CampaignCell(campaign=past, cell=cell, target=_PAST_TARGET) for cell in cells
    )
    asked = [cell for cell in cells for _n in range(_PAST_TARGET)]
    rows = [
        _said(town, cell, past, town.at(41 + nth % 28)) | {"client_ref": f"demo-past-{nth}"}
        for nth, cell in enumerate(asked)
    ]
    copy_rows(Visit, rows)
    _tasks_of(town, past, cells, Counter(cell.pk for cell in asked), target=_PAST_TARGET)


def _visit(town: Town, nth: int, chosen: list[Cell], running: Campaign) -> dict[str, Any]:
    of_campaign = nth % 5 < 3
    # Some cells are ahead of the others, as they are.
    cell = (
        chosen[int(len(chosen) * town.rng.random() ** 1.3)] if of_campaign else town.one(town.cells)
    )
    at = town.at(town.rng.randrange(15 if of_campaign else _DAYS))
    row = _said(town, cell, running if of_campaign else None, at)
    return row | {"client_ref": f"demo-{nth}"}


def _said(town: Town, cell: Cell, campaign: Campaign | None, at: datetime) -> dict[str, Any]:
    officer = town.officers[cell.pk]
    return {
        "agency_id": cell.agency_id,
        "cell_id": cell.pk,
        "address": town.address(cell),
        "point": town.spot(cell).ewkt,
        "position_error_m": town.rng.randrange(4, 30),
        "kind": town.one(_KINDS),
        "purpose": campaign.purpose if campaign else town.one(Purpose.values),
        "outcome": town.one(_OUTCOMES),
        "found": town.one(_FOUND),
        "text": town.one(town.words["visits"]["texts"]),
        "campaign_id": campaign.pk if campaign else None,
        "officer_id": officer.pk,
        "recorded_by": label(officer),
        "visited_at": at,
        "recorded_at": at,
    }


def _tasks_of(
    town: Town,
    campaign: Campaign,
    cells: list[Cell],
    made: Counter[Any],
    *,
    target: int = _TARGET,
) -> None:
    """A task for each cell; done where its addresses were visited."""
    ends = timezone.make_aware(datetime.combine(campaign.ends_on + timedelta(days=1), time.min))
    rows = []
    for cell in cells:
        officer = town.officers[cell.pk]
        row = _task(town, cell, officer, title=f"{campaign.name} · {cell.name}", due_at=ends)
        row.campaign, row.target, row.purpose = campaign, target, campaign.purpose
        row.issued_at = campaign.started_at
        if made[cell.pk] >= target:
            _end(row, officer, min(town.at(1), ends - timedelta(days=1)), "目标已完成")
        rows.append(row)
    VisitTask.objects.bulk_create(rows)


def _task(town: Town, cell: Cell, officer: Officer, *, title: str, due_at: datetime) -> VisitTask:
    return VisitTask(
        agency=cell.agency,
        owner_path=cell.agency.path,
        title=title[:120],
        subject_type="cell",
        subject_id=cell.code,
        cell=cell,
        officer=officer,
        issued_at=town.now - timedelta(days=3),
        issued_by=label(town.leader),
        due_at=due_at,
    )


def _end(row: Any, officer: Officer, at: datetime, outcome: str) -> None:
    row.state, row.signed_at, row.signed_by = State.DONE, at, label(officer)
    row.done_at, row.done_by, row.outcome = at, label(officer), outcome


def _tasks(town: Town) -> None:
    """By hand, for each community officer one: some done, some late."""
    rows = []
    people = [officer for staff in town.of_agency.values() for officer in staff]
    homes = {officer.pk: cell for cell in town.cells for officer in [town.officers[cell.pk]]}
    words = town.words["visits"]["tasks"]
    for nth, officer in enumerate(people):
        cell = homes.get(officer.pk) or town.one(
            c for c in town.cells if c.agency.path.startswith(officer.agency.path)
        )
        due = town.now + timedelta(hours=(-30, 20, 44, 70, 100)[nth % 5])
        row = _task(town, cell, officer, title=words[nth % len(words)], due_at=due)
        row.address, row.purpose = town.address(cell), Purpose.values[nth % 6]
        if nth % 5 == 4:
            _end(row, officer, town.at(1), "已走访")
        elif due < town.now:
            row.overdue_at = due
        rows.append(row)
    VisitTask.objects.bulk_create(rows)


def _errands(town: Town) -> None:
    words, rows = town.words["visits"], []
    for nth in range(72):
        cell = town.urban[nth % len(town.urban)]
        officer, began = town.officers[cell.pk], town.at(nth % 20 + 1)
        row = Errand(
            agency=cell.agency,
            owner_path=cell.agency.path,
            title=str(Errand.Kind(Errand.Kind.values[nth % 8]).label),
            subject_type="cell",
            subject_id=cell.code,
            cell=cell,
            kind=Errand.Kind.values[nth % 8],
            text=words["errands"][nth % len(words["errands"])],
            address=town.address(cell),
            client_name=town.name(),
            client_phone=f"1380000{nth:04}",
            officer=officer,
            issued_at=began,
            issued_by=label(officer),
            due_at=began + timedelta(days=4),
        )
        if nth % 20 > 3:
            _end(row, officer, began + timedelta(days=2), words["results"][nth % 4])
        elif row.due_at < town.now:
            row.overdue_at = row.due_at
        rows.append(row)
    Errand.objects.bulk_create(rows)


def _counters(town: Town) -> None:
    """What counters of some stations and offices did on each day."""
    since = town.today - timedelta(days=400)
    items = ServiceItem.objects.bulk_create(
        ServiceItem(agency=town.city, rank=nth, valid_from=since, **said)
        for nth, said in enumerate(town.words["service"])
    )
    rows = []
    for staff in list(town.of_agency.values())[:8]:
        officer = staff[0]
        said = {"agency_id": officer.agency_id, "officer": officer, "counted_by": label(officer)}
        for back in range(_DAYS):
            day = {"counted_on": town.today - timedelta(days=back), "counted_at": town.at(back)}
            for kind, (least, most) in _A_DAY.items():
                times = town.rng.randrange(least, most)
                rows.append(ServiceCount(kind=kind, times=times, **said, **day))
            item = items[back % len(items)]
            times = town.rng.randrange(2, 8)
            rows.append(
                ServiceCount(kind=CounterKind.SERVICE, item=item, times=times, **said, **day)
            )
    ServiceCount.objects.bulk_create(row for row in rows if row.times)
