"""Asking agencies below for a second study of their own ground (二次研判), and their answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.studies.models import Study, StudyEntry, StudyTask
from command_center.analysis.studies.services.shared import fact
from grid.errors import FieldError, NotAllowed
from grid.ledger import obligations
from grid.ledger.obligations import Order
from grid.ledger.services import record
from grid.organisation.models import Agency, Officer
from grid.organisation.writing import fault, locked, refuse


@transaction.atomic
def ask_second(
    row: Study,
    *,
    by: Officer,
    agencies: Sequence[str],
    due_at: datetime,
    version: int | None = None,
) -> list[StudyTask]:
    """Ask agencies below (codes) for a second study by a moment; who owes one is not asked twice.

    Raises InvalidInput, StaleVersion, NotAllowed.
    """
    if not row.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only the agency of the study asks for a second one."))
    current = locked(row, version)
    found = Agency.objects.visible_to(by).filter(code__in=agencies, is_active=True)
    rows = list(found.filter(path__startswith=current.agency.path))
    refuse(_faults(current, rows, agencies, due_at))
    current.save(update_fields=["version"])
    orders = [
        (_order(current, agency, due_at), {"study": current, "agency": agency}) for agency in rows
    ]
    label = by.as_actor().label
    text = ", ".join(agency.name for agency in rows)
    StudyEntry.objects.create(study=current, act=StudyEntry.Act.ASKED, by=label, text=text[:1000])
    tasks = obligations.issue_many(StudyTask, by.as_actor(), orders)
    record(by.as_actor(), fact("study_asked", current, agencies=len(rows)))
    return tasks


def _faults(
    row: Study, rows: list[Agency], codes: Sequence[str], due_at: datetime
) -> list[FieldError]:
    faults: list[FieldError] = []
    if not rows or len(rows) != len(set(codes)):
        faults.append(fault("agencies", "unknown", _("Choose agencies below that of the study.")))
    owing = StudyTask.objects.filter(study=row, agency__in=rows, state__in=obligations.OPEN)
    names = ", ".join(task.agency.name for task in owing.select_related("agency"))
    if names:
        message = _("They owe one already: %(names)s.") % {"names": names}
        faults.append(fault("agencies", "owed", message))
    if due_at <= timezone.now():
        faults.append(fault("due_at", "past", _("This moment is over.")))
    return faults


def _order(row: Study, agency: Agency, due_at: datetime) -> Order:
    return Order(
        owner_path=agency.path,
        title=_("Second study of %(title)s") % {"title": row.title[:90]},
        subject_type="study",
        subject_id=row.number,
        due_at=due_at,
    )


@transaction.atomic
def sign_task(task: StudyTask, *, by: Officer, version: int | None = None) -> StudyTask:
    """Sign for it, before the study is begun."""
    return obligations.sign(task, by.as_actor(), version=version)


@transaction.atomic
def cancel_task(
    task: StudyTask, *, by: Officer, reason: str, version: int | None = None
) -> StudyTask:
    """Take it back; only the agency that asked."""
    if not task.study.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only who asked for it takes it back."))
    return obligations.cancel(task, by.as_actor(), reason=reason, version=version)


def begin_answer(parent: Study, answer: Study, *, by: Officer) -> None:
    """The open task of the answer's agency is signed for by beginning its study."""
    tasks = StudyTask.objects.filter(
        study=parent, agency=answer.agency, state__in=obligations.OPEN, answer__isnull=True
    )
    task = tasks.first()
    if task is None:
        return
    if task.state == StudyTask.State.ISSUED:
        task = obligations.sign(task, by.as_actor())
    StudyTask.objects.filter(pk=task.pk).update(answer=answer)


def ask_again(answer: Study, *, by: Officer, due_at: datetime) -> None:
    """A returned answer is owed again; it is signed for as before, by whoever wrote it."""
    if answer.parent is None or not answer.answers.exists():
        return
    actor, author = by.as_actor(), answer.author.as_actor()
    fields = {"study": answer.parent, "agency": answer.agency, "answer": answer}
    task = obligations.issue(
        StudyTask, actor, _order(answer.parent, answer.agency, due_at), **fields
    )
    obligations.sign(task, author)
