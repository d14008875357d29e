"""Calls classed as disputes: each is noted, and a second one of the same place opens a dispute."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypedDict, Unpack

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record
from grid.organisation.dated import holding
from grid.organisation.models import Agency
from grid.territory.models import Cell
from mediation.register import private
from mediation.register.models import Dispute, DisputeCall, DisputeCategory, RepeatRule
from mediation.register.numbers import next_number
from mediation.register.places import key_of
from mediation.register.services.disputes import came_again
from mediation.register.told import dispute_fact, title_for

OVER: Final = (Dispute.Stage.CLOSED, Dispute.Stage.ARCHIVED)
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('mediation.register.repeats'))"
_LEVELS: Final = 2  # of the agency tree: city, and the branch or county whose ground it is


class CallTold(TypedDict, total=False):
    """What is told of a call; `phone` is used for its digest alone and never kept."""

    number: str
    agency: Agency
    cell: Cell | None
    category_name: str
    address: str
    point: Point | None
    phone: str
    reported_at: datetime
    is_exercise: bool


@dataclass(frozen=True, slots=True)
class _Alike:
    """What a call is held against: rows of its place, and digests of its telephone."""

    place: Q
    digests: list[str]

    @property
    def calls(self) -> Q:
        """Calls of the same place or telephone."""
        return self.place | Q(phone_index__in=self.digests)


@transaction.atomic
def note_call(*, by: Actor, **told: Unpack[CallTold]) -> DisputeCall:
    """Note a call classed as a dispute; told twice, it is noted once.

    A second call of the same place or telephone within the days of `RepeatRule` raises the open
    dispute, or opens one by itself. Exercises are noted and open nothing.
    """
    _one_at_a_time()
    known = DisputeCall.objects.filter(incident_number=told["number"]).first()
    if known is not None:
        return known
    row = _noted(told)
    if row.is_exercise:
        record(by, call_fact("call_noted", row))
        return row
    facts = _linked(row, told.get("phone") or "", by)
    record(by, call_fact("call_noted", row), *facts)
    return row


def _one_at_a_time() -> None:
    """Two calls of one place at one moment must see one another."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def _noted(told: CallTold) -> DisputeCall:
    address = told.get("address") or ""
    return DisputeCall.objects.create(
        incident_number=told["number"],
        agency=told["agency"],
        cell=told.get("cell"),
        category_name=told.get("category_name") or "",
        address=address[:200],
        address_key=key_of(address),
        point=told.get("point"),
        phone_index=private.index("phone", told.get("phone") or ""),
        reported_at=told["reported_at"],
        is_exercise=bool(told.get("is_exercise")),
    )


def _linked(row: DisputeCall, phone: str, by: Actor) -> list[Fact]:
    """Tie the call to its dispute, where it has one or is the second; the facts of that."""
    rule = rule_of(row.agency, row.reported_at)
    alike = _alike(row, rule, phone)
    known = _open_one(row, rule, alike)
    if known is not None:
        raised = came_again(known, row.reported_at)
        settle([row], raised, by)
        return [dispute_fact("repeated", raised, call=row.incident_number)]
    calls = list(_earlier_calls(row, rule, alike))
    before = _disputes(row, rule, alike).filter(stage__in=OVER)
    count = len(calls) + (0 if calls else before.count())
    if not count:
        return []
    dispute = open_from(row, by=by, repeats=count)
    settle([row, *(call for call in calls if call.dispute_id is None)], dispute, by)
    numbers = [call.incident_number for call in calls]
    again = dispute_fact("repeated", dispute, call=row.incident_number, earlier=numbers[:20])
    return [dispute_fact("registered", dispute), again]


def rule_of(agency: Agency, at: datetime) -> RepeatRule:
    """What counts as a repeat at an agency on a day."""
    return holding(RepeatRule, agency.path, on=timezone.localdate(at)) or RepeatRule()


