"""The meeting on a bulletin (周会商): its minutes, and the tasks it gives out."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.analysis.bulletins.facts import fact
from command_center.analysis.bulletins.models import Bulletin, BulletinMeeting, BulletinTask
from command_center.analysis.bulletins.services.shared import By, note, own_only, text_faults
from grid.errors import NotAllowed
from grid.ledger import obligations
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.organisation.writing import fault, locked, refuse

LONGEST_MINUTES: Final = 4000


@transaction.atomic
def save_meeting(
    row: Bulletin,
    *,
    by: By,
    held_at: datetime,
    chair: str,
    minutes: str,
    bodies: str = "",
    version: int | None = None,
) -> BulletinMeeting:
    """Write down what was agreed, or correct it; chair and bodies are offices in words."""
    own_only(row, by)
    found = BulletinMeeting.objects.filter(bulletin=row).first()
    meeting = locked(found, version) if found else BulletinMeeting(bulletin=row)
    faults = text_faults("chair", chair, least=2, most=60)
    faults += text_faults("bodies", bodies, most=300)
    faults += text_faults("minutes", minutes, least=4, most=LONGEST_MINUTES)
    if held_at > timezone.now():
        faults.append(fault("held_at", "future", _("It has not been held yet.")))
    refuse(faults)
    meeting.held_at, meeting.chair = held_at, chair.strip()
    meeting.bodies, meeting.minutes = bodies.strip(), minutes.strip()
    meeting.written_by = by.as_actor().label
    meeting.save()
    note(row, "met", by)
    record(by.as_actor(), fact("met", row, held_at=held_at.isoformat()))
    return meeting


@transaction.atomic
def give_task(row: Bulletin, *, by: By, agency: str, title: str, due_at: datetime) -> BulletinTask:
    """Give a task to an agency of the bulletin's area (a code), by a deadline."""
    own_only(row, by)
    owners = Agency.objects.filter(path__startswith=row.agency.path, is_active=True)
    owner = owners.filter(code=agency).first()
    faults = text_faults("title", title, least=4, most=120)
    if owner is None:
        faults.append(fault("agency", "unknown", _("There is no such agency in your area.")))
    if due_at <= timezone.now():
        faults.append(fault("due_at", "past", _("The deadline has passed already.")))
    refuse(faults)
    if owner is None:
        raise AssertionError
    order = obligations.Order(
        owner_path=owner.path,
        title=title.strip(),
        subject_type="bulletin",
        subject_id=str(row.pk),
        due_at=due_at,
    )
    return obligations.issue(BulletinTask, by.as_actor(), order, bulletin=row, agency=owner)


@transaction.atomic
def finish_task(task: BulletinTask, *, by: By, outcome: str) -> BulletinTask:
    """It is done, and what came of it; by whose task it is, or above."""
    if not task.owner_path.startswith(by.agency_path):
        raise NotAllowed(_("Only the agency that has the task reports it done."))
    refuse(text_faults("outcome", outcome, least=4, most=1000))
    if task.state == BulletinTask.State.ISSUED:
        task = obligations.sign(task, by.as_actor())
    return obligations.finish(task, by.as_actor(), outcome=outcome.strip())


@transaction.atomic
def drop_task(task: BulletinTask, *, by: By, reason: str) -> BulletinTask:
    """Take it back: it need not be done any more."""
    own_only(task.bulletin, by)
    refuse(text_faults("reason", reason, least=4, most=300))
    return obligations.cancel(task, by.as_actor(), reason=reason.strip())
