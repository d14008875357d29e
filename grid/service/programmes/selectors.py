"""Reading programmes, supervisions, groups, contact areas and meetings in the viewer's scope."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from grid.ledger import obligations
from grid.scope import Viewer
from grid.service.programmes.models import (
    ContactArea,
    JointMeeting,
    LeadingGroup,
    MeetingTask,
    Programme,
    ProgrammeItem,
    ScoreSheet,
    Supervision,
)
from grid.territory.models import Cell, Division

Row = TypeVar("Row", bound=Model)
LEVELS_ABOVE: Final = (12, 9, 6, 4)  # digits of a division code that name it and those above


def _searched(rows: QuerySet[Row], wanted: Mapping[str, Any], *names: str) -> QuerySet[Row]:
    """Narrowed to rows with the words of `q` in one of the fields."""
    if not wanted.get("q"):
        return rows
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__icontains": wanted["q"]})
    return rows.filter(found)


def _due(rows: QuerySet[Row], state: str) -> QuerySet[Row]:
    """Obligations by state: `open`, `late`, or one of theirs."""
    if state == "open":
        return rows.filter(state__in=obligations.OPEN)
    if state == "late":
        return rows.filter(state__in=obligations.OPEN, due_at__lt=timezone.now())
    return rows.filter(state=state) if state else rows


def programmes(viewer: Viewer, **wanted: Any) -> QuerySet[Programme]:
    """Programmes with counts of items, done ones and late ones; closed ones where asked for.

    `wanted` may hold q, agency (code), closed.
    """
    rows: QuerySet[Programme] = Programme.objects.visible_to(viewer)
    rows = rows.filter(is_closed=bool(wanted.get("closed")))
    rows = _searched(rows, wanted, "name", "goal")
    if wanted.get("agency"):
        rows = rows.filter(agency__code=wanted["agency"])
    live = ~Q(items__state="cancelled")
    late = Q(items__state__in=obligations.OPEN, items__due_at__lt=timezone.now())
    return (
        rows.select_related("agency")
        .annotate(
            n_items=Count("items", filter=live),
            n_done=Count("items", filter=Q(items__state="done")),
            n_late=Count("items", filter=late),
        )
        .order_by("-begins", "name", "pk")
    )


def find_programme(viewer: Viewer, programme_id: int) -> Programme:
    """One programme in scope, or 404."""
    rows = Programme.objects.visible_to(viewer).select_related("agency")
    return get_object_or_404(rows, pk=programme_id)


def items(viewer: Viewer, **wanted: Any) -> QuerySet[ProgrammeItem]:
    """Items, the next due first; `wanted` may hold q, programme, agency (of the lead), state, veto.

    Whoever leads an item sees it, also of a programme of an agency above.
    """
    rows: QuerySet[ProgrammeItem] = ProgrammeItem.objects.visible_to(viewer)
    rows = _due(_searched(rows, wanted, "title", "standard", "demand"), wanted.get("state", ""))
    if wanted.get("programme"):
        rows = rows.filter(programme=wanted["programme"])
    if wanted.get("agency"):
        rows = rows.filter(lead__code=wanted["agency"])
    if wanted.get("veto"):
        rows = rows.filter(is_veto=True)
    return rows.select_related("programme__agency", "lead").order_by("due_at", "pk")


def find_item(viewer: Viewer, programme_item_id: int) -> ProgrammeItem:
    """One item in scope, or 404."""
    return get_object_or_404(items(viewer), pk=programme_item_id)


def sheets(viewer: Viewer, **wanted: Any) -> QuerySet[ScoreSheet]:
    """Score sheets; `wanted` may hold programme (pk)."""
    rows: QuerySet[ScoreSheet] = ScoreSheet.objects.visible_to(viewer)
    if wanted.get("programme"):
        rows = rows.filter(programme=wanted["programme"])
    return rows.select_related("programme__agency", "agency")


def find_sheet(viewer: Viewer, sheet_id: int) -> ScoreSheet:
    """One sheet in scope, or 404."""
    return get_object_or_404(sheets(viewer), pk=sheet_id)


def supervisions(viewer: Viewer, **wanted: Any) -> QuerySet[Supervision]:
    """Supervisions, newest first.

    `wanted` may hold q, agency (inspected, code), stage, state (`open`, `late`), group (pk),
    mine (as the inspector).
    """
    rows: QuerySet[Supervision] = Supervision.objects.visible_to(viewer)
    rows = _searched(rows, wanted, "number", "found", "place", "agency__name")
    rows = _due(rows, wanted.get("state", ""))
    plain = {"agency": "agency__code", "stage": "stage", "group": "group"}
    for name, lookup in plain.items():
        if wanted.get(name):
            rows = rows.filter(**{lookup: wanted[name]})
    if wanted.get("mine"):
        rows = rows.filter(inspector=wanted["mine"])
    return rows.select_related("agency", "inspector", "group", "rectified_by", "item__programme")


def find_supervision(viewer: Viewer, supervision_number: str) -> Supervision:
    """One supervision in scope, or 404."""
    return get_object_or_404(supervisions(viewer), number=supervision_number)


def groups(viewer: Viewer, **wanted: Any) -> QuerySet[LeadingGroup]:
    """Groups in use; `wanted` may hold q and kind."""
    rows: QuerySet[LeadingGroup] = LeadingGroup.objects.visible_to(viewer)
    rows = _searched(rows, wanted, "name", "head", "members", "duties").filter(is_active=True)
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    return rows.select_related("agency")


def find_group(viewer: Viewer, leading_group_id: int) -> LeadingGroup:
    """One group in scope, or 404."""
    rows = LeadingGroup.objects.visible_to(viewer).select_related("agency")
    return get_object_or_404(rows, pk=leading_group_id)


def areas(viewer: Viewer, *, on: date | None = None, **wanted: Any) -> QuerySet[ContactArea]:
    """Contact areas that hold on a local day (default: today); `q` in leader and ground."""
    held = ContactArea.objects.visible_to(viewer).in_force(on or timezone.localdate())
    rows: QuerySet[ContactArea] = _searched(
        held, wanted, "leader__name", "leader__badge_number", "division__name", "cell__name"
    )
    joined = rows.select_related("leader", "division", "cell", "agency")
    return joined.defer("division__outline", "cell__outline").order_by(
        "division_id", "cell__code", "pk"
    )


def find_area(viewer: Viewer, contact_area_id: int) -> ContactArea:
    """One contact area in scope, whether it holds or not, or 404."""
    rows = ContactArea.objects.visible_to(viewer).select_related(
        "leader", "division", "cell", "agency"
    )
    return get_object_or_404(rows.defer("division__outline", "cell__outline"), pk=contact_area_id)


def leaders_of(
    viewer: Viewer, ground: Division | Cell, *, on: date | None = None
) -> QuerySet[ContactArea]:
    """Who answers for a division or a cell on a local day: its own leader, then those above.

    A cell's are its own and those of its division and of every division above that.
    """
    code = ground.pk if isinstance(ground, Division) else ground.division_id or ""
    above = [str(code)[:digits].ljust(12, "0") for digits in LEVELS_ABOVE] if code else []
    mark = Q(division__in=above)
    if isinstance(ground, Cell):
        mark |= Q(cell__code=ground.code)
    return areas(viewer, on=on).filter(mark)


def past_areas(viewer: Viewer, row: ContactArea) -> QuerySet[ContactArea]:
    """Everybody who answered or will answer for the same ground, newest first."""
    rows: QuerySet[ContactArea] = ContactArea.objects.visible_to(viewer)
    same = {"division": row.division_id} if row.division_id else {"cell__code": _code(row)}
    return rows.filter(**same).select_related("leader", "agency").order_by("-valid_from", "-pk")


def _code(row: ContactArea) -> str:
    return row.cell.code if row.cell else ""


def meetings(viewer: Viewer, **wanted: Any) -> QuerySet[JointMeeting]:
    """Meetings, newest first, with counts of tasks; `wanted` may hold q, kind, agency (code)."""
    rows: QuerySet[JointMeeting] = JointMeeting.objects.visible_to(viewer)
    rows = _searched(rows, wanted, "name", "chair", "bodies", "minutes")
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("agency"):
        rows = rows.filter(agency__code=wanted["agency"])
    open_ = Q(tasks__state__in=obligations.OPEN)
    return (
        rows.select_related("agency")
        .annotate(
            n_tasks=Count("tasks", filter=~Q(tasks__state="cancelled")),
            n_open=Count("tasks", filter=open_),
            n_late=Count("tasks", filter=open_ & Q(tasks__due_at__lt=timezone.now())),
        )
        .order_by("-at", "-pk")
    )


def find_meeting(viewer: Viewer, joint_meeting_id: int) -> JointMeeting:
    """One meeting in scope, or 404."""
    return get_object_or_404(meetings(viewer), pk=joint_meeting_id)


def tasks(viewer: Viewer, **wanted: Any) -> QuerySet[MeetingTask]:
    """Tasks of meetings, the next due first; `wanted` may hold q, agency (code), state, meeting."""
    rows: QuerySet[MeetingTask] = MeetingTask.objects.visible_to(viewer)
    rows = _due(_searched(rows, wanted, "title", "body", "meeting__name"), wanted.get("state", ""))
    if wanted.get("agency"):
        rows = rows.filter(agency__code=wanted["agency"])
    if wanted.get("meeting"):
        rows = rows.filter(meeting=wanted["meeting"])
    return rows.select_related("meeting__agency", "agency").order_by("due_at", "pk")


def find_task(viewer: Viewer, meeting_task_id: int) -> MeetingTask:
    """One task in scope, or 404."""
    return get_object_or_404(tasks(viewer), pk=meeting_task_id)