def _alike(row: DisputeCall, rule: RepeatRule, phone: str) -> _Alike:
    place = Q(pk__in=())
    if row.address_key:
        place |= Q(address_key=row.address_key)
    if row.point is not None:
        place |= Q(point__dwithin=(row.point, rule.radius_m))
    return _Alike(place, private.indexes("phone", phone))


def _ground(row: DisputeCall) -> str:
    """The branch or county: whoever calls from two of them is not followed across the city."""
    return "/".join(row.agency.path.split("/")[:_LEVELS]) + "/"


def _window(row: DisputeCall, rule: RepeatRule) -> tuple[datetime, datetime]:
    width = timedelta(days=rule.days)
    return row.reported_at - width, row.reported_at + width


def _disputes(row: DisputeCall, rule: RepeatRule, alike: _Alike) -> Any:
    """Disputes of the same place, or with a party or a call of the same telephone."""
    by_phone = Q(parties__phone_index__in=alike.digests) | Q(calls__phone_index__in=alike.digests)
    found = Dispute.objects.filter(
        alike.place | by_phone,
        agency__path__startswith=_ground(row),
        last_contact_at__range=_window(row, rule),
    )
    return Dispute.objects.filter(pk__in=found.values("pk"))


def _open_one(row: DisputeCall, rule: RepeatRule, alike: _Alike) -> Dispute | None:
    rows = _disputes(row, rule, alike).exclude(stage__in=OVER)
    found: Dispute | None = rows.order_by("-last_contact_at", "-pk").first()
    return found


def _earlier_calls(row: DisputeCall, rule: RepeatRule, alike: _Alike) -> Any:
    return DisputeCall.objects.filter(
        alike.calls,
        agency__path__startswith=_ground(row),
        reported_at__range=_window(row, rule),
        is_exercise=False,
    ).exclude(pk=row.pk)


def open_from(call: DisputeCall, *, by: Actor, repeats: int = 0) -> Dispute:
    """A dispute as the call tells it; who records the facts is who asked."""
    category = guessed(call.category_name)
    now = timezone.now()
    return Dispute.objects.create(
        number=next_number(now),
        agency=call.agency,
        cell=call.cell,
        category=category,
        title=title_for(category, call.address),
        address=call.address,
        address_key=call.address_key,
        point=call.point,
        source=Dispute.Source.CALL,
        source_number=call.incident_number,
        reported_at=call.reported_at,
        registered_at=now,
        registered_by=by.label,
        last_contact_at=max(now, call.reported_at),
        repeats=repeats,
    )


def guessed(category_name: str) -> DisputeCategory:
    """The category whose words the call's category has; without any it is another kind."""
    rows = list(DisputeCategory.objects.filter(valid_to__isnull=True))
    for row in rows:
        if any(word in category_name for word in (row.name, *row.call_words.split())):
            return row
    made, _is_new = DisputeCategory.objects.get_or_create(code="other", defaults={"name": "其他"})
    return made


def settle(calls: list[DisputeCall], dispute: Dispute, by: Actor) -> None:
    """These calls have their dispute."""
    now = timezone.now()
    for call in calls:
        call.dispute, call.answered_by, call.answered_at = dispute, by.label, now
        call.version += 1
    fields = ["dispute", "answered_by", "answered_at", "version"]
    DisputeCall.objects.bulk_update(calls, fields)


def call_fact(kind: str, call: DisputeCall, **more: Any) -> Fact:
    """A fact about a call classed as a dispute; no address, for that may have a door."""
    payload = {
        "incident": call.incident_number,
        "category": call.category_name,
        "reported_at": call.reported_at.isoformat(),
        "dispute": call.dispute.number if call.dispute else None,
        "reason": call.reason,
        "is_exercise": call.is_exercise,
    }
    return Fact(
        kind=f"disputes.{kind}",
        subject_type="dispute_call",
        subject_id=call.incident_number,
        subject_version=call.version,
        agency_path=call.agency.path,
        payload=payload | more,
    )
