"""Supervision: inspected, notice sent, put right, and closed by nobody but the inspector."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, LostRace, NotAllowed, StaleVersion
from grid.ledger import obligations
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, refuse
from grid.service.acting import next_number, text_faults
from grid.service.programmes.models import (
    LeadingGroup,
    ProgrammeItem,
    Supervision,
    SupervisionCounter,
    SupervisionEntry,
)
from grid.service.programmes.services.shared import agency_said, end_faults

Stage = Supervision.Stage
LOOK_AGAIN: Final = timedelta(days=3)  # until the inspector has seen what was put right
AT_ONCE: Final = 200
LONGEST: Final = 500


@transaction.atomic
def begin_supervision(
    *, by: Officer, agency: str, found: str, due_at: datetime, **said: Any
) -> Supervision:
    """What an inspector found at an agency (a code) and by when it is to be put right.

    `said` may hold group (id), item (id), place, demand, inspected_on, sends: whether the notice
    goes at once.
    """
    faults: list[FieldError] = []
    inspected = agency_said(by, agency, faults)
    faults += text_faults("found", found, least=4, most=LONGEST) + end_faults("due_at", due_at)
    faults += text_faults("demand", said.get("demand", ""), most=LONGEST)
    on = said.get("inspected_on") or timezone.localdate()
    if on > timezone.localdate():
        faults.append(fault("inspected_on", "future", _("This day is still to come.")))
    links = _links(by, said, faults)
    refuse(faults)
    if inspected is None:
        raise AssertionError
    actor, now = by.as_actor(), timezone.now()
    row = Supervision(
        number=next_number(SupervisionCounter, "DD"),
        agency=inspected,
        owner_path=inspected.path,
        inspector=by,
        inspected_on=on,
        place=said.get("place", "").strip(),
        found=found.strip(),
        demand=said.get("demand", "").strip(),
        title=f"{inspected.name}：{found.strip()}"[:120],
        subject_type="supervision",
        issued_at=now,
        issued_by=actor.label,
        due_at=due_at,
        stage=Stage.NOTICED if said.get("sends") else Stage.FOUND,
        **links,
    )
    row.subject_id = row.number
    row.save()
    _write(row, actor, "found", row.found)
    facts = [_fact("found", row)]
    if said.get("sends"):
        _write(row, actor, "noticed", row.demand)
        facts.append(_fact("noticed", row))
    record(actor, *facts)
    return row


def _links(by: Officer, said: dict[str, Any], faults: list[FieldError]) -> dict[str, Any]:
    """The group that inspects and the item it is about, both of the inspector's area."""
    links: dict[str, Any] = {}
    if said.get("group"):
        links["group"] = LeadingGroup.objects.visible_to(by).filter(pk=said["group"]).first()
    if said.get("item"):
        links["item"] = ProgrammeItem.objects.visible_to(by).filter(pk=said["item"]).first()
    for name, row in links.items():
        if row is None:
            faults.append(fault(name, "unknown", _("There is no such thing in your area.")))
    return links


def _held(row: Supervision, *stages: Stage, version: int | None) -> Supervision:
    """The row until commit, standing at one of the stages."""
    rows = Supervision.objects.select_for_update(of=("self",))
    current: Supervision = rows.select_related("agency", "inspector").get(pk=row.pk)
    if current.stage not in stages:
        last = current.entries.last()
        if current.stage != row.stage and last is not None:
            raise LostRace(_("%s was first.") % last.by, winner=last.by, at=last.at)
        word = str(Stage(current.stage).label)
        raise IllegalStep(_("This step is not possible from here."), stage=word)
    if version is not None and version != current.version:
        message = _("It was changed since you read it.")
        raise StaleVersion(message, your_version=version, current_version=current.version)
    return current


def _own(row: Supervision, by: Officer) -> None:
    if row.inspector_id != by.pk:
        raise NotAllowed(_("Only the inspector does this."))


@transaction.atomic
def send_notice(
    row: Supervision,
    *,
    by: Officer,
    demand: str,
    due_at: datetime | None = None,
    version: int | None = None,
) -> Supervision:
    """Send the notice: what is to be put right by when."""
    end = due_at or row.due_at
    refuse(text_faults("demand", demand, least=4, most=LONGEST) + end_faults("due_at", end))
    current = _held(row, Stage.FOUND, version=version)
    _own(current, by)
    current.stage, current.demand = Stage.NOTICED, demand.strip()
    _wait(current, end)
    return _kept(current, by.as_actor(), "noticed", current.demand)


