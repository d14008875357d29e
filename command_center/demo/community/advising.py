"""Programmes item by item, supervision in every stage, groups, contact areas, joint meetings."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from command_center.demo.community.town import Town, label
from grid.ledger.models import Obligation
from grid.organisation.models import Agency, Officer
from grid.organisation.roles import Role
from grid.service.programmes.models import (
    ContactArea,
    ItemEntry,
    JointMeeting,
    LeadingGroup,
    MeetingTask,
    Programme,
    ProgrammeItem,
    ScoreLine,
    ScoreSheet,
    Supervision,
    SupervisionCounter,
    SupervisionEntry,
)
from grid.territory.models import Division

State = Obligation.State
Stage = Supervision.Stage
_POINTS: Final = Decimal(10)
_STAGES: Final = (
    *(Stage.FOUND, Stage.NOTICED, Stage.NOTICED, Stage.RECTIFIED),
    *(Stage.CLOSED, Stage.CLOSED, Stage.CLOSED, Stage.DROPPED),
)
_SUPERVISIONS: Final = 24
_ACTS: Final = {
    Stage.FOUND: ("found",),
    Stage.NOTICED: ("found", "noticed"),
    Stage.RECTIFIED: ("found", "noticed", "rectified"),
    Stage.CLOSED: ("found", "noticed", "rectified", "closed"),
    Stage.DROPPED: ("found", "dropped"),
}


def create_programmes(town: Town) -> None:
    """Everything of the programmes' pages."""
    houses = list(
        Agency.objects.filter(
            path__startswith=town.city.path, kind__in=(Agency.Kind.BRANCH, Agency.Kind.COUNTY)
        ).order_by("path")
    )
    for nth, said in enumerate(town.words["programme"]):
        _programme(town, said, houses, nth)
    groups = LeadingGroup.objects.bulk_create(
        LeadingGroup(
            agency=town.city, head="主要领导", members="治安、社区警务、法制、督察",
            duties="统筹推进，每月一议",
            **said,
        )
        for said in town.words["group"]
    )  # fmt: skip
    _supervisions(town, houses, groups[-1])
    _areas(town, houses)
    _meetings(town, houses)


def _programme(town: Town, said: dict[str, Any], houses: list[Agency], nth: int) -> None:
    made = Programme.objects.create(
        agency=town.city, name=said["name"], goal=said["goal"],
        begins=town.today - timedelta(days=45), ends=town.today + timedelta(days=55),
    )  # fmt: skip
    rows = [_item(town, made, title, houses, place) for place, title in enumerate(said["items"])]
    items = ProgrammeItem.objects.bulk_create(rows)
    ItemEntry.objects.bulk_create(
        ItemEntry(item=row, at=at, by=by, act=act, progress=progress, text=text)
        for row in items
        for at, by, act, progress, text in (
            (row.issued_at, row.issued_by, "issued", None, row.standard),
            (
                row.progress_at or row.issued_at,
                row.signed_by,
                "progress",
                row.progress,
                "按计划推进",
            ),
        )
        if by
    )
    if nth == 0:
        for place, house in enumerate(houses[:4]):
            _sheet(town, made, items, house, is_vetoed=place == 2)


def _item(
    town: Town, made: Programme, title: str, houses: list[Agency], place: int
) -> ProgrammeItem:
    house = houses[place % len(houses)]
    began = town.at(44)
    row = ProgrammeItem(
        programme=made, lead=house, owner_path=house.path, title=title, subject_type="programme",
        subject_id=str(made.pk), issued_at=began, issued_by=label(town.leader), points=_POINTS,
        due_at=town.now + timedelta(days=20 + place * 3), standard=f"{title}，有记录可查。",
        demand="每周报进度", partners="街道、社区", is_veto="命案" in title,
        progress=30 + place * 9,
        progress_at=town.at(place % 6), state=State.SIGNED, signed_at=began + timedelta(hours=5),
        signed_by=label(_leader_of(house, town)),
    )  # fmt: skip
    if place == 0:
        row.progress, row.state, row.outcome = 100, State.DONE, "全部完成"
        row.done_at, row.done_by = town.at(3), row.signed_by
    if place == 1:
        row.due_at = town.now - timedelta(days=2)
        row.overdue_at = row.due_at
    return row


def _leader_of(agency: Agency, town: Town) -> Officer:
    found = Officer.objects.filter(agency=agency, grants__role=Role.AGENCY_LEADER).first()
    return found or town.leader


def _sheet(
    town: Town, made: Programme, items: list[ProgrammeItem], house: Agency, *, is_vetoed: bool
) -> None:
    lost = [Decimal(nth % 3) for nth in range(len(items))]
    sheet = ScoreSheet.objects.create(
        programme=made, agency=house, points=sum((_POINTS - one for one in lost), Decimal(0)),
        most=_POINTS * len(items), is_vetoed=is_vetoed, made_by=label(town.leader),
        veto_reason="发生一起因纠纷引发的重大案件（演示）" if is_vetoed else "", made_at=town.at(2),
    )  # fmt: skip
    ScoreLine.objects.bulk_create(
        ScoreLine(
            sheet=sheet, item=item, points=_POINTS - one, is_met=not (is_vetoed and item.is_veto),
            reason="抽查记录不全" if one else "",
        )
        for item, one in zip(items, lost, strict=True)
    )  # fmt: skip


