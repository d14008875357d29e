"""Obligations (限时办理): issue, sign for, finish, return or cancel; one overdue sweep for all.

A domain app makes a model of its own from `grid.ledger.models.Obligation`; everything here works
on any of them. The board shows them all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, LostRace, StaleVersion
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.models import Obligation
from grid.ledger.reactors import sweep
from grid.ledger.services import record
from grid.scope import Viewer

Kind = TypeVar("Kind", bound=Obligation)
State = Obligation.State
OPEN: Final = (State.ISSUED, State.SIGNED)
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is owed: by whom (`owner_path`), about what, signed for and done by when."""

    owner_path: str
    title: str
    subject_type: str
    subject_id: str
    due_at: datetime
    sign_by: datetime | None = None
    issued_at: datetime | None = None  # one moment for what is one order; now, where not given


def kinds() -> list[type[Obligation]]:
    """Every concrete kind of obligation there is."""
    return [m for m in apps.get_models() if issubclass(m, Obligation) and not m._meta.proxy]


def issue(kind: type[Kind], actor: Actor, order: Order, /, **fields: Any) -> Kind:
    """Put an obligation on somebody; `fields` are the kind's own."""
    return issue_many(kind, actor, [(order, fields)])[0]


@transaction.atomic
def issue_many(
    kind: type[Kind], actor: Actor, orders: Iterable[tuple[Order, Mapping[str, Any]]]
) -> list[Kind]:
    """Put obligations on many at the same moment: all of them or none, one fact for each."""
    now = timezone.now()
    rows = [
        kind(
            owner_path=order.owner_path,
            title=order.title,
            subject_type=order.subject_type,
            subject_id=order.subject_id,
            due_at=order.due_at,
            sign_by=order.sign_by,
            issued_at=order.issued_at or now,
            issued_by=actor.label,
            **fields,
        )
        for order, fields in orders
    ]
    made: list[Any] = kind._default_manager.bulk_create(rows)
    record(actor, *(_fact(row, "issued") for row in made))
    return made


@transaction.atomic
def sign(obligation: Kind, actor: Actor, *, version: int | None = None, **fields: Any) -> Kind:
    """Sign for it: whoever is first answers for it from now on; `fields` are the kind's own."""
    changes = {"state": State.SIGNED, "signed_at": timezone.now(), "signed_by": actor.label}
    changes |= fields
    return _step(obligation, actor, (State.ISSUED,), changes, version=version)


@transaction.atomic
def finish(
    obligation: Kind, actor: Actor, *, outcome: str, version: int | None = None, **fields: Any
) -> Kind:
    """Say it is done and what came of it; only what was signed for can be done."""
    changes = {"state": State.DONE, **_ended(actor, outcome), **fields}
    return _step(obligation, actor, (State.SIGNED,), changes, version=version)


@transaction.atomic
def return_(obligation: Kind, actor: Actor, *, reason: str, version: int | None = None) -> Kind:
    """Give it back to whoever issued it."""
    changes = {"state": State.RETURNED, **_ended(actor, reason)}
    return _step(obligation, actor, OPEN, changes, version=version)


@transaction.atomic
def cancel(obligation: Kind, actor: Actor, *, reason: str, version: int | None = None) -> Kind:
    """Take it back: it need not be done any more."""
    changes = {"state": State.CANCELLED, **_ended(actor, reason)}
    return _step(obligation, actor, OPEN, changes, version=version)


def _ended(actor: Actor, outcome: str) -> dict[str, Any]:
    return {"done_at": timezone.now(), "done_by": actor.label, "outcome": outcome}


def _step(
    obligation: Kind,
    actor: Actor,
    allowed: tuple[State, ...],
    changes: dict[str, Any],
    *,
    version: int | None,
) -> Kind:
    """Compare and set: of two who step at once, one wins and the other is told who."""
    rows = type(obligation)._default_manager.filter(pk=obligation.pk, state__in=allowed)
    if version is not None:
        rows = rows.filter(version=version)
    won = rows.update(**changes, version=F("version") + 1)
    obligation.refresh_from_db()
    if not won:
        raise _refusal(obligation, allowed, version)
    reason = str(changes.get("outcome", ""))
    record(actor, _fact(obligation, str(changes["state"]), reason=reason))
    return obligation


