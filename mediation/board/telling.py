"""Who is responsible for a dispute, and what of its facts they are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from grid.ledger.models import EventEntry
from grid.ledger.obligations import OPEN
from grid.organisation.models import RoleGrant
from grid.organisation.roles import Role
from grid.territory.models import CellPosting
from mediation.board.ledger import owed_kinds
from mediation.board.models import DisputeMessage
from mediation.flow.models import Assignment
from mediation.register.models import Dispute

Kind = DisputeMessage.Kind
KINDS: Final[dict[str, Kind]] = {
    "disputes.registered": Kind.REGISTERED,
    "disputes.repeated": Kind.REPEATED,
    "disputes.graded": Kind.GRADED,
    "disputes.assigned": Kind.ASSIGNED,
    "disputes.lead_taken": Kind.LED,
    "disputes.transferred": Kind.TRANSFERRED,
    "disputes.transfer_accepted": Kind.TRANSFERRED,
    "disputes.danger_reported": Kind.DANGER,
    "disputes.breached": Kind.BREACHED,
    "disputes.leaderless": Kind.OVERDUE,
}
# These go to the leaders of the agency, too.
TO_LEADERS: Final = frozenset({Kind.OVERDUE, Kind.DANGER, Kind.TRANSFERRED, Kind.BREACHED})
TO_CELL: Final = frozenset({Kind.REGISTERED, Kind.REPEATED, Kind.DANGER, Kind.BREACHED})


def kind_of(event: EventEntry) -> Kind | None:
    """What a fact is to those responsible; None: nothing they are told."""
    if event.kind.startswith("disputes.") and event.kind.endswith("_overdue"):
        return Kind.OVERDUE
    return KINDS.get(event.kind)


def number_of(event: EventEntry) -> str:
    """The dispute a fact is about; empty where it names none."""
    if event.subject_type == "dispute":
        return event.subject_id
    told: Any = event.payload
    return str(told.get("dispute") or told.get("number") or "")


@dataclass(slots=True)
class Responsible:
    """Keys of the officers responsible for some disputes, read at once."""

    leaders: dict[int, int]  # by dispute, who leads it
    mediators: dict[int, set[int]]
    of_cell: dict[int, set[int]]  # by cell, who answers for it today

    @classmethod
    def of(cls, disputes: Sequence[Dispute], on: date) -> "Responsible":
        given = Assignment.objects.filter(
            dispute__in=disputes, ended_at__isnull=True, mediator__officer__isnull=False
        )
        in_force = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        postings = CellPosting.objects.filter(
            in_force, valid_from__lte=on, cell__in={one.cell_id for one in disputes if one.cell_id},
            duty=CellPosting.Duty.RESPONSIBLE,
        )  # fmt: skip
        return cls(
            {one.pk: one.leader_id for one in disputes if one.leader_id},
            _sets(given.values_list("dispute", "mediator__officer")),
            _sets(postings.values_list("cell", "officer")),
        )

    def for_(self, dispute: Dispute, kind: Kind) -> set[int]:
        """Who is told of this kind of fact; of a sensitive dispute only who works on it."""
        mine = set(self.mediators.get(dispute.pk, ()))
        if dispute.pk in self.leaders:
            mine.add(self.leaders[dispute.pk])
        if kind in TO_CELL and dispute.cell_id and not dispute.is_sensitive:
            mine |= self.of_cell.get(dispute.cell_id, set())
        if kind in TO_LEADERS and not mine:
            mine |= _leaders_of(dispute.agency.path)
        return mine


def _sets(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for key, officer in pairs:
        found.setdefault(key, set()).add(officer)
    return found


def _leaders_of(path: str) -> set[int]:
    """Leaders of the agency itself or, where it has none, of the nearest above."""
    codes = path.strip("/").split("/")
    grants = RoleGrant.objects.in_force(timezone.now()).filter(
        role=Role.AGENCY_LEADER, officer__agency__code__in=codes, officer__is_active=True
    )
    found = list(grants.values_list("officer", "officer__agency__path"))
    nearest = max((len(at) for _key, at in found), default=0)
    return {key for key, at in found if len(at) == nearest}


def tell(events: Sequence[EventEntry]) -> int:
    """Write the messages of some facts, each officer one a fact; how many were wanted."""
    told = {event: kind for event in events if (kind := kind_of(event))}
    numbers = {number_of(event) for event in told}
    rows = Dispute.objects.filter(number__in=numbers).select_related("agency")
    disputes = {row.number: row for row in rows}
    who = Responsible.of(list(disputes.values()), timezone.localdate())
    made = [
        DisputeMessage(
            officer_id=officer, dispute=disputes[number_of(event)], kind=kind,
            event_seq=event.seq, told_at=event.happened_at,
        )
        for event, kind in told.items()
        if number_of(event) in disputes
        for officer in sorted(who.for_(disputes[number_of(event)], kind))
    ]  # fmt: skip
    DisputeMessage.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def digest(now: datetime) -> int:
    """Each morning's counts for whoever answers for an open dispute; how many were written."""
    day = timezone.localdate(now)
    rows = list(
        Dispute.objects.exclude(stage__in=(Dispute.Stage.CLOSED, Dispute.Stage.ARCHIVED))
        .select_related("agency")
        .defer("narrative")
    )
    who = Responsible.of(rows, day)
    late = _late(rows, now)
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        for officer in who.for_(row, Kind.DIGEST):
            mine = counts.setdefault(officer, {"open": 0, "late": 0, "red": 0})
            mine["open"] += 1
            mine["late"] += row.pk in late
            mine["red"] += row.grade == Dispute.Grade.RED
    told = DisputeMessage.objects.filter(kind=Kind.DIGEST, day=day).values_list(
        "officer", flat=True
    )
    made = [
        DisputeMessage(officer_id=officer, kind=Kind.DIGEST, figures=figures, day=day)
        for officer, figures in sorted(counts.items())
        if officer not in set(told)
    ]
    DisputeMessage.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _late(rows: Sequence[Dispute], now: datetime) -> set[int]:
    return {
        key
        for kind in owed_kinds()
        for key in kind._default_manager.filter(
            dispute__in=rows, state__in=OPEN, due_at__lt=now
        ).values_list("dispute", flat=True)
    }