def _supervisions(town: Town, houses: list[Agency], group: LeadingGroup) -> None:
    year = town.today.year
    rows = [_supervision(town, nth, houses, group) for nth in range(_SUPERVISIONS)]
    made = Supervision.objects.bulk_create(rows)
    SupervisionEntry.objects.bulk_create(
        SupervisionEntry(
            supervision=row, by=row.issued_by if act != "rectified" else row.signed_by, act=act,
            at=min(row.issued_at + timedelta(days=place), town.now),
            text=(row.found, row.demand, row.answer, "已复核")[place],
        )
        for row in made
        for place, act in enumerate(_ACTS[Stage(row.stage)])
    )  # fmt: skip
    SupervisionCounter.objects.update_or_create(year=year, defaults={"last": len(made)})


def _supervision(town: Town, nth: int, houses: list[Agency], group: LeadingGroup) -> Supervision:
    words, house, stage = town.words["supervision"], houses[nth % len(houses)], _STAGES[nth % 8]
    is_over = stage in (Stage.CLOSED, Stage.DROPPED)
    seen = town.at(10 + nth % 16 if is_over else 1 + nth % 4)
    answerer = _leader_of(house, town)
    number = f"DD{town.today:%y}-{nth + 1:04}"
    row = Supervision(
        number=number, agency=house, owner_path=house.path, group=group, inspector=town.chief,
        inspected_on=seen.date(), place=f"{house.name}辖区警务室", found=words["found"][nth % 7],
        demand="三日内整改并报结果", stage=stage, title=f"{house.name}：{words['found'][nth % 7]}",
        subject_type="supervision", subject_id=number, issued_at=seen, issued_by=label(town.chief),
        due_at=_due(town, nth, seen, stage),
    )  # fmt: skip
    if stage in (Stage.RECTIFIED, Stage.CLOSED):
        row.answer, row.rectified_by = words["answers"][nth % 4], answerer
        row.state, row.signed_at, row.signed_by = State.SIGNED, seen, label(answerer)
    if is_over:
        row.done_at, row.done_by = seen + timedelta(days=4), label(town.chief)
        row.state = State.DONE if stage == Stage.CLOSED else State.CANCELLED
        row.outcome = str(stage.label)
    if stage == Stage.CLOSED:
        row.closed_by = town.chief
    elif not is_over and row.due_at < town.now:
        row.overdue_at = row.due_at
    return row


def _due(town: Town, nth: int, seen: datetime, stage: str) -> datetime:
    if stage == Stage.NOTICED and nth % 8 == 1:
        return town.now - timedelta(hours=20)
    return seen + timedelta(days=6)


def _areas(town: Town, houses: list[Agency]) -> None:
    """A leader of each house for some towns of its county; the county of a house is its cells'."""
    towns = {row.code: row for row in Division.objects.filter(level="town").defer("outline")}
    rows = []
    for house in houses:
        codes = {c.code[:9] for c in town.cells if c.agency.path.startswith(house.path)}
        found = [towns[f"{code}000"] for code in sorted(codes) if f"{code}000" in towns]
        rows += [
            ContactArea(
                agency=house, leader=_leader_of(house, town), division=division,
                duties="一岗双责：治安防范与矛盾化解", valid_from=town.today - timedelta(days=200),
            )
            for division in found[:3]
        ]  # fmt: skip
    ContactArea.objects.bulk_create(rows)


def _meetings(town: Town, houses: list[Agency]) -> None:
    for nth, said in enumerate(town.words["meeting"]):
        meeting = JointMeeting.objects.create(
            agency=town.city, kind=said["kind"], name=said["name"], at=town.at(6 + nth * 9),
            place="市局三楼会议室", chair="分管副局长", bodies="教育、司法、住建、街道",
            is_over=True,
            minutes="通报情况，明确分工，按月会商。", made_by=label(town.leader),
        )  # fmt: skip
        MeetingTask.objects.bulk_create(
            _meeting_task(town, meeting, title, houses[(nth + place) % len(houses)], nth + place)
            for place, title in enumerate(said["tasks"])
        )


def _meeting_task(
    town: Town, meeting: JointMeeting, title: str, house: Agency, nth: int
) -> MeetingTask:
    due = town.now + timedelta(days=(-1, 6, 12)[nth % 3])
    return MeetingTask(
        meeting=meeting, agency=house, body="街道综治办", owner_path=house.path, title=title,
        subject_type="jointmeeting", subject_id=str(meeting.pk), issued_at=meeting.at,
        issued_by=label(town.leader), due_at=due, overdue_at=due if due < town.now else None,
    )  # fmt: skip