@transaction.atomic
def put_right(
    row: Supervision, *, by: Officer, answer: str, version: int | None = None
) -> Supervision:
    """The agency says what it put right; the inspector looks again."""
    refuse(text_faults("answer", answer, least=4, most=LONGEST))
    current = _held(row, Stage.NOTICED, version=version)
    if current.inspector_id == by.pk:
        raise NotAllowed(_("The inspector does not answer the own notice."))
    actor, now = by.as_actor(), timezone.now()
    current.stage, current.rectified_by, current.answer = Stage.RECTIFIED, by, answer.strip()
    current.state, current.signed_at, current.signed_by = (
        Supervision.State.SIGNED,
        now,
        actor.label,
    )
    _wait(current, now + LOOK_AGAIN)
    return _kept(current, actor, "rectified", current.answer)


@transaction.atomic
def send_back(
    row: Supervision, *, by: Officer, reason: str, due_at: datetime, version: int | None = None
) -> Supervision:
    """It is not put right: another round by another deadline."""
    refuse(text_faults("reason", reason, least=4, most=LONGEST) + end_faults("due_at", due_at))
    current = _held(row, Stage.RECTIFIED, version=version)
    _own(current, by)
    current.stage, current.round, current.rectified_by = Stage.NOTICED, current.round + 1, None
    current.state, current.signed_at, current.signed_by = Supervision.State.ISSUED, None, ""
    _wait(current, due_at)
    return _kept(current, by.as_actor(), "sent_back", reason.strip())


@transaction.atomic
def close(row: Supervision, *, by: Officer, seen: str, version: int | None = None) -> Supervision:
    """The inspector saw that it was put right. Nobody else closes it; the table refuses it too."""
    refuse(text_faults("seen", seen, least=4, most=LONGEST))
    current = _held(row, Stage.RECTIFIED, version=version)
    _own(current, by)
    actor = by.as_actor()
    current.stage, current.closed_by, current.state = Stage.CLOSED, by, Supervision.State.DONE
    current.done_at, current.done_by, current.outcome = timezone.now(), actor.label, seen.strip()
    return _kept(current, actor, "closed", seen.strip())


@transaction.atomic
def drop(row: Supervision, *, by: Officer, reason: str, version: int | None = None) -> Supervision:
    """It was entered in error; it stays readable."""
    refuse(text_faults("reason", reason, least=4, most=LONGEST))
    current = _held(row, Stage.FOUND, Stage.NOTICED, version=version)
    _own(current, by)
    actor = by.as_actor()
    current.stage, current.state = Stage.DROPPED, Supervision.State.CANCELLED
    current.done_at, current.done_by, current.outcome = timezone.now(), actor.label, reason.strip()
    return _kept(current, actor, "dropped", reason.strip())


def _wait(row: Supervision, due_at: datetime) -> None:
    row.due_at, row.overdue_at = due_at, None


def _kept(row: Supervision, actor: Actor, act: str, text: str) -> Supervision:
    row.version += 1
    row.save()
    _write(row, actor, act, text)
    record(actor, _fact(act, row))
    return row


def _write(row: Supervision, actor: Actor, act: str, text: str = "") -> None:
    SupervisionEntry.objects.create(supervision=row, by=actor.label, act=act, text=text[:LONGEST])


def _fact(step: str, row: Supervision, **more: Any) -> Fact:
    return Fact(
        kind=f"service.supervision_{step}",
        subject_type="supervision",
        subject_id=row.number,
        subject_version=row.version,
        agency_path=row.owner_path,
        payload=obligations.brief(row) | row.details(),
        **more,
    )


@transaction.atomic
def mark_late(*, now: datetime | None = None) -> int:
    """Mark what was not put right or not seen again in time, once each; answers how many."""
    at = now or timezone.now()
    rows = Supervision.objects.select_for_update(skip_locked=True, of=("self",))
    late = rows.filter(state__in=obligations.OPEN, due_at__lt=at, overdue_at__isnull=True)
    found = list(late.select_related("inspector").order_by("due_at", "pk")[:AT_ONCE])
    for row in found:
        row.overdue_at, row.version = at, row.version + 1
        row.save(update_fields=["overdue_at", "version"])
    record(PLATFORM, *(_late_fact(row) for row in found))
    return len(found)


def _late_fact(row: Supervision) -> Fact:
    key = f"programmes.supervision:{row.pk}:{row.stage}:{row.due_at.isoformat()}"
    return _fact("overdue", row, dedupe_key=key)
