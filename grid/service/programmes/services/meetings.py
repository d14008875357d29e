"""Groups, contact areas, joint meetings and the tasks they give out."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from grid.errors import FieldError, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import assign, fault, locked, own_agency, refuse
from grid.scope import Viewer
from grid.service.acting import By, text_faults
from grid.service.programmes.models import ContactArea, JointMeeting, LeadingGroup, MeetingTask
from grid.service.programmes.services.shared import (
    agency_said,
    check_version,
    end_faults,
    fact,
    forward_faults,
)
from grid.territory.models import Cell, Division

GROUP: Final = ("kind", "name", "head", "members", "duties", "is_active")
MEETING: Final = ("kind", "name", "at", "place", "chair", "bodies", "minutes", "is_over")


@transaction.atomic
def save_group(
    row: LeadingGroup | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> LeadingGroup:
    """Enter or change a group; its head and members are offices in words."""
    group = locked(row, version) if row else LeadingGroup()
    faults: list[FieldError] = []
    assign(group, said, GROUP)
    own_agency(group, said, viewer, faults)
    faults += text_faults("name", group.name, least=2, most=60)
    for name in ("head", "members", "duties"):
        faults += text_faults(name, getattr(group, name))
    same = LeadingGroup.objects.filter(agency=group.agency_id, name=group.name)
    if same.exclude(pk=group.pk).exists():
        faults.append(fault("name", "taken", _("There is a group of this name already.")))
    refuse(faults)
    group.save()
    record(by, fact("leading_group_saved", group, group.agency, name=group.name))
    return group


@transaction.atomic
def give_area(
    *, by: By, leader: str, division: str = "", cell: str = "", valid_from: date, **said: Any
) -> ContactArea:
    """A leader (badge number) answers for a division or a cell (codes) from a day on.

    Whoever did until then does no longer. `said` may hold duties and valid_to.
    """
    faults: list[FieldError] = []
    officer = Officer.objects.visible_to(by).filter(badge_number=leader, is_active=True).first()
    if officer is None:
        faults.append(fault("leader", "unknown", _("There is no such officer in your area.")))
    ground = _ground(by, division, cell, faults)
    faults += forward_faults("valid_to", valid_from, said.get("valid_to"))
    faults += text_faults("duties", said.get("duties", ""), most=200)
    refuse(faults)
    if officer is None:
        raise AssertionError
    _end_before(by, ground, valid_from)
    made = ContactArea.objects.create(
        agency=by.agency,
        leader=officer,
        valid_from=valid_from,
        valid_to=said.get("valid_to"),
        duties=said.get("duties", "").strip(),
        **ground,
    )
    told = {"leader": leader, "ground": division or cell, "from": valid_from.isoformat()}
    record(by.as_actor(), fact("contact_area_given", made, made.agency, **told))
    return made


def _ground(by: By, division: str, cell: str, faults: list[FieldError]) -> dict[str, Any]:
    if bool(division) == bool(cell):
        message = _("Name either a division or a cell.")
        faults.append(fault("division", "one_ground", message))
        return {}
    if division:
        found: Any = Division.objects.filter(pk=division).defer("outline").first()
    else:
        cells = Cell.objects.visible_to(by).in_force().filter(code=cell)
        found = cells.defer("outline").first()
    name = "division" if division else "cell"
    if found is None:
        faults.append(fault(name, "unknown", _("There is no such ground in your area.")))
    return {name: found}


def _end_before(by: By, ground: dict[str, Any], day: date) -> None:
    """Of one agency one leader answers for one ground at a time."""
    if "cell" in ground:
        ground = {"cell__code": ground["cell"].code}
    held = ContactArea.objects.select_for_update(of=("self",)).filter(agency=by.agency, **ground)
    for row in held.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)):
        if row.valid_from >= day:
            message = _("Somebody answers for it from that day or later already.")
            refuse([fault("valid_from", "too_early", message)])
        row.valid_to, row.version = day, row.version + 1
        row.save(update_fields=["valid_to", "version"])


@transaction.atomic
def end_area(row: ContactArea, *, by: By, day: date, version: int | None = None) -> ContactArea:
    """The leader answers for it no longer from that day on."""
    current = locked(row, version)
    refuse(forward_faults("day", current.valid_from, day))
    current.valid_to = day
    current.save()
    told = {"leader": current.leader.badge_number, "to": day.isoformat()}
    record(by.as_actor(), fact("contact_area_ended", current, current.agency, **told))
    return current


@transaction.atomic
def save_meeting(
    row: JointMeeting | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> JointMeeting:
    """Enter a meeting, or change it and write its minutes; one that is over needs minutes."""
    meeting = locked(row, version) if row else JointMeeting(made_by=by.label)
    faults: list[FieldError] = []
    assign(meeting, said, MEETING)
    own_agency(meeting, said, viewer, faults)
    for name, least, most in (("name", 2, 80), ("chair", 2, 60), ("bodies", 2, 300)):
        faults += text_faults(name, getattr(meeting, name), least=least, most=most)
    faults += text_faults("minutes", meeting.minutes, most=4000)
    if meeting.is_over and not meeting.minutes.strip():
        message = _("Write what was agreed before it is over.")
        faults.append(fault("minutes", "required", message))
    refuse(faults)
    meeting.save()
    told = {"name": meeting.name, "kind": meeting.kind, "is_over": meeting.is_over}
    record(by, fact("joint_meeting_saved", meeting, meeting.agency, **told))
    return meeting


@transaction.atomic
def give_task(
    meeting: JointMeeting, *, by: By, agency: str, title: str, due_at: datetime, body: str = ""
) -> MeetingTask:
    """Give a task of a meeting to an agency (a code) by a deadline; `body` is who does it."""
    faults: list[FieldError] = []
    owner = agency_said(by, agency, faults)
    faults += text_faults("title", title, least=4, most=120) + end_faults("due_at", due_at)
    faults += text_faults("body", body, most=80)
    refuse(faults)
    if owner is None:
        raise AssertionError
    order = obligations.Order(
        owner_path=owner.path,
        title=title.strip(),
        subject_type="jointmeeting",
        subject_id=str(meeting.pk),
        due_at=due_at,
    )
    fields = {"meeting": meeting, "agency": owner, "body": body.strip()}
    return obligations.issue(MeetingTask, by.as_actor(), order, **fields)


@transaction.atomic
def finish_task(
    task: MeetingTask, *, by: By, outcome: str, version: int | None = None
) -> MeetingTask:
    """It is done; what came of it."""
    refuse(text_faults("outcome", outcome, least=4))
    check_version(task, version)
    if task.state == MeetingTask.State.ISSUED:
        task = obligations.sign(task, by.as_actor())
    return obligations.finish(task, by.as_actor(), outcome=outcome.strip())


@transaction.atomic
def drop_task(task: MeetingTask, *, by: By, reason: str, version: int | None = None) -> MeetingTask:
    """Take it back: it need not be done any more; the agency of the meeting, not who does it."""
    refuse(text_faults("reason", reason, least=4))
    if not task.meeting.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only the agency of the meeting takes it back."))
    return obligations.cancel(task, by.as_actor(), reason=reason.strip(), version=version)
