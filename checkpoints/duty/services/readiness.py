"""What a checkpoint does with its switch: sees it, signs, reports until it is ready."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.duty.models import LevelSpan, ReadinessReport, Switch, SwitchOrder
from checkpoints.duty.services.clock import note_late
from checkpoints.duty.services.shared import (
    By,
    check_live,
    check_reason,
    check_version,
    fault,
    id_of,
    level_fact,
    order_fact,
    settle,
    switch_fact,
)
from checkpoints.duty.shortages import missing_of, worse_than
from grid.errors import IllegalStep, InvalidInput, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record

SPOKEN: Final = ("phone", "radio")  # how somebody may tell another to act for them
HEADS: Final = ("officers", "auxiliaries", "vehicles")
MOST: Final = 9_999


class Incomplete(InvalidInput):
    """Ready needs every figure; `errors` names those that were never given."""

    code = "incomplete"


class BelowMinimum(IllegalStep):
    """Below the minimum nobody is ready without a waiver; `missing` says what there is too few."""

    code = "below_minimum"


class ReportFields(TypedDict):
    """What a report says; a figure left out stays as it was reported before."""

    officers: NotRequired[int | None]
    auxiliaries: NotRequired[int | None]
    vehicles: NotRequired[int | None]
    equipment: NotRequired[Mapping[str, int]]
    eta: NotRequired[datetime | None]
    note: NotRequired[str]
    ready: NotRequired[bool]
    channel: NotRequired[str]
    spoken_by: NotRequired[str]
    version: NotRequired[int | None]


@transaction.atomic
def deliver(switches: Sequence[Switch], *, by: By) -> None:
    """Note that the order stands on a screen of its checkpoint, once each."""
    new = [row.pk for row in switches if row.delivered_at is None and row.is_open]
    rows = Switch.objects.select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    rows = rows.filter(pk__in=new, delivered_at__isnull=True, owner_path=by.agency_path)
    fresh = list(rows.select_related("order", "checkpoint"))
    if not fresh:
        return
    now = timezone.now()
    Switch.objects.filter(pk__in=[row.pk for row in fresh]).update(delivered_at=now)
    for row in (*switches, *fresh):
        row.delivered_at = row.delivered_at or now
    record(by.as_actor(), *(switch_fact("delivered", row) for row in fresh))


@transaction.atomic
def sign(
    switch: Switch,
    *,
    by: By,
    channel: str = "screen",
    spoken_by: str = "",
    version: int | None = None,
) -> Switch:
    """Sign for the order as the checkpoint, or for whoever there said so by phone or radio.

    Of two who sign at once one wins; the other is told who (LostRace). Raises NotAllowed where
    the checkpoint is another agency's and nobody is named who said so, IllegalStep after the end
    of the order.
    """
    current = Switch.objects.select_related("order", "checkpoint").get(pk=switch.pk)
    actor = _actor(current, by, channel, spoken_by)
    if current.is_open:
        check_live(current.order)
    signed = obligations.sign(
        current,
        actor,
        version=version,
        channel=channel,
        spoken_by=spoken_by.strip(),
        delivered_at=Coalesce(F("delivered_at"), timezone.now()),
    )
    record(actor, *note_late([signed], timezone.now()))
    return signed


@transaction.atomic
def report(switch: Switch, *, by: By, **said: Unpack[ReportFields]) -> Switch:
    """Say what is there so far; with `ready` say that the checkpoint is.

    Raises Incomplete where a figure is missing, BelowMinimum where there is less than the
    minimum and no waiver covers it, IllegalStep before the signature or after the end, NotAllowed
    for whoever gave the waiver. A refused report leaves everything as it was.
    """
    actor = _actor(switch, by, said.get("channel", "screen"), said.get("spoken_by", ""))
    current = _locked(switch, said.get("version"))
    _check_figures(current, said)
    now = timezone.now()
    was_short = current.is_short
    _take(current, actor, said, now)
    is_ready = said.get("ready", False)
    if is_ready:
        _check_ready(current)
    current.version += 1
    current.save()
    _keep_report(current, said, now)
    facts = [switch_fact("reported", current)]
    if current.is_short and not was_short and not current.waived_at:
        facts.append(switch_fact("short", current))
    record(actor, *facts)
    return _made_ready(current, actor, now) if is_ready else current


@transaction.atomic
def waive(switch: Switch, *, by: By, reason: str, version: int | None = None) -> Switch:
    """Let a checkpoint be ready with what it reported, below the minimum.

    Kept with name, reason and what was missing. It covers that and no more. Raises NotAllowed for
    whoever reported, IllegalStep where nothing is missing or figures have not all been given.
    """
    said = check_reason(reason)
    current = _locked(switch, version)
    actor = by.as_actor()
    if id_of(actor) == current.reported_by_id:
        raise NotAllowed(_("Who reported the figures cannot waive what is missing."))
    _check_complete(current)
    if not current.missing:
        raise IllegalStep(_("Nothing is missing here."))
    current.waived_at, current.waived_by = timezone.now(), actor.label
    current.waived_by_id, current.waived_reason = id_of(actor), said
    current.waived_missing = current.missing
    current.version += 1
    current.save()
    record(actor, switch_fact("waived", current, reason=said))
    return current


def _actor(switch: Switch, by: By, channel: str, spoken_by: str) -> Actor:
    """Who acts, and for whom; the checkpoint's own agency acts for itself over any channel."""
    actor = by.as_actor(channel=channel)
    if spoken_by.strip() and channel in SPOKEN:
        return replace(actor, on_behalf_of=f"{spoken_by.strip()} · {switch.checkpoint.name}")
    if by.agency_path == switch.owner_path:
        return actor
    raise NotAllowed(
        _("%s answers for itself; or say who told you so by phone or radio.")
        % switch.checkpoint.name
    )


