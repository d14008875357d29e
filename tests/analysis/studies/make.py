"""Studies, rooms and series for the tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from command_center.analysis.studies import services
from command_center.analysis.studies.models import (
    CaseSeries,
    Operation,
    OperationInvitation,
    OperationMember,
    OperationTask,
    Study,
    StudyTask,
)
from grid.organisation.models import Agency, Officer
from tests.cast import Cast

_numbers = count(1)


def in_days(days: float) -> Any:
    return timezone.now() + timedelta(days=days)


def make_study(cast: Cast, *, south: bool = False, **said: Any) -> Study:
    """An open study of a branch, by its leader or dispatcher."""
    agency, author = (cast.south, cast.sam) if south else (cast.north, cast.lea)
    told: dict[str, Any] = {
        "number": f"YP99-{next(_numbers):04d}",
        "agency": agency,
        "author": author,
        "title": "Bicycles at the station",
        "question": "Why do bicycles vanish at night?",
    }
    return Study.objects.create(**told | said)


def make_study_task(study: Study, *, agency: Agency, **said: Any) -> StudyTask:
    """A second study that is owed in two days."""
    told: dict[str, Any] = {
        "owner_path": agency.path,
        "title": "Second study",
        "subject_type": "study",
        "subject_id": study.number,
        "issued_at": timezone.now(),
        "issued_by": "Lea",
        "due_at": in_days(2),
    }
    return StudyTask.objects.create(study=study, agency=agency, **told | said)


def make_operation(
    cast: Cast, *, south: bool = False, **said: Any
) -> tuple[Operation, OperationTask]:
    """An open room with its leader as member and a task of hers."""
    agency, leader = (cast.south, cast.sam) if south else (cast.north, cast.lea)
    told: dict[str, Any] = {
        "number": f"HC99-{next(_numbers):04d}",
        "agency": agency,
        "leader": leader,
        "opened_by": str(leader),
        "title": "Copper at the works",
        "aim": "Stop the thefts of cable.",
    }
    room = Operation.objects.create(**told | said)
    member = OperationMember.objects.create(operation=room, officer=leader, trade="lead")
    task = OperationTask.objects.create(
        operation=room,
        member=member,
        owner_path=agency.path,
        title="Look at the gates",
        subject_type="operation",
        subject_id=room.number,
        issued_at=timezone.now(),
        issued_by=str(leader),
        due_at=in_days(1),
    )
    return room, task


def make_invitation(room: Operation, officer: Officer, **said: Any) -> OperationInvitation:
    """An officer asked into a room, who has a day to answer."""
    told: dict[str, Any] = {
        "owner_path": officer.agency_path,
        "title": "Answer",
        "subject_type": "operation",
        "subject_id": room.number,
        "issued_at": timezone.now(),
        "issued_by": str(room.leader),
        "due_at": in_days(1),
    }
    return OperationInvitation.objects.create(operation=room, officer=officer, **told | said)


def join(room: Operation, officer: Officer, trade: str = "video") -> OperationMember:
    """An officer asked in by the leader, who accepts."""
    (asked,) = services.invite(
        room, by=room.leader, badge_numbers=[officer.badge_number], trade=trade, due_at=in_days(1)
    )
    return services.accept_invitation(asked, by=officer)


def make_series(cast: Cast, *, south: bool = False, **said: Any) -> CaseSeries:
    """A followed series."""
    told: dict[str, Any] = {
        "number": f"CB99-{next(_numbers):04d}",
        "agency": cast.south if south else cast.north,
        "title": "Sheds by the river",
        "case_numbers": ["AJ99-000001", "AJ99-000002"],
        "followed_by": "Lea",
    }
    return CaseSeries.objects.create(**told | said)
