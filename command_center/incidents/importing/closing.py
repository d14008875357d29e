"""Calls that were over before they came in: closed as the source says, never in anybody's queue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents import briefs, selectors, services
from command_center.incidents.drafts import CLOCK_SKEW, Draft, Reporter
from command_center.incidents.models import Disposition, Incident, TimelineEntry
from grid.errors import FieldError
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record

FIELDS: Final = frozenset({"closed", "closed_at", "disposition"})
KIND: Final = "imported"
UNKNOWN: Final = "imported_closed"  # closed, and the source does not say with what
_CHANGED: Final = ("state", "since", "closed_at", "disposition", "version")
# A CASE of five hundred branches for each column took most of the time of an import.
_CLOSE: Final = """
    UPDATE incidents_incident AS call
       SET state = %s, since = told.at, closed_at = told.at, disposition_id = told.disposition
      FROM unnest(%s::bigint[], %s::timestamptz[], %s::bigint[]) AS told (id, at, disposition)
     WHERE call.id = told.id
"""


@dataclass(frozen=True, slots=True)
class Closing:
    """That a call is over in its source; `at` None where the source does not say when."""

    disposition: str
    at: datetime | None


def closing_of(values: dict[str, Any]) -> Closing | None:
    """Take the closing out of a row's values; a time or a disposition says so without a flag."""
    said = {name: values.pop(name, None) for name in FIELDS}
    if said["closed"] is False or not any(said.values()):
        return None
    return Closing(str(said["disposition"] or UNKNOWN), said["closed_at"])


class Closings:
    """Closes calls of one import; knows the dispositions."""

    def __init__(self) -> None:
        rows = Disposition.objects.filter(is_active=True)
        self.known = {row.code: row for row in rows}

    def faults(self, closing: Closing, draft: Draft, now: datetime) -> list[FieldError]:
        """Why a call cannot have been closed like this."""
        found = []
        if closing.disposition not in self.known:
            message = _("There is no such disposition.")
            found.append(FieldError(pointer="/disposition", code="unknown", message=message))
        if closing.at and closing.at > now + CLOCK_SKEW:
            message = _("This time lies in the future.")
            found.append(FieldError(pointer="/closed_at", code="future", message=message))
        elif closing.at and closing.at < draft.reported_at:
            message = _("The call was closed before it was reported.")
            found.append(FieldError(pointer="/closed_at", code="too_early", message=message))
        return found

    def close_new(self, pairs: Sequence[tuple[Draft, Closing]], *, actor: Actor) -> None:
        """Close calls just written, many at a time, and tell of each once, as imported."""
        now, rows, entries, facts = timezone.now(), [], [], []
        for draft, closing in pairs:
            at = closing.at or draft.reported_at
            rows.append((draft.pk, at, self.known[closing.disposition].pk))
            entries.append(_entry(draft.pk, closing, at=at, now=now, actor=actor))
            facts.append(_fact(draft, at))
        _close(rows)
        TimelineEntry.objects.bulk_create(entries)
        record(actor, *facts)

    def ended(self, incidents: Iterable[Incident]) -> set[int]:
        """Which have been closed before: whoever reopened one here decides from then on."""
        pks = {row.pk for row in incidents}
        once = TimelineEntry.objects.filter(incident__in=pks, details__to="closed")
        shut = {row.pk for row in incidents if row.closed_at}
        return shut | set(once.values_list("incident_id", flat=True))

    def close_known(self, found: Mapping[int, Closing], *, by: Reporter) -> None:
        """Close calls that came in open, by primary key, many at a time."""
        now, actor = timezone.now(), by.as_actor(channel="import")
        rows = Incident.objects.select_for_update(of=("self",)).filter(pk__in=found)
        rows = rows.select_related(*selectors.JOINS).defer(*selectors.HEAVY).order_by("pk")
        entries, facts, shut = [], [], list(rows)
        for row in shut:
            closing, came_from = found[row.pk], row.state
            at = closing.at or row.reported_at
            row.state, row.since, row.closed_at = Incident.State.CLOSED, at, at
            row.disposition, row.version = self.known[closing.disposition], row.version + 1
            entries.append(_entry(row.pk, closing, at=at, now=now, actor=actor))
            extra = {"from": came_from, "to": row.state}
            facts.append(services.fact_of(row, "closed", at=at, extra=extra, reason=KIND))
        Incident.objects.bulk_update(shut, _CHANGED, batch_size=500)
        TimelineEntry.objects.bulk_create(entries)
        record(actor, *facts)


def _close(rows: Sequence[tuple[int, datetime, Any]]) -> None:
    """Close calls in one statement: primary key, when, primary key of the disposition."""
    if rows:
        calls, times, dispositions = (list(column) for column in zip(*rows, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(_CLOSE, [Incident.State.CLOSED.value, calls, times, dispositions])


def _entry(
    incident_id: int, closing: Closing, *, at: datetime, now: datetime, actor: Actor
) -> TimelineEntry:
    return TimelineEntry(
        incident_id=incident_id,
        happened_at=at,
        recorded_at=now,
        kind=KIND,
        details={"to": "closed", "disposition": closing.disposition},
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        channel=actor.channel,
        warning="" if closing.at else _("The source does not say when it was closed."),
    )


def _fact(draft: Draft, at: datetime) -> Fact:
    over = {"state": Incident.State.CLOSED.value, "since": briefs.moment(at)}
    return Fact(
        kind="incidents.imported",
        subject_type="incident",
        subject_id=draft.number,
        agency_path=draft.agency.path if draft.agency else "",
        payload=briefs.of_draft(draft) | over,
        priority=draft.level,
        happened_at=at,
    )