def _locked(switch: Switch, version: int | None) -> Switch:
    """The order's row, then the switch's, until commit: signed for and not over."""
    order = SwitchOrder.objects.select_for_update(of=("self",)).select_related("agency")
    held = order.get(pk=switch.order_id)
    rows = Switch.objects.select_for_update(of=("self",)).select_related("checkpoint", "to_level")
    current: Switch = rows.get(pk=switch.pk)
    current.order = held
    check_version(current, version)
    if not current.is_open:
        told = {"state": current.get_state_display(), "who": current.done_by}
        raise IllegalStep(_("It is settled: %(state)s, %(who)s.") % told, state=current.state)
    check_live(held)
    if current.state == Switch.State.ISSUED:
        raise IllegalStep(_("Sign for it first."), state=current.state)
    return current


def _check_figures(switch: Switch, said: ReportFields) -> None:
    faults = []
    figures: dict[str, Any] = {name: said.get(name) for name in HEADS}
    figures |= {f"equipment/{code}": n for code, n in said.get("equipment", {}).items()}
    for name, value in figures.items():
        if value is not None and not 0 <= value <= MOST:
            message = _("Give a whole number from %(least)s to %(most)s.")
            faults.append(fault(f"/{name}", "range", message % {"least": 0, "most": MOST}))
    for code in sorted(set(said.get("equipment", {})) - set(switch.required["equipment"])):
        message = _("This level asks for no %s here.") % code
        faults.append(fault(f"/equipment/{code}", "unknown", message))
    if faults:
        raise InvalidInput(_("The report was not kept."), errors=faults)


def _take(switch: Switch, actor: Actor, said: ReportFields, now: datetime) -> None:
    if id_of(actor) == switch.waived_by_id:
        raise NotAllowed(_("Who waived what is missing cannot report the figures."))
    for name in HEADS:
        value = said.get(name)
        if value is not None:
            setattr(switch, name, value)
    switch.equipment = {**switch.equipment, **said.get("equipment", {})}
    if "eta" in said:
        switch.eta = said["eta"]
    switch.note = said.get("note", switch.note).strip()[:200]
    switch.reported_at, switch.reported_by = now, actor.label
    switch.reported_by_id = id_of(actor)
    switch.missing = missing_of(switch)
    is_whole = not _unsaid(switch)
    switch.short_at = (switch.short_at or now) if is_whole and switch.missing else None


def _unsaid(switch: Switch) -> list[str]:
    """Figures a whole report has and this one does not."""
    heads = [name for name in HEADS if getattr(switch, name) is None]
    codes = sorted(set(switch.required["equipment"]) - set(switch.equipment))
    return heads + [f"equipment/{code}" for code in codes]


def _check_complete(switch: Switch) -> None:
    if unsaid := _unsaid(switch):
        faults = [fault(f"/{name}", "required", _("Not reported yet.")) for name in unsaid]
        raise Incomplete(_("The report is incomplete."), errors=faults)


def _check_ready(switch: Switch) -> None:
    _check_complete(switch)
    if switch.missing and worse_than(switch.missing, switch.waived_missing):
        faults = [
            fault(
                f"/{row['code']}" if row["code"] in HEADS else f"/equipment/{row['code']}",
                "below_minimum",
                _("%(present)s of %(required)s") % row,
            )
            for row in switch.missing
        ]
        raise BelowMinimum(
            _("Below the minimum: not ready without a waiver."),
            errors=faults,
            missing=switch.missing,
        )


def _keep_report(switch: Switch, said: ReportFields, now: datetime) -> None:
    ReadinessReport.objects.create(
        switch=switch,
        at=now,
        by=switch.reported_by,
        spoken_by=said.get("spoken_by", "").strip(),
        officers=switch.officers,
        auxiliaries=switch.auxiliaries,
        vehicles=switch.vehicles,
        equipment=switch.equipment,
        eta=switch.eta,
        note=switch.note,
        is_ready=said.get("ready", False),
    )


def _made_ready(switch: Switch, actor: Actor, now: datetime) -> Switch:
    done = obligations.finish(switch, actor, outcome=switch.note)
    facts: list[Fact] = note_late([done], now)
    if not done.is_drill:
        LevelSpan.objects.create(
            checkpoint=done.checkpoint,
            level=done.to_level,
            from_at=done.done_at or now,
            to_at=done.order.valid_until,
            order=done.order,
        )
        facts.append(level_fact(done, done.to_level_id))
    before = done.order.state
    settle(done.order)
    if done.order.state != before:
        facts.append(order_fact("in_force", done.order))
    record(actor, *facts)
    return done
