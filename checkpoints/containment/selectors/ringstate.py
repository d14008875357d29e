"""How each crossing of each ring stands now, which are open and why, when a ring was closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.containment.models import Containment, Crossing, PostOrder, Stage
from checkpoints.containment.rings import Span, closed_at, open_spans

OPEN = (PostOrder.State.ISSUED, PostOrder.State.SIGNED)


class Cover(StrEnum):
    """How a crossing stands."""

    CLOSED = "closed"  # somebody is in place
    COMING = "coming"  # acknowledged and on the way
    GAP = "gap"  # nobody has answered for it
    LATER = "later"  # its stage has not been reached


WHY: dict[str, Any] = {
    "no_force": _("nobody is named for it"),
    "later_stage": _("belongs to a later stage"),
    "dropped": _("taken out"),
    "not_ordered": _("no order given"),
    "not_acknowledged": _("not acknowledged"),
    "sign_late": _("late to acknowledge"),
    "man_late": _("late to be in place"),
    "left": _("the post left"),
}


@dataclass(frozen=True, slots=True)
class CrossingState:
    """One crossing, how it stands, why it is open, and the order that counts for it."""

    crossing: Crossing
    cover: Cover
    why: str
    order: PostOrder | None
    spans: tuple[Span, ...]  # when somebody was in place
    answered: tuple[Span, ...]  # when somebody had acknowledged or was in place


@dataclass(frozen=True, slots=True)
class RingState:
    """One ring: its crossings in order along it, whether it is closed, since when."""

    rank: int
    name: str
    is_active: bool  # at least one post of it has been ordered
    crossings: tuple[CrossingState, ...]
    active_since: datetime | None
    closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        return bool(self.crossings) and all(c.cover is Cover.CLOSED for c in self.crossings)

    @property
    def gaps(self) -> list[CrossingState]:
        """Crossings nobody has answered for; those of later stages too, with that reason."""
        if not self.is_active:
            return []
        return [one for one in self.crossings if one.cover in (Cover.GAP, Cover.LATER)]


def ring_states(row: Containment, *, rank: int | None = None) -> list[RingState]:
    """The rings from the inside out."""
    crossings: QuerySet[Crossing] = row.crossings.select_related("agency", "checkpoint")
    if rank is not None:
        crossings = crossings.filter(ring_rank=rank)
    orders: dict[int, list[PostOrder]] = {}
    for order in row.orders.filter(crossing__in=crossings).order_by("issued_at", "pk"):
        orders.setdefault(order.crossing_id, []).append(order)
    until = row.lifted_at or timezone.now()
    return [
        _ring(key, [_state(row, one, orders.get(one.pk, [])) for one in members], until)
        for key, members in groupby(crossings, key=lambda one: one.ring_rank)
    ]


def _ring(rank: int, states: Sequence[CrossingState], until: datetime) -> RingState:
    issued = [state.order.issued_at for state in states if state.order]
    return RingState(
        rank=rank,
        name=next((state.crossing.ring_name for state in states if state.crossing.ring_name), ""),
        is_active=bool(issued),
        crossings=tuple(states),
        active_since=min(issued, default=None),
        closed_at=closed_at([state.spans for state in states], until=until),
    )


def _state(row: Containment, crossing: Crossing, orders: Sequence[PostOrder]) -> CrossingState:
    manned = tuple(Span(one.manned_at, one.done_at) for one in orders if one.manned_at)
    answered = tuple(Span(one.signed_at, one.done_at) for one in orders if one.signed_at)
    last = orders[-1] if orders else None
    cover, why = _cover(row, crossing, last)
    return CrossingState(crossing, cover, why, last, manned, answered)


def _cover(row: Containment, crossing: Crossing, last: PostOrder | None) -> tuple[Cover, str]:
    if last is not None and (last.state in OPEN or row.lifted_at):
        return _open_cover(last)
    if crossing.is_dropped:
        return Cover.GAP, "dropped"
    if last is not None:
        return Cover.GAP, "left"
    if crossing.agency_id is None:
        return Cover.GAP, "no_force"
    if Stage(crossing.stage).rank > Stage(row.stage).rank:
        return Cover.LATER, "later_stage"
    return Cover.GAP, "not_ordered"


def _open_cover(order: PostOrder) -> tuple[Cover, str]:
    if order.manned_at:
        return Cover.CLOSED, ""
    if order.man_overdue_at:
        return Cover.GAP, "man_late"
    if order.signed_at:
        return Cover.COMING, ""
    return Cover.GAP, "sign_late" if order.sign_overdue_at else "not_acknowledged"


def is_closed(row: Containment, rank: int) -> bool:
    """Whether somebody is in place at every crossing of a ring now."""
    return any(ring.is_closed for ring in ring_states(row, rank=rank))


def gaps_over_time(ring: RingState, *, until: datetime) -> list[tuple[CrossingState, list[Span]]]:
    """For each crossing of a ring, when nobody had answered for it since the ring was ordered."""
    since = ring.active_since
    if since is None:
        return []
    return [
        (state, open_spans(state.answered, since=since, until=until)) for state in ring.crossings
    ]
