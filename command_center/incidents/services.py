"""What people and systems do with an incident: report, move, note, strike, edit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Unpack

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents import screening, search, selectors
from command_center.incidents.briefs import moment
from command_center.incidents.calls import Call, CallFields, shaped
from command_center.incidents.drafts import CLOCK_SKEW, LATE_AFTER, Draft, Reporter
from command_center.incidents.leaving import left
from command_center.incidents.models import Disposition, Incident, TimelineEntry
from command_center.incidents.receiving import as_incident, receive_calls
from command_center.incidents.states import (
    INVALID,
    REOPENED,
    STAMPS,
    STEP_LABELS,
    TIMES,
    next_steps,
    target,
)
from grid.errors import FieldError, IllegalStep, InvalidInput, LostRace, StaleVersion
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record

S = Incident.State


def invalid(pointer: str, code: str, message: str) -> InvalidInput:
    """A refusal of one field."""
    return InvalidInput(message, errors=[FieldError(pointer=pointer, code=code, message=message)])


def receive(*, by: Reporter, channel: str = "screen", **fields: Unpack[CallFields]) -> Incident:
    """Take one call in (`Call` names the fields); answers the incident with its number.

    Raises InvalidInput naming every fault, LostRace when its source number came in meanwhile.
    """
    return receive_call(fields, by=by, channel=channel)


def receive_call(fields: Any, *, by: Reporter, channel: str) -> Incident:
    """The same from parsed JSON of any shape."""
    now = timezone.now()
    draft = receive_calls([shaped(fields, Call)], by=by, channel=channel, now=now)[0]
    return received(draft, by=by, channel=channel, now=now)


def received(draft: Draft, *, by: Reporter, channel: str, now: datetime) -> Incident:
    """The incident a draft became; raises InvalidInput naming each fault of one that did not."""
    if draft.errors:
        raise InvalidInput(draft.errors[0]["message"], errors=draft.errors)
    return as_incident(draft, by=by, actor=by.as_actor(channel=channel), now=now)


@transaction.atomic
def move(
    incident: Incident, step: str, *, by: Reporter, at: datetime | None = None, **said: Any
) -> Incident:
    """Take one step of the state machine; `said` may hold text, disposition, version, channel.

    The clock of the step is `at` (never in the future); a time before an earlier stamp is kept
    and marked. Closing asks for a disposition.

    Raises IllegalStep, StaleVersion, InvalidInput.
    """
    now = timezone.now()
    at = at or now
    if at > now + CLOCK_SKEW:
        raise invalid("/at", "future", _("This time lies in the future."))
    row = locked(incident, said.get("version"))
    came_from = S(row.state)
    to = target(came_from, step)
    if to is None:
        raise _illegal(row, step)
    _apply(row, step, to, at=at, said=said)
    actor = by.as_actor(channel=said.get("channel") or "screen")
    warning = _stamp(row, to, at)
    details = {"from": came_from.value, "to": to.value, "step": step}
    write_entry(
        row, actor, "moved", at=at, text=said.get("text") or "", details=details, warning=warning
    )
    what = {S.CLOSED: "closed"}.get(to, "reopened" if step == REOPENED else "moved")
    if said.get("text"):
        index(row, said["text"])
    left(row, actor)
    tell(actor, row, what, at=at, extra={"from": came_from.value, "to": to.value}, reason=step)
    row.warnings = [warning] if warning else []
    return row


def _illegal(row: Incident, step: str) -> IllegalStep:
    labels = {"state": S(row.state).label, "step": STEP_LABELS.get(step, step[:20])}
    return IllegalStep(
        _("“%(step)s” is not possible from “%(state)s”.") % labels,
        state=row.state,
        version=row.version,
        next_steps=next_steps(row.state),
    )


def locked(incident: Incident, version: int | None = None) -> Incident:
    """The row, locked until commit; raises StaleVersion when the caller read an older one."""
    rows = Incident.objects.select_for_update(of=("self",), no_key=True).select_related(
        *selectors.JOINS, "disposition"
    )
    row = rows.defer(*selectors.HEAVY).get(pk=incident.pk)
    if version is not None and version != row.version:
        raise StaleVersion(
            _("Somebody changed this incident since you read it."),
            your_version=version,
            current_version=row.version,
            current=selectors.detail(row),
        )
    return row


def _apply(
    row: Incident, step: str, to: Incident.State, *, at: datetime, said: Mapping[str, Any]
) -> None:
    """Set state, disposition and validity of the row in memory."""
    if to is S.CLOSED:
        row.disposition = _disposition(said.get("disposition"), row)
    if step == INVALID:
        row.is_valid_call = False
    if step == REOPENED:
        row.closed_at = None
    if said.get("text") and to in (S.CLOSED, S.FED_BACK):
        row.outcome = str(said["text"])
    if said.get("case_number"):
        row.case_number = str(said["case_number"])[:40]
    row.state, row.since = to, at
    row.version += 1


def _disposition(code: str | None, row: Incident) -> Disposition:
    if not code and row.disposition:
        return row.disposition
    if not code:
        raise invalid(
            "/disposition", "required", _("Say what came of it: a disposition is needed.")
        )
    found = Disposition.objects.filter(code=code[:20], is_active=True).first()
    if found is None:
        raise invalid("/disposition", "unknown", _("There is no such disposition."))
    return found


def _stamp(row: Incident, to: Incident.State, at: datetime) -> str:
    """Write the state's time once; answers a warning when the clock runs back."""
    names = [STAMPS[to]] if to in STAMPS else []
    if to is S.FED_BACK:
        names.append("handled_at")  # whoever reports back has finished on the spot
    for name in names:
        if getattr(row, name) is None:
            setattr(row, name, at)
    row.save(update_fields=[*CHANGING, *names])
    earlier = TIMES[: TIMES.index(names[0])] if names else TIMES
    last = max((t for n in earlier if n not in names and (t := getattr(row, n))), default=at)
    return _("This time lies before an earlier step.") if at < last else ""


