"""What every write of this app needs: who acts, the row held until commit, the facts.

Locks are taken in one order everywhere: checkpoints, orders by key, switches, spans, the log.
"""

from datetime import datetime
from typing import Any, Final, Protocol

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.duty.models import Switch, SwitchOrder
from checkpoints.register import above
from grid.errors import FieldError, IllegalStep, InvalidInput, NotAllowed, StaleVersion
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.organisation.models import Agency
from grid.rights import Right

SHORTEST: Final = 4  # characters of a reason
LONGEST: Final = 200
SUBJECT: Final = "duty_order"
LIVE: Final = (SwitchOrder.State.RUNNING, SwitchOrder.State.IN_FORCE)


class By(Protocol):
    """Whoever writes: an officer or a client system."""

    @property
    def agency(self) -> Agency: ...
    @property
    def agency_path(self) -> str: ...
    @property
    def rights(self) -> frozenset[Right]: ...
    def as_actor(self, *, channel: str = ...) -> Actor: ...


def id_of(actor: Actor) -> str:
    """Kind and id, for the rule that two are needed."""
    return f"{actor.kind}:{actor.id}"


def fault(pointer: str, code: str, message: str) -> FieldError:
    """One fault of an input."""
    return FieldError(pointer=pointer, code=code, message=message)


def reason_faults(text: str, pointer: str = "/reason") -> list[FieldError]:
    """What is wrong with a reason."""
    if SHORTEST <= len(text.strip()) <= LONGEST:
        return []
    told = {"least": SHORTEST, "most": LONGEST}
    message = _("Between %(least)s and %(most)s characters") % told
    return [fault(pointer, "length", message)]


def check_reason(text: str) -> str:
    """The reason without blanks around it; raises InvalidInput."""
    if faults := reason_faults(text):
        raise InvalidInput(_("Nothing was changed."), errors=faults)
    return text.strip()


def check_version(row: Any, version: int | None) -> None:
    """Raises StaleVersion with both versions."""
    if version is not None and version != row.version:
        raise StaleVersion(
            _("It was changed since you read it."), yours=version, current=row.version
        )


def locked_order(order: SwitchOrder, by: By, version: int | None) -> SwitchOrder:
    """A live order's row until commit, for its issuer or an agency above it."""
    rows = SwitchOrder.objects.select_for_update(of=("self",))
    current: SwitchOrder = rows.select_related("agency", "to_level", "from_level").get(pk=order.pk)
    if not current.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only the agency that issued it, or one above it, changes it."))
    above.require_authority(by, current.agency.path)
    check_version(current, version)
    check_live(current)
    return current


def check_live(order: SwitchOrder) -> None:
    """Raises IllegalStep, saying who ended it and when, for an order that is over."""
    if order.is_live:
        return
    at = order.ended_at or order.valid_until or timezone.now()
    told = {
        "number": order.number,
        "state": order.state_word,
        "at": timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S"),
        "who": order.ended_by or _("its end"),
    }
    raise IllegalStep(
        _("%(number)s: %(state)s since %(at)s (%(who)s).") % told, state=order.state_at()
    )


def settle(order: SwitchOrder) -> None:
    """Nothing is open any more: the order is in force, or cancelled where nobody got ready."""
    if order.state != SwitchOrder.State.RUNNING or order.switches.filter(_open()).exists():
        return
    has_ready = order.switches.filter(state=Switch.State.DONE).exists()
    order.state = SwitchOrder.State.IN_FORCE if has_ready else SwitchOrder.State.CANCELLED
    if not has_ready:
        order.ended_at = timezone.now()
        order.end_reason = _("None of its checkpoints switched.")
    order.version += 1
    order.save()


def _open() -> Q:
    return Q(state__in=obligations.OPEN)


def order_brief(order: SwitchOrder) -> dict[str, Any]:
    """An order as facts tell it; JSON-ready, without the list of its checkpoints."""
    moments = ("issued_at", "valid_from", "valid_until", "ended_at")
    times: dict[str, datetime | None] = {name: getattr(order, name) for name in moments}
    return {
        "number": order.number,
        "version": order.version,
        "agency": {"code": order.agency.code, "name": order.agency.name},
        "from_level": order.from_level_id,
        "to_level": order.to_level_id,
        "is_drill": order.is_drill,
        "state": order.state_at(),
        "reason": order.reason,
        "issued_by": order.issued_by,
        **{name: at.isoformat() if at else None for name, at in times.items()},
    }


def order_fact(step: str, order: SwitchOrder, *, reason: str = "", **more: Any) -> Fact:
    """`checkpoints.duty_<step>`, for the agency that issued the order and those above it."""
    return Fact(
        kind=f"checkpoints.duty_{step}",
        subject_type=SUBJECT,
        subject_id=order.number,
        subject_version=order.version,
        agency_path=order.agency.path,
        payload=order_brief(order) | more,
        reason=reason,
    )


def switch_fact(step: str, switch: Switch, *, once: bool = False, reason: str = "") -> Fact:
    """`checkpoints.switch_<step>`, for the checkpoint's agency; `once` in the switch's life."""
    return Fact(
        kind=f"checkpoints.switch_{step}",
        subject_type="switch",
        subject_id=str(switch.pk),
        subject_version=switch.version,
        agency_path=switch.owner_path,
        payload=obligations.brief(switch) | switch.details(),
        dedupe_key=f"duty.switch:{switch.pk}:{step}" if once else None,
        reason=reason,
    )


def level_fact(switch: Switch, level_code: str, *, reason: str = "") -> Fact:
    """`checkpoints.level_changed`: which level holds at a checkpoint from now on."""
    return Fact(
        kind="checkpoints.level_changed",
        subject_type="checkpoint",
        subject_id=switch.checkpoint.code,
        agency_path=switch.owner_path,
        payload={
            "checkpoint": {"code": switch.checkpoint.code, "name": switch.checkpoint.name},
            "level": level_code,
            "order": switch.order.number,
        },
        reason=reason,
    )
