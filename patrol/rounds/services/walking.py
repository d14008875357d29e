"""Walking a round: its start, its check-ins, its skips and its end, by the unit itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, LostRace
from grid.ledger.actors import Actor
from grid.ledger.services import record
from patrol.rounds.briefs import point_fact, round_fact
from patrol.rounds.demands import check_fit
from patrol.rounds.models import OPEN, MissReason, Round, RoundHandover, RoundStop, Visit
from patrol.rounds.order import Pace, draw_order
from patrol.rounds.services.ground import current_version
from patrol.rounds.services.shared import check_version, invalid
from patrol.units.models import Unit

State = Round.State
STARTABLE = (State.SCHEDULED, State.READY, State.START_OVERDUE)


def locked(walk: Round) -> Round:
    """The round, held until the end of the transaction, with what its brief needs."""
    rows = Round.objects.select_for_update(of=("self",))
    return rows.select_related("agency", "unit", "route", "walked").get(pk=walk.pk)


@transaction.atomic
def start(
    walk: Round,
    *,
    unit: Unit,
    by: Actor,
    at: datetime | None = None,
    version: int | None = None,
) -> Round:
    """Set out: the order of the points is drawn now, so that nobody knew it before.

    A round without a unit becomes that of `unit`. Where another leg of the same plan was walked
    in another way just before, the hand-over between them is kept.

    Raises IllegalStep where it is under way or over, LostRace where it is another unit's, or the
    unit is on another round, InvalidInput where it does not fit what the round asks.
    """
    row, now = locked(walk), timezone.now()
    check_version(row, version)
    if row.unit_id not in (None, unit.pk):
        raise LostRace(_("This round is that of %s.") % row.unit, unit=str(row.unit))
    if row.state not in STARTABLE:
        raise _illegal(row)
    check_fit(row, unit)
    row.unit, row.state, row.started_at = unit, State.ACTIVE, min(at or now, now)
    row.walked = current_version(row.route) if row.route else None
    row.version += 1
    _save_alone(row)
    lay_out(row)
    facts = [round_fact("round_started", row)]
    if (handed := _hand_over(row, by)) is not None:
        modes = {"from_mode": handed.from_mode, "to_mode": handed.to_mode}
        facts.append(round_fact("round_handed_over", row, of=handed.of_id, **modes))
    record(by, *facts)
    return row


@transaction.atomic
def skip(
    walk: Round, *, by: Actor, point: int, reason: str, text: str = "", stop: int | None = None
) -> RoundStop:
    """Say why a point will not be visited; told again it changes nothing.

    Raises InvalidInput for a point that is not on the round or a reason without its words,
    IllegalStep where it was visited, or the round is not under way.
    """
    row = locked(walk)
    if reason not in MissReason.values:
        raise invalid("/reason", "invalid_choice", _("Choose one of the reasons."))
    if reason == MissReason.OTHER and len(text.strip()) < 2:
        raise invalid("/text", "required", _("Say the other reason in words."))
    found = _stop_to_skip(row, point, stop)
    if found.state == RoundStop.State.SKIPPED:
        return found
    if row.state != State.ACTIVE or found.state != RoundStop.State.PENDING:
        raise _illegal(row)
    found.state, found.reason, found.reason_text = RoundStop.State.SKIPPED, reason, text[:200]
    found.save(update_fields=["state", "reason", "reason_text"])
    record(by, point_fact("point_skipped", found.point, round=row.pk, reason=reason))
    return found


@transaction.atomic
def finish(
    walk: Round,
    *,
    by: Actor,
    at: datetime | None = None,
    note: str = "",
    version: int | None = None,
) -> Round:
    """End the round; points neither visited nor skipped are missed, each with its own fact.

    Told again it changes nothing. Raises IllegalStep where it was never under way.
    """
    row = locked(walk)
    check_version(row, version)
    if row.state == State.DONE:
        return row
    if row.state != State.ACTIVE:
        raise _illegal(row)
    close(row, State.DONE, by=by, at=at, note=note)
    return row


def close(
    row: Round, state: Round.State, *, by: Actor, at: datetime | None = None, note: str = ""
) -> None:
    """Bring a locked round to its end and record it with every point it left out."""
    now = timezone.now()
    row.state, row.ended_at = state, min(at or now, now)
    row.note = note[:200] or row.note
    row.version += 1
    row.save(update_fields=["state", "ended_at", "note", "version"])
    missed = [] if state == State.CANCELLED else _miss(row)
    counts = {"missed": len(missed), "points": row.stops.count()}
    kind = {State.DONE: "round_finished", State.MISSED: "round_missed"}.get(
        state, "round_cancelled"
    )
    unit = row.unit.call_sign if row.unit else None
    facts = [point_fact("point_missed", stop.point, round=row.pk, unit=unit) for stop in missed]
    record(by, round_fact(kind, row, **counts), *facts)


def lay_out(row: Round) -> None:
    """Give a round its points: by lot from its version, or as they were laid out before."""
    if row.stops.exists() or row.walked is None:
        return
    start_at = row.started_at or row.due_start
    points = list(row.walked.stops.values_list("point_id", flat=True))
    version = row.walked
    pace = Pace(
        step_s=version.pace_s,
        gap_s=version.min_gap_s,
        laps=version.laps,
        is_shuffled=version.is_shuffled,
    )
    drawn = draw_order(points, seed=row.seed, pace=pace, last_visit_s=_last(points, start_at))
    RoundStop.objects.bulk_create(
        RoundStop(
            round=row,
            point_id=point,
            order=order,
            not_before=start_at + timedelta(seconds=seconds),
        )
        for order, (point, seconds) in enumerate(drawn, start=1)
    )


def _last(points: Sequence[int], start_at: datetime) -> Mapping[int, float]:
    """Seconds from the start of the round back to the last visit of each point, in a day."""
    day_before = start_at - timedelta(days=1)
    rows = Visit.objects.filter(
        point_id__in=points, happened_at__gt=day_before, happened_at__lte=start_at
    )
    last = rows.order_by().values("point_id").annotate(at=Max("happened_at"))
    return {row["point_id"]: (row["at"] - start_at).total_seconds() for row in last}


def _save_alone(row: Round) -> None:
    """Save the start; the database lets a unit be on one round only."""
    try:
        with transaction.atomic():
            row.save(update_fields=["unit", "state", "started_at", "walked", "version"])
    except IntegrityError as error:
        other = Round.objects.filter(unit=row.unit, state=State.ACTIVE).first()
        raise LostRace(
            _("This unit is on another round: %s.") % (other.name if other else ""),
            round=other.pk if other else None,
        ) from error


def _hand_over(row: Round, by: Actor) -> RoundHandover | None:
    """Keep from which leg of the same plan this one takes over, where the way of patrol changes."""
    if row.leg is None or row.started_at is None:
        return None
    before = (
        Round.objects.filter(
            leg__plan_id=row.leg.plan_id,
            leg__order__lt=row.leg.order,
            started_at__isnull=False,
            due_start__gte=row.due_start - timedelta(hours=24),
            due_start__lte=row.due_start,
        )
        .exclude(mode=row.mode)
        .order_by("-due_start", "-leg__order")
        .first()
    )
    if before is None:
        return None
    return RoundHandover.objects.create(
        of=before,
        to=row,
        from_mode=before.mode,
        to_mode=row.mode,
        happened_at=row.started_at,
        actor_label=by.label,
    )


def _stop_to_skip(row: Round, point: int, stop: int | None) -> RoundStop:
    stops = row.stops.select_related("point", "point__agency").filter(point_id=point)
    if stop is not None:
        stops = stops.filter(pk=stop)
    pending = stops.filter(state=RoundStop.State.PENDING).first()
    found = pending or stops.last()
    if found is None:
        raise invalid("/point", "not_on_round", _("This point is not on this round."))
    return found


def _miss(row: Round) -> list[RoundStop]:
    """Mark what was left out; a round never begun misses every point of its route."""
    if row.walked is None and row.route is not None:
        row.walked = current_version(row.route)
        row.save(update_fields=["walked"])
    lay_out(row)
    stops = row.stops.filter(state=RoundStop.State.PENDING)
    left = list(stops.select_related("point", "point__agency"))
    stops.update(state=RoundStop.State.MISSED)
    return left


def _illegal(row: Round) -> IllegalStep:
    words = {"state": row.get_state_display()}
    return IllegalStep(
        _("This cannot be done: the round is “%(state)s”.") % words,
        state=row.state,
        is_open=row.state in OPEN,
    )