def _refusal(
    current: Obligation, allowed: tuple[State, ...], version: int | None
) -> LostRace | IllegalStep | StaleVersion:
    if current.state in allowed:
        return StaleVersion(
            _("It was changed since you read it."), yours=version, current=current.version
        )
    if current.state in (State.SIGNED, State.DONE) and State.ISSUED in allowed:
        who, when = current.done_by or current.signed_by, current.done_at or current.signed_at
        return LostRace(_("%s was first.") % who, winner=who, at=when, state=current.state)
    return IllegalStep(_("This step is not possible from here."), state=current.state)


@sweep("ledger.obligations_overdue", every_s=5)
def mark_overdue() -> None:
    """Mark what was not signed for or not done in time: once each, with its own fact."""
    for kind in kinds():
        if not kind.sweeps_itself:
            _mark_overdue(kind, now=timezone.now())


@transaction.atomic
def _mark_overdue(kind: type[Obligation], *, now: datetime) -> int:
    late = Q(due_at__lt=now) | Q(state=State.ISSUED, sign_by__lt=now)
    rows = kind._default_manager.filter(late, state__in=OPEN, overdue_at__isnull=True)
    found = list(rows.select_for_update(skip_locked=True).order_by("due_at")[:AT_ONCE])
    kind._default_manager.filter(pk__in=[row.pk for row in found]).update(
        overdue_at=now, version=F("version") + 1
    )
    for row in found:
        row.overdue_at, row.version = now, row.version + 1
    record(PLATFORM, *(_overdue_fact(row) for row in found))
    return len(found)


def _overdue_fact(obligation: Obligation) -> Fact:
    key = f"{obligation._meta.label_lower}:{obligation.pk}:overdue"
    return _fact(obligation, "overdue", dedupe_key=key)


def _fact(obligation: Obligation, step: str, **changes: Any) -> Fact:
    values: dict[str, Any] = {
        "kind": f"{obligation.facts}_{step}",
        "subject_type": obligation._meta.model_name or "",
        "subject_id": str(obligation.pk),
        "agency_path": obligation.owner_path,
        "subject_version": obligation.version,
        "payload": brief(obligation) | obligation.details(),
    }
    return Fact(**(values | changes))


def brief(obligation: Obligation) -> dict[str, Any]:
    """An obligation as the board, the API and facts give it, JSON-ready."""
    moments = ("issued_at", "sign_by", "signed_at", "due_at", "done_at", "overdue_at")
    texts = ("state", "owner_path", "title", "issued_by", "signed_by", "done_by")
    times = {name: getattr(obligation, name) for name in moments}
    return {
        "id": obligation.pk,
        "kind": obligation._meta.label_lower,
        "subject": {"type": obligation.subject_type, "id": obligation.subject_id},
        **{name: str(getattr(obligation, name)) for name in texts},
        **{name: at.isoformat() if at else None for name, at in times.items()},
        "version": obligation.version,
    }


def board(viewer: Viewer, *, only_open: bool, offset: int, limit: int) -> list[Obligation]:
    """Obligations of every kind in scope, the next due first, from `offset` on."""
    rows = (_rows(kind, viewer, only_open=only_open, most=offset + limit) for kind in kinds())
    return list(islice(merge(*rows, key=lambda row: (row.due_at, row.pk)), offset, offset + limit))


def count(viewer: Viewer, *, only_open: bool) -> int:
    """How many the board has."""
    return sum(_seen(kind, viewer, only_open=only_open).count() for kind in kinds())


def _rows(
    kind: type[Obligation], viewer: Viewer, *, only_open: bool, most: int
) -> Iterator[Obligation]:
    return iter(_seen(kind, viewer, only_open=only_open).order_by("due_at", "pk")[:most])


def _seen(kind: type[Obligation], viewer: Viewer, *, only_open: bool) -> Any:
    rows = kind.objects.visible_to(viewer)
    return rows.filter(state__in=OPEN) if only_open else rows
