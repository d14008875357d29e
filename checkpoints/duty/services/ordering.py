"""Issuing an order: one number, one obligation for each checkpoint, all in one moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NotRequired, TypedDict, Unpack

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.duty import scopes
from checkpoints.duty.levels import base_level, levels_of
from checkpoints.duty.models import SopVersion, Switch, SwitchOrder
from checkpoints.duty.rules import sop_for, target_of, targets_of
from checkpoints.duty.services.shared import (
    By,
    fault,
    id_of,
    order_fact,
    reason_faults,
    settle,
)
from checkpoints.register import above, needs
from checkpoints.register.models import Checkpoint, DutyLevel
from grid.errors import FieldError, InvalidInput, LostRace, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record

MOST_DAYS: Final = 92
REQUIRED: Final = ("officers", "auxiliaries", "vehicles", "equipment")
_NEXT: Final = """
    INSERT INTO duty_dutycounter (year, last) VALUES (%s, 1)
    ON CONFLICT (year) DO UPDATE SET last = duty_dutycounter.last + 1 RETURNING last
"""


class Overlapping(LostRace):
    """Some of the checkpoints are switching for another order; say so again to replace it.

    `context` has the order's number, who issued it, when, and the checkpoints' codes.
    """

    code = "overlapping"


class OrderFields(TypedDict):
    """What an order says. `checkpoints` or `scope` names them; the default is the whole ground.

    `valid_until` may be left out for the lowest level only, which then holds until another order.
    Unless `may_supersede`, checkpoints that are switching already refuse the order.
    """

    reason: str
    checkpoints: NotRequired[Sequence[Checkpoint]]
    scope: NotRequired[scopes.Scope]
    valid_until: NotRequired[datetime | None]
    is_drill: NotRequired[bool]
    sop: NotRequired[SopVersion | None]
    may_supersede: NotRequired[bool]
    channel: NotRequired[str]


@transaction.atomic
def issue(*, by: By, level: DutyLevel | str, **said: Unpack[OrderFields]) -> SwitchOrder:
    """Order the checkpoints to a level; each has to sign and to report ready by its targets.

    A checkpoint that is still switching for an earlier order is taken over: its old switch is
    cancelled with the new number as the reason. A drill never takes over what is no drill.

    Raises InvalidInput naming every fault, NotAllowed for a checkpoint outside the scope of `by`,
    Overlapping where something is switching and `may_supersede` is False, and whatever the floor
    above raises where another agency holds command there.
    """
    to_level = _level(level)
    rows = _chosen(by, said)
    _check(said, to_level)
    for path in sorted({row.agency.path for row in rows}):
        above.require_authority(by, path)
    locked = Checkpoint.objects.select_for_update(no_key=True, of=("self",))
    list(locked.filter(pk__in=[row.pk for row in rows]).order_by("pk").values_list("pk"))
    standing = _standing(rows, said)
    actor = by.as_actor(channel=said["channel"]) if "channel" in said else by.as_actor()
    order = _written(by, actor, to_level, rows, said)
    _supersede(standing, order, actor)
    made = obligations.issue_many(Switch, actor, _owed(order, rows))
    record(actor, order_fact("ordered", order, reason=order.reason, checkpoints=len(made)))
    return order


def _level(level: DutyLevel | str) -> DutyLevel:
    if isinstance(level, DutyLevel):
        return level
    found = DutyLevel.objects.filter(code=level).first()
    if found is None:
        message = _("There is no such duty level.")
        raise InvalidInput(message, errors=[fault("/level", "unknown", message)])
    return found


def _chosen(by: By, said: OrderFields) -> list[Checkpoint]:
    given = said.get("checkpoints")
    if given is None:
        return scopes.resolve(by, said.get("scope", scopes.Scope(kind="city")))
    if any(not row.agency.path.startswith(by.agency_path) for row in given):
        raise NotAllowed(_("A checkpoint is outside your scope."))
    codes = [row.code for row in given]
    return scopes.resolve(by, {"kind": "picked", "checkpoints": codes})


def _check(said: OrderFields, level: DutyLevel) -> None:
    faults = reason_faults(said["reason"])
    faults += _end_faults(said.get("valid_until"), level)
    sop = said.get("sop")
    if sop is not None and sop.level_id != level.code:
        message = _("This procedure belongs to another level.")
        faults.append(fault("/sop", "level", message))
    if faults:
        raise InvalidInput(_("The order was not issued."), errors=faults)


def _end_faults(valid_until: datetime | None, level: DutyLevel) -> list[FieldError]:
    if valid_until is None:
        if level == base_level():
            return []
        message = _("Say until when this level holds; only the lowest holds without an end.")
        return [fault("/valid_until", "required", message)]
    now = timezone.now()
    if now < valid_until <= now + timedelta(days=MOST_DAYS):
        return []
    message = _("It ends after now and within %s days.") % MOST_DAYS
    return [fault("/valid_until", "out_of_range", message)]


def _standing(rows: Sequence[Checkpoint], said: OrderFields) -> list[Switch]:
    """Switches of earlier orders still open at these checkpoints, their orders held."""
    open_ = Switch.objects.filter(checkpoint__in=rows, state__in=obligations.OPEN)
    keys = sorted(set(open_.values_list("order_id", flat=True)))
    held = list(SwitchOrder.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    found = list(
        Switch.objects.select_for_update(of=("self",))
        .filter(checkpoint__in=rows, state__in=obligations.OPEN, order__in=held)
        .select_related("order__agency", "checkpoint")
        .order_by("pk")
    )
    live = [row for row in found if row.order.is_live]
    real = [row for row in live if not row.is_drill]
    if said.get("is_drill") and real:
        raise _overlap(real, _("%(number)s of %(who)s is switching there: no drill now."))
    if not said.get("may_supersede", True) and live:
        text = _("%(who)s issued %(number)s at %(at)s: %(count)s of these are still switching.")
        raise _overlap(live, text)
    return found


def _overlap(rows: Sequence[Switch], text: str) -> Overlapping:
    order = rows[0].order
    at = timezone.localtime(order.issued_at).strftime("%H:%M:%S")
    told = {"number": order.number, "who": order.issued_by, "at": at, "count": len(rows)}
    return Overlapping(
        text % told,
        winner=order.issued_by,
        at=order.issued_at,
        order=order.number,
        checkpoints=[row.checkpoint.code for row in rows],
    )


def _written(
    by: By, actor: Actor, level: DutyLevel, rows: Sequence[Checkpoint], said: OrderFields
) -> SwitchOrder:
    now = timezone.now()
    before = set(levels_of(rows, now).values())
    target = target_of(by.agency_path, now)
    codes = [row.code for row in rows]
    return SwitchOrder.objects.create(
        number=_next_number(now),
        agency=by.agency,
        from_level_id=before.pop() if len(before) == 1 else None,
        to_level=level,
        scope={**_asked(said), "codes": codes},
        reason=said["reason"].strip(),
        is_drill=said.get("is_drill", False),
        sop=said.get("sop") or sop_for(level.code, by.agency_path, now),
        sign_s=target.sign_s,
        ready_s=target.ready_s,
        valid_from=now,
        valid_until=said.get("valid_until"),
        issued_at=now,
        issued_by=actor.label,
        issued_by_id=id_of(actor),
    )


def _asked(said: OrderFields) -> Mapping[str, Any]:
    if "checkpoints" in said:
        return {"kind": "picked"}
    return said.get("scope", {"kind": "city"})


def _next_number(now: datetime) -> str:
    """`QWYY-NNNN` (勤务) of the local year."""
    year = timezone.localtime(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [year])
        return f"QW{year % 100:02d}-{cursor.fetchone()[0]:04d}"


def _supersede(standing: Sequence[Switch], order: SwitchOrder, actor: Actor) -> None:
    reason = _("Superseded by %s") % order.number
    Switch.objects.filter(pk__in=[row.pk for row in standing]).update(superseded_by=order)
    for row in standing:
        obligations.cancel(row, actor, reason=reason)
    for old in {row.order_id: row.order for row in standing}.values():
        settle(old)
        record(actor, order_fact("superseded", old, reason=reason, superseded_by=order.number))


def _owed(
    order: SwitchOrder, rows: Sequence[Checkpoint]
) -> list[tuple[obligations.Order, dict[str, Any]]]:
    before = levels_of(rows, order.issued_at)
    required = needs.required_many(rows, order.to_level_id, order.issued_at)
    targets = targets_of({row.agency.path for row in rows}, order.issued_at)
    same = {"order": order, "to_level": order.to_level, "is_drill": order.is_drill}
    return [
        (
            obligations.Order(
                owner_path=row.agency.path,
                title=f"{order.number} {order.to_level.name} {row.name}"[:120],
                subject_type="checkpoint",
                subject_id=row.code,
                issued_at=order.issued_at,
                sign_by=order.issued_at + timedelta(seconds=targets[row.agency.path].sign_s),
                due_at=order.issued_at + timedelta(seconds=targets[row.agency.path].ready_s),
            ),
            {
                **same,
                "checkpoint": row,
                "from_level_id": before[row.pk],
                "required": {name: getattr(required[row.pk], name) for name in REQUIRED},
            },
        )
        for row in rows
    ]
