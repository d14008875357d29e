"""Reading studies, their tasks, rooms of joint operations and series in the viewer's scope."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from command_center.analysis.studies.models import (
    CaseSeries,
    Operation,
    OperationInvitation,
    OperationTask,
    SeriesModel,
    Study,
    StudyTask,
)
from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer
from grid.scope import Viewer


def _narrowed(rows: Any, wanted: dict[str, Any], *names: str) -> Any:
    """By the words of `q` in one of the fields, by agency (code) with all below, by state."""
    if wanted.get("q"):
        found = Q()
        for name in names:
            found |= Q(**{f"{name}__icontains": wanted["q"]})
        rows = rows.filter(found)
    if wanted.get("agency"):
        rows = rows.filter(agency__path__contains=f"{wanted['agency']}/")
    return rows.filter(state=wanted["state"]) if wanted.get("state") else rows


def _first(rows: Any) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def studies(viewer: Viewer, **wanted: Any) -> QuerySet[Study]:
    """Studies with how many second ones cite them; the newest first.

    `wanted` may hold q, agency (code), state, second (true: only second studies).
    """
    rows = Study.objects.visible_to(viewer).select_related("agency", "author", "parent", "judge")
    rows = rows.annotate(answered=Count("children", distinct=True)).order_by("-opened_at", "-pk")
    if wanted.get("second"):
        rows = rows.filter(parent__isnull=False)
    if wanted.get("parent"):
        rows = rows.filter(parent=wanted["parent"])
    found: QuerySet[Study] = _narrowed(rows, wanted, "number", "title", "question")
    return found


def find_study(viewer: Viewer, study_id: int) -> Study:
    """Http404 where there is none of this id in scope."""
    found: Study = _first(studies(viewer).filter(pk=study_id))
    return found


def chain(study: Study, viewer: Viewer) -> list[Study]:
    """The studies it cites as parents, the first of the thread first, as far as in scope."""
    above: list[Study] = []
    key = study.parent_id
    while key is not None and len(above) < 20:
        found = Study.objects.visible_to(viewer).select_related("agency").filter(pk=key).first()
        if found is None:
            break
        above.append(found)
        key = found.parent_id
    return above[::-1]


def study_tasks(viewer: Viewer, **wanted: Any) -> QuerySet[StudyTask]:
    """Second studies that are owed, the next due first; `open`: only what is not done."""
    rows = StudyTask.objects.visible_to(viewer).select_related("agency", "study__agency", "answer")
    if wanted.get("open"):
        rows = rows.filter(state__in=OPEN)
    if wanted.get("overdue"):
        rows = rows.filter(state__in=OPEN, due_at__lt=timezone.now())
    if wanted.get("study"):
        rows = rows.filter(study=wanted["study"])
    found: QuerySet[StudyTask] = _narrowed(rows, wanted, "title", "study__number")
    return found


def find_study_task(viewer: Viewer, study_task_id: int) -> StudyTask:
    """Http404 where there is none of this id in scope."""
    found: StudyTask = _first(study_tasks(viewer).filter(pk=study_task_id))
    return found


def operations(viewer: Viewer, **wanted: Any) -> QuerySet[Operation]:
    """Joint operations with counts of members and of open tasks, the newest first."""
    rows = Operation.objects.visible_to(viewer).select_related("agency", "leader", "study")
    rows = rows.annotate(
        inside=Count("members", filter=Q(members__left_at__isnull=True), distinct=True),
        owed=Count("tasks", filter=Q(tasks__state__in=OPEN), distinct=True),
    ).order_by("-opened_at", "-pk")
    found: QuerySet[Operation] = _narrowed(rows, wanted, "number", "title", "aim")
    return found


def find_operation(viewer: Viewer, operation_id: int) -> Operation:
    """Http404 where there is none of this id in scope, nor one she is a member of."""
    found: Operation = _first(operations(viewer).filter(pk=operation_id))
    return found


def find_operation_task(viewer: Viewer, operation_task_id: int) -> OperationTask:
    """Http404 where its room is out of sight."""
    rows = OperationTask.objects.select_related("operation__agency", "member__officer")
    rows = rows.filter(operation__in=Operation.objects.visible_to(viewer))
    found: OperationTask = _first(rows.filter(pk=operation_task_id))
    return found


def invitations(viewer: Viewer, **wanted: Any) -> QuerySet[OperationInvitation]:
    """Invitations to the viewer and into the rooms she sees, the next due first.

    `wanted` may hold q, mine (true: only the viewer's own), open (true: not answered yet).
    """
    own = Q(officer=viewer.pk if isinstance(viewer, Officer) else 0)
    seen = own | Q(operation__in=Operation.objects.visible_to(viewer))
    rows = OperationInvitation.objects.filter(own if wanted.get("mine") else seen)
    rows = rows.select_related("operation__agency", "operation__leader", "officer__agency")
    if wanted.get("open"):
        rows = rows.filter(state__in=OPEN)
    if wanted.get("operation"):
        rows = rows.filter(operation=wanted["operation"])
    words = ("operation__number", "operation__title", "officer__badge_number")
    found: QuerySet[OperationInvitation] = _narrowed(rows, {"q": wanted.get("q")}, *words)
    return found


def find_invitation(viewer: Viewer, operation_invitation_id: int) -> OperationInvitation:
    """Http404 where it is neither the viewer's own nor of a room in sight."""
    found: OperationInvitation = _first(invitations(viewer).filter(pk=operation_invitation_id))
    return found


def followed(viewer: Viewer, **wanted: Any) -> QuerySet[CaseSeries]:
    """Series that are followed or judged, the newest first; `case`: those that hold this number."""
    rows = CaseSeries.objects.visible_to(viewer).select_related("agency", "study", "operation")
    if wanted.get("case"):
        rows = rows.filter(case_numbers__contains=[wanted["case"]])
    found: QuerySet[CaseSeries] = _narrowed(rows, wanted, "number", "title")
    return found


def find_series(viewer: Viewer, series_id: int) -> CaseSeries:
    """Http404 where there is none of this id in scope."""
    found: CaseSeries = _first(followed(viewer).filter(pk=series_id))
    return found


def series_of(viewer: Viewer, numbers: Iterable[str]) -> dict[str, list[CaseSeries]]:
    """The series in scope that hold these cases, by case number; rejected ones left out."""
    rows = CaseSeries.objects.visible_to(viewer).filter(case_numbers__overlap=list(numbers))
    found: dict[str, list[CaseSeries]] = {}
    for row in rows.exclude(state=CaseSeries.State.REJECTED):
        for number in row.case_numbers:
            found.setdefault(number, []).append(row)
    return found


def models(viewer: Viewer) -> QuerySet[SeriesModel]:
    """What was learnt from confirmed series in the viewer's area, the newest first."""
    return SeriesModel.objects.visible_to(viewer).select_related("agency")


def find_model(viewer: Viewer, series_model_id: int) -> SeriesModel:
    """Http404 where there is none of this id in scope."""
    found: SeriesModel = _first(models(viewer).filter(pk=series_model_id))
    return found


def model_in_force(agency_path: str) -> SeriesModel | None:
    """The newest that is not retired, of the agency or of the nearest above it."""
    codes = agency_path.strip("/").split("/")
    rows = SeriesModel.objects.filter(agency__code__in=codes, retired_at__isnull=True)
    return rows.select_related("agency").order_by("-agency__path", "-fitted_at").first()