CHANGING: Final = (
    "state",
    "since",
    "version",
    "disposition",
    "is_valid_call",
    "outcome",
    "case_number",
    "closed_at",
)


def write_entry(
    row: Incident, actor: Actor, kind: str, *, at: datetime | None = None, **line: Any
) -> TimelineEntry:
    """Add a line to the timeline; a line told more than ten minutes later is marked late."""
    now = timezone.now()
    at = at or now
    return TimelineEntry.objects.create(
        incident=row,
        happened_at=at,
        recorded_at=now,
        kind=kind,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        channel=actor.channel,
        is_late=now - at > LATE_AFTER,
        **line,
    )


def tell(
    actor: Actor,
    row: Incident,
    what: str,
    *,
    at: datetime | None = None,
    extra: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record `incidents.<what>` with the brief of the incident."""
    record(actor, fact_of(row, what, at=at, extra=extra, reason=reason))


def fact_of(
    row: Incident,
    what: str,
    *,
    at: datetime | None = None,
    extra: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Fact:
    """The fact `incidents.<what>` with the brief of the incident."""
    return Fact(
        kind=f"incidents.{what}",
        subject_type="incident",
        subject_id=row.number,
        subject_version=row.version,
        agency_path=row.agency.path,
        priority=row.level,
        payload=selectors.brief(row) | dict(extra or {}),
        happened_at=at,
        reason=reason,
    )


@transaction.atomic
def note(
    incident: Incident,
    text: str,
    *,
    by: Reporter,
    at: datetime | None = None,
    channel: str = "screen",
) -> TimelineEntry:
    """Add a line to the timeline; the answer carries warnings about personal data in it."""
    text = text.strip()
    if not text or len(text) > 4_000 or "\x00" in text:
        raise invalid("/text", "required", _("Write 1 to 4,000 characters."))
    if at and at > timezone.now() + CLOCK_SKEW:
        raise invalid("/at", "future", _("This time lies in the future."))
    row = locked(incident)
    actor = by.as_actor(channel=channel)
    entry = write_entry(row, actor, "note", at=at, text=text)
    index(row, text)
    tell(actor, row, "noted", at=at, extra={"entry": entry.pk})
    entry.warnings = screening.warnings(text)
    return entry


@transaction.atomic
def strike(
    incident: Incident, entry_id: int, *, reason: str, by: Reporter, channel: str = "screen"
) -> TimelineEntry:
    """Strike a note: it stays readable, crossed out, with who and why. Steps cannot be struck."""
    reason = reason.strip()
    if not 2 <= len(reason) <= 200:
        raise invalid("/reason", "required", _("Give a reason of 2 to 200 characters."))
    row = locked(incident)
    entry = row.timeline.select_for_update().filter(pk=entry_id).first()
    if entry is None:
        raise selectors.NotFound(_("There is no such line."))
    if entry.kind != "note":
        raise IllegalStep(_("Only notes can be struck; steps and edits stay."))
    if entry.struck_at:
        raise LostRace(
            _("This line was struck before."),
            by=entry.struck_by,
            at=moment(entry.struck_at),
        )
    actor = by.as_actor(channel=channel)
    entry.struck_at, entry.struck_by, entry.struck_reason = timezone.now(), actor.label, reason
    entry.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    tell(actor, row, "struck", extra={"entry": entry.pk}, reason=reason)
    return entry


def index(row: Incident, *texts: str) -> None:
    """Make further texts findable under this incident; older terms stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE incidents_incident SET search = coalesce(search, ''::tsvector) || %s::tsvector"
            " WHERE id = %s",
            [search.vector(*texts), row.pk],
        )
